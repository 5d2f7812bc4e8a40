//! 注销账号: ends all sessions and erases the account after a cooling period, with the password or a
//! code of the caller's phone. A login in the meantime cancels it. Errors: 104 wrong password, 102
//! wrong code.

use std::sync::Arc;

use miaohui_web::RateLimit;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::sign_in::check_code;
use crate::params::Text;
use crate::store::{erasure, sms_code, user};
use crate::{App, Code, Error, MemberCaller, Phone, Result};

/// Parameters; one of both is needed.
#[derive(Deserialize, JsonSchema)]
pub struct Params {
    /// Password of the account; this or `code`.
    password: Option<Text<1, 64>>,
    /// Code of an SMS; this or `password`.
    code: Option<Text<1, 16>>,
}

/// Reply.
#[derive(JsonSchema, Serialize)]
pub struct Reply {
    /// When the erasure begins, in Unix ms.
    erase_at: i64,
}

pub async fn run(app: Arc<App>, caller: MemberCaller, params: Params) -> Result<Reply> {
    let (now, asking) = (caller.now(), caller.clone());
    let (user_id, phone, hash) = app
        .db
        .read(move |tx| {
            let id = asking.user(tx)?;
            let (country, number, hash) = user::phone_and_password(tx, id)?;
            Ok::<_, Error>((id, Phone::of_row(&country, &number), hash))
        })
        .await?;
    let full = |limited| Error::limited(RateLimit::Login, limited);
    app.limits.account(RateLimit::Login, &format!("community:{phone}")).await.map_err(full)?;
    let (right, wrong, code) = match (params.password, params.code) {
        (Some(password), _) => {
            (app.passwords.verify(password.to_string(), hash).await?, Code::BadPassword, None)
        }
        (None, Some(code)) => (check_code(&app, &phone, &code, now).await?, Code::BadSmsCode, Some(code)),
        (None, None) => return Err(Error::parameter("password", "需要 password 或 code")),
    };
    if !right {
        return Err(wrong.into());
    }
    let erase_at = now + app.settings.erase_after_ms;
    app.db
        .write(move |tx| {
            caller.user(tx)?;
            if let Some(code) = &code
                && !sms_code::consume(tx, &phone, code, now)?
            {
                return Err(Code::BadSmsCode.into());
            }
            erasure::request(tx, user_id, erase_at, None, now)?;
            Ok::<_, Error>(())
        })
        .await?;
    Ok(Reply { erase_at })
}
