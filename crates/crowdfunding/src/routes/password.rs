//! Reset and change of passwords.

use std::sync::Arc;

use miaohui_db::Tx;
use miaohui_web::RateLimit::{Login, Signup};
use miaohui_web::logins;

use crate::access::{Member, Stranger};
use crate::answer::NoContent;
use crate::app::{App, account_key};
use crate::code::Code;
use crate::error::{Error, Result};
use crate::fields::{Fields, Form};
use crate::flow::Flow;
use crate::password_rules::{is_own_address, is_weak};
use crate::routes::token::login_account;
use crate::store::mail_token::{self, MailPurpose};
use crate::store::{reset_request, session, user};

/// The body of a reset.
pub struct ResetInput {
    email: String,
}

impl Form for ResetInput {
    const NAME: &'static str = "PasswordResetInput";

    fn read(fields: &mut Fields<'_, '_, '_>, _: Option<Self>) -> Self {
        Self { email: fields.about("Mail address of the account.").email("email") }
    }
}

/// 忘记密码: mails a link and a code, or the activation of an account that was never activated.
/// Neither the reply nor its time tells whether the mail address is known: the mail is written
/// later, in the background.
pub async fn reset(app: Arc<App>, mut flow: Flow<Stranger, ResetInput>) -> Result<NoContent> {
    let email = flow.enter(&app, |_, _, input| Ok(input.email)).await?;
    app.limits.account(Signup, &format!("crowdfunding:{email}")).await?;
    let (origin, now) = (app.public_origin(&flow.info.origin), flow.info.now);
    app.db.write(move |tx| reset_request::insert(tx, &email, &origin, now)).await?;
    Ok(NoContent)
}

/// The body of the confirmation of a reset.
pub struct ConfirmResetInput {
    token: String,
    password: String,
}

impl Form for ConfirmResetInput {
    const NAME: &'static str = "PasswordResetConfirmInput";

    fn read(fields: &mut Fields<'_, '_, '_>, _: Option<Self>) -> Self {
        Self {
            token: fields.about("Token of the mail.").key("token", 200),
            password: fields
                .about("The new password: at least 8 characters, not a common one.")
                .new_password("password"),
        }
    }
}

/// 重设密码: sets the new password and ends all sessions. A wrong or used token is 10000 on `token`.
pub async fn confirm(app: Arc<App>, mut flow: Flow<Stranger, ConfirmResetInput>) -> Result<NoContent> {
    let ConfirmResetInput { token, password } = flow.enter(&app, |_, _, input| Ok(input)).await?;
    match set_by_token(&app, token, password, flow.info.now).await? {
        Reset::Done => Ok(NoContent),
        Reset::WrongToken => Err(Error::field("token", Code::InvalidData)),
        Reset::WeakPassword => Err(Error::field("password", Code::InvalidData)),
    }
}

/// What became of a new password.
pub(super) enum Reset {
    /// It is set, and all sessions have ended.
    Done,
    /// The token is wrong, used or expired.
    WrongToken,
    /// The password is too short, common, or the account's mail address.
    WeakPassword,
}

/// Sets the new password of the account of a mailed token.
pub(super) async fn set_by_token(app: &App, token: String, password: String, now: i64) -> Result<Reset> {
    // Hashing is expensive, so it needs a valid token.
    let asked = token.clone();
    let known = move |tx: &mut Tx<'_>| mail_token::address_of(tx, &asked, MailPurpose::Reset, now);
    let Some(email) = app.db.read(known).await? else { return Ok(Reset::WrongToken) };
    if is_weak(&password) || is_own_address(&password, &email) {
        return Ok(Reset::WeakPassword);
    }
    let hash = app.passwords.hash(password).await?;
    app.db
        .write(move |tx| {
            let Some(id) = mail_token::consume(tx, &token, MailPurpose::Reset, now)? else {
                return Ok(Reset::WrongToken);
            };
            user::set_password(tx, id, &hash)?;
            session::end_all(tx, id)?;
            mail_token::delete(tx, id, MailPurpose::Reset)?;
            logins::forget_failures(tx, &login_account(&email))?;
            Ok(Reset::Done)
        })
        .await
}

/// The body of a change.
pub struct ChangePasswordInput {
    old_password: String,
    password: String,
}

impl Form for ChangePasswordInput {
    const NAME: &'static str = "ChangePasswordInput";

    fn read(fields: &mut Fields<'_, '_, '_>, _: Option<Self>) -> Self {
        Self {
            old_password: fields.about("The current password.").key("old_password", 128),
            password: fields
                .about("The new password: at least 8 characters, not a common one.")
                .new_password("password"),
        }
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
    app.limits.account(Login, &account_key(found.id)).await?;
    if !app.passwords.verify(input.old_password, found.password.clone()).await? {
        return Err(wrong());
    }
    if is_own_address(&input.password, &found.email) {
        return Err(Error::field("password", Code::InvalidData));
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
