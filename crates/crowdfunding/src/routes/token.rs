//! 获取Token: a token with a limited lifetime, and a refresh token for the next pair.

use std::sync::Arc;

use miaohui_db::Tx;
use miaohui_web::LoginPlace;
use miaohui_web::RateLimit::Login;
use schemars::JsonSchema;
use serde::Serialize;

use crate::access::Stranger;
use crate::answer::Shown;
use crate::app::App;
use crate::code::Code;
use crate::error::{Error, Result};
use crate::fields::{Fields, Form};
use crate::flow::Flow;
use crate::ids::UserId;
use crate::store::erasure;
use crate::store::session::{self, NewSession};
use crate::store::user::{self, Credentials};

/// A hash that no password has, so that a login with an unknown mail address takes as long.
const UNKNOWN_USER_HASH: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5bm9ib2R5MTIzNA$5cwXk9gkwqmNPCZ9ymqGDkCvBkqvpHPjc9zO6Ug1u8Q";

/// A pair of tokens, 40 hexadecimal digits each.
#[derive(Debug, JsonSchema, Serialize)]
pub struct TokenPair {
    /// Token of the session: 40 hexadecimal digits.
    token: String,
    /// Gets the next pair, once: 40 hexadecimal digits.
    refresh_token: String,
}

/// The body of a login.
pub struct LoginInput {
    email: String,
    password: String,
}

impl Form for LoginInput {
    const NAME: &'static str = "LoginInput";

    fn read(fields: &mut Fields<'_, '_, '_>, _: Option<Self>) -> Self {
        Self {
            email: fields.about("Mail address of the account.").email("email"),
            password: fields.about("Password.").key("password", 128),
        }
    }
}

/// The name of an account in limits of logins.
pub(super) fn login_account(email: &str) -> String {
    format!("crowdfunding:{email}")
}

fn create_session(
    tx: &mut Tx<'_>,
    app: &App,
    user: UserId,
    family: Option<&str>,
    now: i64,
) -> Result<TokenPair> {
    let secret = || app.rng.text(b"0123456789abcdef", 40);
    let pair = TokenPair { token: secret(), refresh_token: secret() };
    let new = NewSession {
        token: &pair.token,
        refresh: &pair.refresh_token,
        user,
        family,
        expires_at: now + app.settings.token_ms,
        refresh_expires_at: now + app.settings.refresh_ms,
    };
    session::create(tx, &new, now)?;
    Ok(pair)
}

/// 登录：获取 Token 及 Refresh Token. Wrong credentials are 10003; an account that is not activated is
/// 10002. Failed logins lock an account for the caller's network for a time (10038).
pub async fn get(app: Arc<App>, mut flow: Flow<Stranger, LoginInput>) -> Result<Shown<TokenPair>> {
    let (found, place, email, password) = flow
        .enter(&app, |call, _, input| {
            let place = LoginPlace::new(login_account(&input.email), call.request.address.0);
            if let Some(wait) = place.locked_for(call.tx, call.app.login_lock.get(), call.now)? {
                return Err(Error::throttled("login lock", wait));
            }
            Ok((user::credentials(call.tx, &input.email)?, place, input.email, input.password))
        })
        .await?;
    app.limits.account(Login, &login_account(&email)).await?;
    let hash = found.as_ref().map_or_else(|| UNKNOWN_USER_HASH.to_owned(), |found| found.password.clone());
    let matches = app.passwords.verify(password, hash).await?;
    let (now, lock) = (flow.info.now, app.login_lock.get());
    let Some(Credentials { id, password, is_active, .. }) = found.filter(|_| matches) else {
        app.db.write(move |tx| place.record_failure(tx, lock, now)).await?;
        return Err(Code::BadCredentials.into());
    };
    if !is_active {
        return Err(Code::InactiveUser.into());
    }
    let own = Arc::clone(&app);
    let pair = app
        .db
        .write(move |tx| {
            // Of concurrent attempts, none may succeed after the one that locked the place.
            if let Some(wait) = place.locked_for(tx, lock, now)? {
                return Err(Error::throttled("login lock", wait));
            }
            // A concurrent request may have changed the password since it was verified.
            match user::credentials_of(tx, id)? {
                Some(current) if current.password == password && current.is_active => {
                    erasure::cancel(tx, id)?;
                    place.record_login(tx, now)?;
                    create_session(tx, &own, id, None, now)
                }
                _ => Err(Code::BadCredentials.into()),
            }
        })
        .await?;
    Ok(Shown(pair))
}

/// The body of a refresh.
pub struct RefreshInput {
    token: String,
    refresh_token: String,
}

impl Form for RefreshInput {
    const NAME: &'static str = "RefreshInput";

    fn read(fields: &mut Fields<'_, '_, '_>, _: Option<Self>) -> Self {
        Self {
            token: fields.about("The current or expired token.").key("token", 200),
            refresh_token: fields.about("The refresh token of that token.").key("refresh_token", 200),
        }
    }
}

/// 刷新：获取 Token 及 Refresh Token, also when the token has expired; the old session ends. An
/// unknown token is 10004, a wrong or expired refresh token 10005. A refresh token that was used before
/// ends all sessions that came of it.
pub async fn refresh(app: Arc<App>, mut flow: Flow<Stranger, RefreshInput>) -> Result<Shown<TokenPair>> {
    let RefreshInput { token, refresh_token } = flow.enter(&app, |_, _, input| Ok(input)).await?;
    let (own, now) = (Arc::clone(&app), flow.info.now);
    // A refusal is no error of the transaction, so that the end of a family is committed.
    let job = move |tx: &mut Tx<'_>| {
        let Some(found) = session::refreshable(tx, &token)? else {
            session::end_family_of_used(tx, &refresh_token)?;
            return Ok(Err(Code::InvalidToken));
        };
        if !found.is_active {
            return Ok(Err(Code::InactiveUser));
        }
        let mut family = None;
        if found.refresh_expires_at > now {
            family = session::use_refresh(tx, &token, &refresh_token)?;
        }
        let Some(family) = family else {
            session::end_family_of_used(tx, &refresh_token)?;
            return Ok(Err(Code::InvalidRefreshToken));
        };
        create_session(tx, &own, found.user, Some(&family), now).map(Ok)
    };
    Ok(Shown(app.db.write(job).await??))
}
