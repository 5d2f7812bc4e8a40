//! 重置密码 （短信验证） (不用登录可用): sets a new password with a code and ends all sessions of
//! the user. Errors: 107 unknown phone, 102 wrong code.

use std::sync::Arc;

use miaohui_web::logins;
use schemars::JsonSchema;
use serde::Deserialize;

use super::sign_in::{check_code, login_account};
use crate::call::EmptyReply;
use crate::params::Text;
use crate::store::{session, sms_code, user};
use crate::{App, Caller, Code, Error, Result, TypedPhone};

/// Parameters.
#[derive(Deserialize, JsonSchema)]
pub struct Params {
    /// Country code of the phone number, such as 86.
    country: String,
    /// Phone number, without its country code.
    phone: String,
    /// The new password.
    password: Text<6, 64>,
    /// Code of an SMS.
    code: Text<1, 16>,
}

pub async fn run(app: Arc<App>, caller: Caller, params: Params) -> Result<EmptyReply> {
    let typed = TypedPhone { country: params.country, number: params.phone };
    let phone = typed.read()?;
    let (now, asked) = (caller.now, phone.clone());
    let found = app.db.read(move |tx| user::credentials(tx, &typed, &asked)).await.map_err(Error::from)?;
    let user_id = found.ok_or(Code::NoUser)?.id;
    if !check_code(&app, &phone, &params.code, now).await? {
        return Err(Code::BadSmsCode.into());
    }
    let password = app.passwords.hash(params.password.to_string()).await?;
    app.db
        .write(move |tx| {
            if !sms_code::consume(tx, &phone, &params.code, now)? {
                return Err(Error::from(Code::BadSmsCode));
            }
            user::set_password(tx, user_id, &password)?;
            logins::forget_failures(tx, &login_account(&phone))?;
            session::end_all(tx, user_id)?;
            Ok(EmptyReply {})
        })
        .await
}
