//! 手机号登录 （密码）or（短信验证） (不用登录可用): opens a session for a phone with its password
//! or a code. Five failed logins lock the number for the caller's network for a time; a correct code
//! always passes. Errors: 107 unknown phone, 104 wrong
//! password, 102 wrong code, 108 locked or banned.

use std::sync::Arc;

use miaohui_web::{LoginPlace, RateLimit};
use schemars::JsonSchema;
use serde::Deserialize;

use super::sign_in::{Reply, check_code, login_account, open_session};
use crate::params::Text;
use crate::store::session::NewMemberSession;
use crate::store::{sms_code, user};
use crate::{App, Caller, Code, Error, Result, TypedPhone};

/// Parameters.
#[derive(Deserialize, JsonSchema)]
pub struct Params {
    /// Country code of the phone number, such as 86.
    country: String,
    /// Phone number, without its country code.
    phone: String,
    /// Password; this or `code`.
    password: Option<Text<1, 64>>,
    /// Code of an SMS; this or `password`.
    code: Option<Text<1, 16>>,
}

pub async fn run(app: Arc<App>, caller: Caller, params: Params) -> Result<Reply> {
    let typed = TypedPhone { country: params.country, number: params.phone };
    let phone = typed.read()?;
    let (now, lock) = (caller.now, app.login_lock.get());
    let place = LoginPlace::new(login_account(&phone), caller.address.0);
    // A correct code passes whatever others try; guesses invalidate the code itself.
    let has_password = params.password.is_some();
    if has_password {
        app.limits.account(RateLimit::Login, &login_account(&phone)).await?;
    }
    let (known, from) = (phone.clone(), place.clone());
    let credentials = app
        .db
        .read(move |tx| {
            if has_password && let Some(wait) = from.locked_for(tx, lock, now)? {
                return Err(Error::locked(wait));
            }
            user::credentials(tx, &typed, &known)?.ok_or(Error::from(Code::NoUser))
        })
        .await?;
    let (user_id, hash) = (credentials.id, credentials.password);
    let (right, wrong, code) = match (params.password, params.code) {
        (Some(password), _) => {
            (app.passwords.verify(password.to_string(), hash).await?, Code::BadPassword, None)
        }
        (None, Some(code)) => (check_code(&app, &phone, &code, now).await?, Code::BadSmsCode, Some(code)),
        (None, None) => return Err(Error::parameter("password", "需要 password 或 code")),
    };
    let (token, token_ms) = (app.rng.hex32(), app.settings.token_ms);
    let outcome = app
        .db
        .write(move |tx| {
            if !right {
                let counted = place.record_failure(tx, lock, now)?;
                return Ok(Err(if counted { wrong } else { Code::LoginFailed }));
            }
            // Of concurrent attempts, none may succeed after the one that locked the place.
            if has_password && place.locked_for(tx, lock, now)?.is_some() {
                return Ok(Err(Code::LoginFailed));
            }
            if let Some(code) = &code
                && !sms_code::consume(tx, &phone, code, now)?
            {
                return Ok(Err(Code::BadSmsCode));
            }
            place.record_login(tx, now)?;
            let new =
                NewMemberSession { token: &token, user_id, created_at: now, expires_at: now + token_ms };
            open_session(tx, &new).map(Ok)
        })
        .await?;
    outcome.map_err(|code: Code| Error::from(code))
}
