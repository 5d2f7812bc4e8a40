//! What sign-up and login share: the check of the code, the new session and the reply.

use miaohui_db::Tx;
use schemars::JsonSchema;
use serde::Serialize;

use crate::store::profile::{self, MyUserInfo};
use crate::store::session::{self, NewMemberSession};
use crate::store::{erasure, sms_code, user};
use crate::{App, Code, Error, Phone, Result};

/// Reply.
#[derive(JsonSchema, Serialize)]
pub struct Reply {
    /// Token of the new session.
    token: String,
    /// The user.
    uid: String,
    /// The user's own account.
    my_user_info: MyUserInfo,
}

/// Opens a session and cancels an erasure that waits; a banned user is refused with 108 and the
/// reason.
pub fn open_session(tx: &mut Tx<'_>, new: &NewMemberSession<'_>) -> Result<Reply> {
    if !user::lock_unless_banned(tx, new.user_id)? {
        let reason = user::ban_reason(tx, new.user_id)?.unwrap_or_default();
        let text = format!("{}: 账号已被封禁 {reason}", Code::LoginFailed.text());
        return Err(Error::refused(Code::LoginFailed, text.trim_end().to_owned()));
    }
    erasure::cancel(tx, new.user_id)?;
    session::create(tx, new)?;
    let my_user_info = profile::my_info(tx, new.user_id)?;
    Ok(Reply { token: new.token.to_owned(), uid: my_user_info.uid().to_owned(), my_user_info })
}

/// The name of an account in limits of logins.
pub fn login_account(phone: &Phone) -> String {
    format!("community:{phone}")
}

/// Checks a code in a transaction of its own, which also commits the count of a failed attempt.
pub async fn check_code(app: &App, phone: &Phone, code: &str, now: i64) -> Result<bool> {
    let (phone, code) = (phone.clone(), code.to_owned());
    app.db.write(move |tx| sms_code::check(tx, &phone, &code, now)).await.map_err(Into::into)
}
