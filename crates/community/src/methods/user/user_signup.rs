//! 手机号注册 （短信验证） (不用登录可用): creates an account for a phone and opens its first
//! session. Errors: 105 the phone has an account, 102 wrong code, 400 unknown `invitation_code`.

use std::sync::Arc;

use miaohui_kernel::one_line;
use miaohui_web::pipeline::note_text;
use schemars::JsonSchema;
use serde::Deserialize;

use super::sign_in::{Reply, check_code, open_session};
use crate::params::{ModeratedText, Text};
use crate::store::session::NewMemberSession;
use crate::store::sms_code;
use crate::store::user::{self, NewUser, default_nickname};
use crate::subject::Subject;
use crate::{App, Caller, Code, Error, Result, TypedPhone};

/// Letters and digits that do not look alike.
const CODE_ALPHABET: &[u8] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

/// Parameters.
#[derive(Deserialize, JsonSchema)]
pub struct Params {
    /// Country code of the phone number, such as 86.
    country: String,
    /// Phone number, without its country code.
    phone: String,
    /// Code of an SMS.
    code: Text<1, 16>,
    /// Password of the new account.
    password: Text<6, 64>,
    /// Shown name; one is made up if it is left out.
    nickname: Option<ModeratedText<0, 32>>,
    /// Invitation code of another user.
    invitation_code: Option<Text<0, 32>>,
}

pub async fn run(app: Arc<App>, caller: Caller, params: Params) -> Result<Reply> {
    let typed = TypedPhone { country: params.country, number: params.phone };
    let phone = typed.read()?;
    let invitation = params.invitation_code.map(|code| code.to_uppercase()).filter(|code| !code.is_empty());
    let (asked, invited_by) = (phone.clone(), invitation.clone());
    let inviter = app
        .db
        .read(move |tx| {
            if user::credentials(tx, &typed, &asked)?.is_some() {
                return Err(Error::from(Code::PhoneTaken));
            }
            let Some(code) = &invited_by else { return Ok(None) };
            let inviter = user::inviter(tx, code)?;
            inviter.map(Some).ok_or_else(|| Error::parameter("invitation_code", "不存在"))
        })
        .await?;
    if !check_code(&app, &phone, &params.code, caller.now).await? {
        return Err(Code::BadSmsCode.into());
    }
    let password = app.passwords.hash(params.password.to_string()).await?;
    let chosen = params.nickname.map(|name| one_line(&name)).filter(|name| !name.is_empty());
    let is_chosen = chosen.is_some();
    let nickname = chosen.unwrap_or_else(|| default_nickname(&phone));
    let (uid, token, own_code) = (app.rng.hex32(), app.rng.hex32(), app.rng.text(CODE_ALPHABET, 8));
    let (now, token_ms) = (caller.now, app.settings.token_ms);
    let answer_by = app.webhooks.answer_by(now);
    app.db
        .write(move |tx| {
            if !sms_code::consume(tx, &phone, &params.code, now)? {
                return Err(Code::BadSmsCode.into());
            }
            let new = NewUser {
                uid: &uid,
                phone: &phone,
                password: &password,
                nickname: &nickname,
                invitation_code: &own_code,
                inviter: inviter.as_deref(),
                created_at: now,
            };
            let user_id = user::insert(tx, &new)?.ok_or(Code::PhoneTaken)?;
            let subject = Subject::User.thing(user_id);
            if is_chosen {
                note_text(tx, subject, answer_by, now)?;
            }
            caller.queued.report(tx, subject, now)?;
            let new =
                NewMemberSession { token: &token, user_id, created_at: now, expires_at: now + token_ms };
            open_session(tx, &new)
        })
        .await
}
