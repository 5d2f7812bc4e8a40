//! What signing up and signing in share: a new token and the reply.

use miaohui_db::Tx;
use schemars::JsonSchema;
use serde::Serialize;

use crate::store::session;
use crate::store::user::{self, MyUserInfo};
use crate::{App, Code, Error, Result};

/// What the client gets.
#[derive(JsonSchema, Serialize)]
pub struct Reply {
    token: String,
    uid: String,
    my_user_info: MyUserInfo,
}

/// Makes a session for the user with `token`, which lives `token_ms`. A banned user gets none (108, with the reason).
pub fn open_session(tx: &mut Tx<'_>, user_id: i64, token: &str, now: i64, token_ms: i64) -> Result<Reply> {
    if !user::admit(tx, user_id)? {
        let reason = user::ban_reason(tx, user_id)?.unwrap_or_default();
        let text = format!("{}: 账号已被封禁 {reason}", Code::LoginFailed.text());
        return Err(Error::refused(Code::LoginFailed, text.trim_end().to_owned()));
    }
    session::create(tx, token, user_id, now, now + token_ms)?;
    let my_user_info = user::my_info(tx, user_id)?;
    Ok(Reply { token: token.to_owned(), uid: my_user_info.uid().to_owned(), my_user_info })
}

/// A code that is counted as tried when it is wrong, so the check commits also when it fails.
pub async fn check_code(app: &App, phone: &crate::Phone, code: &str, now: i64) -> Result<bool> {
    let (phone, code) = (phone.clone(), code.to_owned());
    app.db.write(move |tx| crate::store::sms_code::check(tx, &phone, &code, now)).await.map_err(Into::into)
}
