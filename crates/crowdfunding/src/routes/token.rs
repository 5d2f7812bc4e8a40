//! 获取Token: a token that counts for a while, and a refresh token that gets the next pair.

use std::sync::Arc;

use miaohui_db::Tx;
use miaohui_web::RateLimit::Login;
use schemars::JsonSchema;
use serde::Serialize;

use crate::access::Stranger;
use crate::call::{Arrived, Call, Shown};
use crate::fields::{Fields, Form, Mode};
use crate::store::session::{self, NewSession};
use crate::store::user::{self, Credentials};
use crate::{App, Code, Result};

/// A hash of no password, so that an unknown address takes as long as a known one.
const NOBODY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5bm9ib2R5MTIzNA$5cwXk9gkwqmNPCZ9ymqGDkCvBkqvpHPjc9zO6Ug1u8Q";

/// A pair of tokens, 40 hexadecimal digits each.
#[derive(Debug, JsonSchema, Serialize)]
pub struct Pair {
    token: String,
    refresh_token: String,
}

/// What a login sends.
pub struct SignIn {
    email: String,
    password: String,
}

impl Form for SignIn {
    fn read(fields: &mut Fields<'_, '_, '_>, _: Option<Self>) -> Self {
        Self { email: fields.email("email"), password: fields.key("password", 128) }
    }
}

fn begin(tx: &mut Tx<'_>, app: &App, user: i64, now: i64) -> Result<Pair> {
    let secret = || app.rng.text(b"0123456789abcdef", 40);
    let pair = Pair { token: secret(), refresh_token: secret() };
    let new = NewSession {
        token: &pair.token,
        refresh: &pair.refresh_token,
        user,
        expires_at: now + app.settings.token_ms,
        refresh_expires_at: now + app.settings.refresh_ms,
    };
    session::create(tx, &new, now)?;
    Ok(pair)
}

/// 获取Token - 通过 Email 及 Password. A pair that does not fit is 10003, an account that waits for its activation 10002.
pub async fn get(app: Arc<App>, mut arrived: Arrived<SignIn>) -> Result<Shown<Pair>> {
    let (found, email, password) = arrived
        .look(&app, Mode::Whole, |call, _: Stranger, sent| {
            Ok((user::credentials(call.tx, &sent.email)?, sent.email, sent.password))
        })
        .await?;
    app.limits.account(Login, &format!("crowdfunding:{email}"))?;
    let hash = found.as_ref().map_or_else(|| NOBODY.to_owned(), |found| found.password.clone());
    let fits = app.passwords.verify(password, hash).await?;
    let Some(Credentials { id, password, is_active }) = found.filter(|_| fits) else {
        return Err(Code::BadCredentials.into());
    };
    if !is_active {
        return Err(Code::InactiveUser.into());
    }
    let (own, now) = (Arc::clone(&app), arrived.asked.now);
    let pair = app
        .db
        .write(move |tx| {
            // The password may have been changed while this one was compared.
            match user::credentials_of(tx, id)? {
                Some(current) if current.password == password && current.is_active => {
                    begin(tx, &own, id, now)
                }
                _ => Err(Code::BadCredentials.into()),
            }
        })
        .await?;
    Ok(Shown(pair))
}

/// What a refresh sends.
pub struct Refresh {
    token: String,
    refresh_token: String,
}

impl Form for Refresh {
    fn read(fields: &mut Fields<'_, '_, '_>, _: Option<Self>) -> Self {
        Self { token: fields.key("token", 200), refresh_token: fields.key("refresh_token", 200) }
    }
}

/// 获取Token - 通过 Token 及 Refresh Token, also when the token has expired. The old pair ends. An unknown token is
/// 10004, a refresh token that is not its own or too old 10005.
pub fn refresh(call: &mut Call<'_, '_>, _: Stranger, sent: Refresh) -> Result<Shown<Pair>> {
    let found = session::refreshable(call.tx, &sent.token)?.ok_or(Code::InvalidToken)?;
    if found.refresh_expires_at <= call.now || !session::take(call.tx, &sent.token, &sent.refresh_token)? {
        return Err(Code::InvalidRefreshToken.into());
    }
    if !found.is_active {
        return Err(Code::InactiveUser.into());
    }
    begin(call.tx, call.app, found.user, call.now).map(Shown)
}
