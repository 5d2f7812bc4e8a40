//! Passwords: replaced when forgotten, and changed.

use std::sync::Arc;

use miaohui_kernel::HOUR_MS;
use miaohui_web::RateLimit::{Login, Signup};

use crate::access::{Member, Stranger};
use crate::call::{Arrived, NoContent};
use crate::fields::{Fields, Form, Mode};
use crate::routes::accounts::send_activation;
use crate::store::mail_token::{self, RESET};
use crate::store::{session, user};
use crate::{App, Code, Error, Result, mail};

/// How long a mailed reset counts.
const RESET_HOURS: i64 = 2;

/// Whose password is forgotten.
pub struct Forgotten {
    email: String,
}

impl Form for Forgotten {
    fn read(fields: &mut Fields<'_, '_, '_>, _: Option<Self>) -> Self {
        Self { email: fields.email("email") }
    }
}

/// Mails a code for a new password, or to an account that was never active the way to its activation. The answer is
/// the same when nobody has the address.
pub async fn reset(app: Arc<App>, mut arrived: Arrived<Forgotten>) -> Result<NoContent> {
    let email = arrived.look(&app, Mode::Whole, |_, _: Stranger, sent| Ok(sent.email)).await?;
    app.limits.account(Signup, &format!("crowdfunding:{email}"))?;
    let (own, origin, now) = (Arc::clone(&app), app.public_origin(&arrived.asked), arrived.asked.now);
    app.db
        .write(move |tx| {
            let Some(to) = user::addressee(tx, &email)? else { return Ok(()) };
            if !to.was_active {
                return send_activation(tx, &own, &to, &origin, now);
            }
            let token = own.rng.text(b"0123456789abcdef", 40);
            mail_token::create(tx, &token, to.id, RESET, now + RESET_HOURS * HOUR_MS)?;
            mail::password_reset(&token, RESET_HOURS).post(tx, &to, now)?;
            Ok::<_, Error>(())
        })
        .await?;
    app.outbox.wake();
    Ok(NoContent)
}

/// A mailed code and the new password.
pub struct Replacement {
    token: String,
    password: String,
}

impl Form for Replacement {
    fn read(fields: &mut Fields<'_, '_, '_>, _: Option<Self>) -> Self {
        Self { token: fields.key("token", 200), password: fields.new_password("password") }
    }
}

/// Sets a new password and ends all sessions. A wrong or used token is 10000 on `token`.
pub async fn confirm(app: Arc<App>, mut arrived: Arrived<Replacement>) -> Result<NoContent> {
    let wrong = || Error::field("token", Code::InvalidData);
    let sent = arrived
        .look(&app, Mode::Whole, |call, _: Stranger, sent| {
            // Hashing is not for everybody who asks.
            let known = mail_token::is_good(call.tx, &sent.token, RESET, call.now)?;
            Ok(known.then_some(sent))
        })
        .await?;
    let Replacement { token, password } = sent.ok_or_else(wrong)?;
    let (hash, now) = (app.passwords.hash(password).await?, arrived.asked.now);
    app.db
        .write(move |tx| {
            let id = mail_token::take(tx, &token, RESET, now)?.ok_or_else(wrong)?;
            user::set_password(tx, id, &hash)?;
            session::end_all(tx, id)?;
            Ok::<_, Error>(())
        })
        .await?;
    Ok(NoContent)
}

/// The old password and the new one.
pub struct Change {
    old_password: String,
    password: String,
}

impl Form for Change {
    fn read(fields: &mut Fields<'_, '_, '_>, _: Option<Self>) -> Self {
        Self { old_password: fields.key("old_password", 128), password: fields.new_password("password") }
    }
}

/// Changes the caller's password and ends their other sessions. A wrong old one is 10000 on `old_password`.
pub async fn change(app: Arc<App>, mut arrived: Arrived<Change>) -> Result<NoContent> {
    let wrong = || Error::field("old_password", Code::InvalidData);
    let (found, sent) = arrived
        .look(&app, Mode::Whole, |call, Member(me), sent| Ok((user::credentials_of(call.tx, me)?, sent)))
        .await?;
    let found = found.ok_or(Error::Unauthorized(Code::UserGone))?;
    app.limits.account(Login, &format!("crowdfunding:{}", found.id))?;
    if !app.passwords.verify(sent.old_password, found.password.clone()).await? {
        return Err(wrong());
    }
    let hash = app.passwords.hash(sent.password).await?;
    let kept = arrived.asked.token.unwrap_or_default();
    app.db
        .write(move |tx| {
            // Somebody else may have changed it while these were hashed.
            let current = user::credentials_of(tx, found.id)?;
            if current.is_none_or(|current| current.password != found.password) {
                return Err(wrong());
            }
            user::set_password(tx, found.id, &hash)?;
            session::end_others(tx, found.id, &kept)?;
            Ok(())
        })
        .await?;
    Ok(NoContent)
}
