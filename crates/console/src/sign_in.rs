//! Signing in: password, second factor, and out again.

use std::sync::{Arc, LazyLock};

use axum::extract::{Query, State};
use axum::http::HeaderValue;
use axum::http::header::SET_COOKIE;
use axum::response::{IntoResponse, Response};
use maud::html;
use miaohui_kernel::{Rng, sha256_hex};
use miaohui_web::{RateLimit, hash_password};

use crate::audit::{self, Actor, Deed};
use crate::form::{Sent, Unsigned};
use crate::layout::{Failure, bare_page, inside, notice, see};
use crate::staff::{self, Session};
use crate::visitor::{COOKIE_NAME, Origin};
use crate::{App, Error, Result, need, totp};

/// Where to go afterwards.
#[derive(Default, serde::Deserialize)]
pub struct Next {
    #[serde(default)]
    next: String,
}

/// Asks for address and password.
pub async fn page(origin: Origin, Query(Next { next }): Query<Next>) -> Response {
    draw(&origin, &next, "", None)
}

fn draw(origin: &Origin, next: &str, email: &str, wrong: Option<&str>) -> Response {
    let body = html! {
        @if let Some(wrong) = wrong { (notice(wrong, true)) }
        form.stack method="post" action="/console/sign-in" {
            input type="hidden" name="next" value=(inside(next));
            label { (origin.t("邮箱", "Mail address"))
                input type="email" name="email" value=(email) autocomplete="username" required autofocus; }
            label { (origin.t("密码", "Password"))
                input type="password" name="password" autocomplete="current-password" required; }
            button.primary { (origin.t("登录", "Sign in")) }
        }
    };
    bare_page(&origin.taste, origin.t("登录庙会控制台", "Sign in to Miaohui"), &body).into_response()
}

/// A hash that nothing fits, so that an unknown address takes as long as a known one.
static NOBODY: LazyLock<String> =
    LazyLock::new(|| hash_password("nobody", &Rng::seeded(0)).unwrap_or_default());

/// Compares the password and begins a session. Five wrong ones lock the account for a quarter of an hour.
pub async fn sign_in(State(app): State<Arc<App>>, sent: Unsigned) -> Result<Response, Failure> {
    let Unsigned { origin, form } = sent;
    let result = try_sign_in(&app, &origin, form.text("email"), form.text("password")).await;
    match result.map_err(|error| Failure::new(error, &origin.taste))? {
        Tried::Welcome { cookie, proven } => {
            let next = inside(form.text("next"));
            let encoded: String = form_urlencoded::byte_serialize(next.as_bytes()).collect();
            let path = if proven { next.to_owned() } else { format!("/console/sign-in/code?next={encoded}") };
            Ok(with_cookie(see(&path), &cookie))
        }
        Tried::Wrong => {
            let text = origin.t(
                "邮箱或密码不对，或账号暂时锁定。",
                "Wrong address or password, or the account is locked for a while.",
            );
            Ok((
                axum::http::StatusCode::UNPROCESSABLE_ENTITY,
                draw(&origin, form.text("next"), form.text("email"), Some(text)),
            )
                .into_response())
        }
    }
}

enum Tried {
    Welcome { cookie: String, proven: bool },
    Wrong,
}

async fn try_sign_in(app: &App, origin: &Origin, email: &str, password: &str) -> Result<Tried> {
    app.limits.address(RateLimit::Login, origin.address.0)?;
    let (now, address) = (app.clock.now_ms(), email.to_owned());
    let found = app.db.read(move |tx| staff::credentials(tx, &address)).await?;
    let hash = found.as_ref().map_or_else(|| NOBODY.clone(), |found| found.password.clone());
    let fits = app.passwords.verify(password.to_owned(), hash).await?;
    let Some(found) = found.filter(|found| found.locked_until <= now) else { return Ok(Tried::Wrong) };
    if !fits {
        let id = found.id;
        app.db.write(move |tx| staff::count_failure(tx, id, now)).await?;
        return Ok(Tried::Wrong);
    }
    let (token, csrf) = (app.rng.hex32() + &app.rng.hex32(), app.rng.hex32());
    let (hash, proven) = (sha256_hex(&token), found.totp_secret.is_empty());
    let actor =
        Actor { staff_id: Some(found.id), name: email.to_lowercase(), address: origin.address.0.to_string() };
    app.db
        .write(move |tx| {
            staff::begin_session(tx, found.id, &hash, &csrf, proven, now)?;
            let deed = Deed {
                action: "sign in",
                resource: "staff",
                subject: &found.id.to_string(),
                changes: serde_json::Map::new(),
            };
            audit::insert(tx, &actor, deed, now)
        })
        .await?;
    let age = staff::SESSION_MS / 1000;
    let cookie = format!("{COOKIE_NAME}={token}; Max-Age={age}{}", origin.cookie_attributes());
    Ok(Tried::Welcome { cookie, proven })
}

