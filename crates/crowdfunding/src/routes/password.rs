//! Reset and change of passwords.

use std::sync::Arc;

use miaohui_kernel::HOUR_MS;
use miaohui_web::RateLimit::{Login, Signup};
use miaohui_web::logins;

use crate::access::{Member, Stranger};
use crate::answer::NoContent;
use crate::app::{App, account_key};
use crate::code::Code;
use crate::error::{Error, Result};
use crate::fields::{Fields, Form};
use crate::flow::Flow;
use crate::mail;
use crate::routes::accounts::send_activation;
use crate::routes::token::login_account;
use crate::store::mail_token::{self, MailPurpose};
use crate::store::{session, user};

/// Lifetime of a mailed reset code.
const RESET_HOURS: i64 = 2;

/// The body of a reset.
pub struct ResetInput {
    email: String,
}

impl Form for ResetInput {
    fn read(fields: &mut Fields<'_, '_, '_>, _: Option<Self>) -> Self {
        Self { email: fields.email("email") }
    }
}

/// 忘记密码: mails a reset code, or the activation of an account that was never activated. The reply
/// does not tell whether the mail address is known.
pub async fn reset(app: Arc<App>, mut flow: Flow<Stranger, ResetInput>) -> Result<NoContent> {
    let email = flow.enter(&app, |_, _, input| Ok(input.email)).await?;
    app.limits.account(Signup, &format!("crowdfunding:{email}"))?;
    let (own, origin, now) = (Arc::clone(&app), app.public_origin(&flow.info.origin), flow.info.now);
    app.db
        .write(move |tx| {
            let Some(to) = user::addressee(tx, &email)? else { return Ok(()) };
            if !to.was_active {
                return send_activation(tx, &own, &to, &origin, now);
            }
            let token = own.rng.text(b"0123456789abcdef", 40);
            mail_token::create(tx, &token, to.id, MailPurpose::Reset, now + RESET_HOURS * HOUR_MS)?;
            mail::password_reset(&token, RESET_HOURS).post(tx, &to, now)?;
            Ok::<_, Error>(())
        })
        .await?;
    app.outbox.wake();
    Ok(NoContent)
}

/// The body of the confirmation of a reset.
pub struct ConfirmResetInput {
    token: String,
    password: String,
}

impl Form for ConfirmResetInput {
    fn read(fields: &mut Fields<'_, '_, '_>, _: Option<Self>) -> Self {
        Self { token: fields.key("token", 200), password: fields.new_password("password") }
    }
}

/// 重设密码: sets the new password and ends all sessions. A wrong or used token is 10000 on `token`.
pub async fn confirm(app: Arc<App>, mut flow: Flow<Stranger, ConfirmResetInput>) -> Result<NoContent> {
    let wrong = || Error::field("token", Code::InvalidData);
    let input = flow
        .enter(&app, |call, _, input| {
            // Hashing is expensive, so it needs a valid token.
            let valid = mail_token::is_valid(call.tx, &input.token, MailPurpose::Reset, call.now)?;
            Ok(valid.then_some(input))
        })
        .await?;
    let ConfirmResetInput { token, password } = input.ok_or_else(wrong)?;
    let (hash, now) = (app.passwords.hash(password).await?, flow.info.now);
    app.db
        .write(move |tx| {
            let id = mail_token::consume(tx, &token, MailPurpose::Reset, now)?.ok_or_else(wrong)?;
            user::set_password(tx, id, &hash)?;
            session::end_all(tx, id)?;
            mail_token::delete(tx, id, MailPurpose::Reset)?;
            if let Some(to) = user::addressee_of(tx, id)? {
                logins::forget_failures(tx, &login_account(&to.email))?;
            }
            Ok::<_, Error>(())
        })
        .await?;
    Ok(NoContent)
}

/// The body of a change.
pub struct ChangePasswordInput {
    old_password: String,
    password: String,
}

impl Form for ChangePasswordInput {
    fn read(fields: &mut Fields<'_, '_, '_>, _: Option<Self>) -> Self {
        Self { old_password: fields.key("old_password", 128), password: fields.new_password("password") }
    }
}

/// 修改密码: sets the new password and ends the caller's other sessions and mailed
/// resets. A wrong old password is 10000
/// on `old_password`.
pub async fn change(app: Arc<App>, mut flow: Flow<Member, ChangePasswordInput>) -> Result<NoContent> {
    let wrong = || Error::field("old_password", Code::InvalidData);
    let (found, input) =
        flow.enter(&app, |call, Member(me), input| Ok((user::credentials_of(call.tx, me)?, input))).await?;
    let found = found.ok_or(Error::Unauthorized(Code::UserGone))?;
    app.limits.account(Login, &account_key(found.id))?;
    if !app.passwords.verify(input.old_password, found.password.clone()).await? {
        return Err(wrong());
    }
    let hash = app.passwords.hash(input.password).await?;
    let kept = flow.info.token.unwrap_or_default();
    app.db
        .write(move |tx| {
            // A concurrent request may have changed the password since it was verified.
            let current = user::credentials_of(tx, found.id)?;
            if current.is_none_or(|current| current.password != found.password) {
                return Err(wrong());
            }
            user::set_password(tx, found.id, &hash)?;
            session::end_others(tx, found.id, &kept)?;
            mail_token::delete(tx, found.id, MailPurpose::Reset)?;
            Ok(())
        })
        .await?;
    Ok(NoContent)
}