fn with_cookie(mut response: Response, cookie: &str) -> Response {
    // Cookies of ours are hexadecimal digits and constants.
    if let Ok(value) = HeaderValue::from_str(cookie) {
        response.headers_mut().append(SET_COOKIE, value);
    }
    response
}

async fn waiting(app: &App, origin: &Origin) -> Result<Session> {
    let (hash, now) = (origin.token_hash.clone(), app.clock.now_ms());
    let session = app.db.read(move |tx| staff::session(tx, &hash, now)).await?;
    session.ok_or_else(|| Error::SignIn("/console/".into()))
}

/// Asks for the code of the second factor.
pub async fn code_page(
    State(app): State<Arc<App>>,
    origin: Origin,
    Query(Next { next }): Query<Next>,
) -> Result<Response, Failure> {
    waiting(&app, &origin).await.map_err(|error| Failure::new(error, &origin.taste))?;
    Ok(draw_code(&origin, &next, None))
}

fn draw_code(origin: &Origin, next: &str, wrong: Option<&str>) -> Response {
    let body = html! {
        @if let Some(wrong) = wrong { (notice(wrong, true)) }
        form.stack method="post" action="/console/sign-in/code" {
            input type="hidden" name="next" value=(inside(next));
            label { (origin.t("验证器中的六位数字", "Six digits from your authenticator"))
                input type="text" name="code" inputmode="numeric" autocomplete="one-time-code" required autofocus; }
            button.primary { (origin.t("继续", "Continue")) }
        }
    };
    bare_page(&origin.taste, origin.t("第二步验证", "Second factor"), &body).into_response()
}

/// Compares the code; each works once.
pub async fn prove(State(app): State<Arc<App>>, sent: Unsigned) -> Result<Response, Failure> {
    let Unsigned { origin, form } = sent;
    let proven = try_prove(&app, &origin, form.text("code")).await;
    if proven.map_err(|error| Failure::new(error, &origin.taste))? {
        return Ok(see(inside(form.text("next"))));
    }
    let text = origin.t("数字不对或已经用过。", "Wrong digits, or used before.");
    let page = draw_code(&origin, form.text("next"), Some(text));
    Ok((axum::http::StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
}

async fn try_prove(app: &App, origin: &Origin, code: &str) -> Result<bool> {
    app.limits.address(RateLimit::Login, origin.address.0)?;
    let (id, now) = (waiting(app, origin).await?.staff.id, app.clock.now_ms());
    let found = app.db.read(move |tx| staff::credentials_of(tx, id)).await?;
    let Some(found) = found.filter(|found| found.locked_until <= now && !found.totp_secret.is_empty()) else {
        return Ok(false);
    };
    let step = totp::step_of(&found.totp_secret, code, now)?;
    let hash = origin.token_hash.clone();
    let proven = app
        .db
        .write(move |tx| {
            if let Some(step) = step
                && staff::prove(tx, id, &hash, step, now)?
            {
                return Ok(true);
            }
            staff::count_failure(tx, id, now)?;
            Ok::<_, miaohui_db::Error>(false)
        })
        .await?;
    Ok(proven)
}

/// Ends the session.
pub async fn sign_out(
    State(app): State<Arc<App>>,
    sent: Sent<need::SeeContent>,
) -> Result<Response, Failure> {
    let hash = sent.visitor.origin.token_hash.clone();
    let ended = app.db.write(move |tx| staff::end_session(tx, &hash)).await;
    ended.map_err(|error| sent.visitor.failure(error.into()))?;
    let cookie = format!("{COOKIE_NAME}=; Max-Age=0{}", sent.visitor.origin.cookie_attributes());
    Ok(with_cookie(see("/console/sign-in"), &cookie))
}
