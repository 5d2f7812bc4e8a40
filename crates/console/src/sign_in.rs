//! Sign-in with password and second factor, and sign-out.

use std::sync::{Arc, LazyLock};

use axum::extract::{Query, State};
use axum::http::header::SET_COOKIE;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use maud::html;
use miaohui_admin::need;
use miaohui_db::Tx;
use miaohui_kernel::{Rng, sha256_hex};
use miaohui_web::{LoginLock, LoginPlace, RateLimit, hash_password};
use serde_json::Map;

use crate::app::App;
use crate::audit::{Actor, AuditEntry, audited, viewed};
use crate::error::{Error, Result};
use crate::failure::Failure;
use crate::form::{AnonymousForm, SubmittedForm};
use crate::html::{inside, notice, see_other};
use crate::recovery;
use crate::shell::bare_page;
use crate::staff::{self, NewSession, Session};
use crate::totp;
use crate::visitor::{Origin, SESSION_COOKIE};

/// The page after the sign-in.
#[derive(Default, serde::Deserialize)]
pub struct Next {
    #[serde(default)]
    next: String,
}

/// Asks for mail address and password.
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
    bare_page(&origin.preferences, origin.t("登录庙会控制台", "Sign in to Miaohui"), &body).into_response()
}

/// A hash that no password matches, so that an unknown address takes as long as a known one.
static NOBODY: LazyLock<String> =
    LazyLock::new(|| hash_password("nobody", &Rng::seeded(0)).unwrap_or_default());

/// Verifies the password and begins a session. The fifth wrong one locks the account for the visitor's
/// network, by default for 15 minutes.
pub async fn sign_in(State(app): State<Arc<App>>, sent: AnonymousForm) -> Result<Response, Failure> {
    let AnonymousForm { origin, form } = sent;
    let result = try_sign_in(&app, &origin, form.text("email"), form.text("password")).await;
    match result.map_err(|error| Failure::new(error, &origin.preferences))? {
        Attempt::SignedIn { cookie, is_verified } => {
            let next = inside(form.text("next"));
            let encoded: String = form_urlencoded::byte_serialize(next.as_bytes()).collect();
            let path =
                if is_verified { next.to_owned() } else { format!("/console/sign-in/code?next={encoded}") };
            Ok(with_cookie(see_other(&path), &cookie))
        }
        Attempt::Failed => {
            let text = origin.t(
                "邮箱或密码不对，或账号暂时锁定。",
                "Wrong address or password, or the account is locked for a while.",
            );
            Ok((
                StatusCode::UNPROCESSABLE_ENTITY,
                draw(&origin, form.text("next"), form.text("email"), Some(text)),
            )
                .into_response())
        }
    }
}

/// The outcome of a sign-in.
enum Attempt {
    SignedIn { cookie: String, is_verified: bool },
    Failed,
}

async fn try_sign_in(app: &App, origin: &Origin, email: &str, password: &str) -> Result<Attempt> {
    app.limits.address(RateLimit::Login, origin.address.0).await?;
    let (now, lock, address) = (app.clock.now_ms(), app.login_lock.get(), email.to_owned());
    let place = LoginPlace::new(login_account(email), origin.address.0);
    let from = place.clone();
    let read = move |tx: &mut Tx<'_>| {
        let is_locked = from.locked_for(tx, lock, now)?.is_some();
        Ok::<_, miaohui_db::Error>((is_locked, staff::credentials(tx, &address)?))
    };
    let (is_locked, found) = app.db.read(read).await?;
    let hash = found.as_ref().map_or_else(|| NOBODY.clone(), |found| found.password.clone());
    let fits = app.passwords.verify(password.to_owned(), hash).await?;
    let address = origin.address.0.to_string();
    let Some(found) = found.filter(|_| fits && !is_locked) else {
        let failure = Failed { place, email: email.to_lowercase(), address, action: "sign in failed" };
        app.db.write(move |tx| failure.record(tx, lock, now)).await?;
        return Ok(Attempt::Failed);
    };
    let (token, csrf) = (app.rng.hex32() + &app.rng.hex32(), app.rng.hex32());
    let (hash, is_verified) = (sha256_hex(&token), found.totp_secret.is_empty());
    let actor = Actor { staff: found.id, email: email.to_lowercase(), address };
    let begin = move |tx: &mut Tx<'_>| {
        audited(tx, &actor, now, |tx| {
            let new = NewSession { staff: actor.staff, token_hash: &hash, csrf: &csrf, is_verified };
            staff::begin_session(tx, &new, now)?;
            if is_verified {
                place.record_login(tx, now)?;
            }
            let subject = actor.staff.get().to_string();
            let entry = AuditEntry { action: "sign in", resource: "staff", subject, changes: Map::new() };
            Ok::<_, miaohui_db::Error>(Some(entry))
        })
    };
    app.db.write(begin).await?;
    let age = staff::SESSION_MS / 1000;
    let cookie = format!("{SESSION_COOKIE}={token}; Max-Age={age}{}", origin.cookie_attributes());
    Ok(Attempt::SignedIn { cookie, is_verified })
}

/// The name of an account in limits of sign-ins.
pub fn login_account(email: &str) -> String {
    format!("console:{}", email.to_lowercase())
}

/// A failed sign-in.
struct Failed {
    place: LoginPlace,
    email: String,
    address: String,
    action: &'static str,
}

impl Failed {
    /// Counts it, and writes it into the audit. While the place is locked, it does neither, so that
    /// nobody fills the audit.
    fn record(&self, tx: &mut Tx<'_>, lock: LoginLock, now: i64) -> miaohui_db::Result<()> {
        if !self.place.record_failure(tx, lock, now)? {
            return Ok(());
        }
        let Some(found) = staff::credentials(tx, &self.email)? else { return Ok(()) };
        let (email, address) = (self.email.clone(), self.address.clone());
        let actor = Actor { staff: found.id, email, address };
        let subject = found.id.get().to_string();
        let entry = AuditEntry { action: self.action, resource: "staff", subject, changes: Map::new() };
        viewed(tx, &actor, now, entry)
    }
}

fn with_cookie(mut response: Response, cookie: &str) -> Response {
    // The value consists of hexadecimal digits and constants, so it is valid.
    if let Ok(value) = HeaderValue::from_str(cookie) {
        response.headers_mut().append(SET_COOKIE, value);
    }
    response
}

/// The session, verified or not.
async fn session(app: &App, origin: &Origin) -> Result<Session> {
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
    session(&app, &origin).await.map_err(|error| Failure::new(error, &origin.preferences))?;
    Ok(draw_code(&origin, &next, None))
}

fn draw_code(origin: &Origin, next: &str, wrong: Option<&str>) -> Response {
    let body = html! {
        @if let Some(wrong) = wrong { (notice(wrong, true)) }
        form.stack method="post" action="/console/sign-in/code" {
            input type="hidden" name="next" value=(inside(next));
            label { (origin.t("验证器中的六位数字，或一个恢复码", "Six-digit code of your authenticator, or a recovery code"))
                input type="text" name="code" autocomplete="one-time-code" required autofocus; }
            button.primary { (origin.t("继续", "Continue")) }
        }
    };
    bare_page(&origin.preferences, origin.t("两步验证", "Two-step verification"), &body).into_response()
}

/// Verifies the code; each is accepted once.
pub async fn verify(State(app): State<Arc<App>>, sent: AnonymousForm) -> Result<Response, Failure> {
    let AnonymousForm { origin, form } = sent;
    let is_verified = try_verify(&app, &origin, form.text("code")).await;
    if is_verified.map_err(|error| Failure::new(error, &origin.preferences))? {
        return Ok(see_other(inside(form.text("next"))));
    }
    let text = origin.t("数字不对或已经用过。", "The code is wrong or was used before.");
    let page = draw_code(&origin, form.text("next"), Some(text));
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
}

async fn try_verify(app: &App, origin: &Origin, code: &str) -> Result<bool> {
    app.limits.address(RateLimit::Login, origin.address.0).await?;
    let (staff, now, lock) = (session(app, origin).await?.staff, app.clock.now_ms(), app.login_lock.get());
    let (id, address) = (staff.id, origin.address.0.to_string());
    let place = LoginPlace::new(login_account(&staff.email), origin.address.0);
    let from = place.clone();
    let read = move |tx: &mut Tx<'_>| {
        let is_locked = from.locked_for(tx, lock, now)?.is_some();
        Ok::<_, miaohui_db::Error>(staff::credentials_of(tx, id)?.filter(|_| !is_locked))
    };
    let Some(found) = app.db.read(read).await?.filter(|found| !found.totp_secret.is_empty()) else {
        return Ok(false);
    };
    let step = totp::step_of(&found.totp(&app.vault)?, code, now)?;
    let (hash, typed) = (origin.token_hash.clone(), code.to_owned());
    let actor = Actor { staff: id, email: staff.email.clone(), address: address.clone() };
    let failure = Failed { place: place.clone(), email: staff.email, address, action: "code failed" };
    let is_verified = app
        .db
        .write(move |tx| {
            let by_app = match step {
                Some(step) => staff::use_totp_step(tx, id, step)?,
                None => false,
            };
            let by_recovery = !by_app && recovery::use_code(tx, id, &typed)?;
            if by_app || by_recovery {
                staff::verify_session(tx, id, &hash, now)?;
                place.record_login(tx, now)?;
                if by_recovery {
                    let subject = id.get().to_string();
                    let entry = AuditEntry {
                        action: "recovery code",
                        resource: "staff",
                        subject,
                        changes: Map::new(),
                    };
                    viewed(tx, &actor, now, entry)?;
                }
                return Ok(true);
            }
            failure.record(tx, lock, now)?;
            Ok::<_, miaohui_db::Error>(false)
        })
        .await?;
    Ok(is_verified)
}

/// Ends the session.
pub async fn sign_out(
    State(app): State<Arc<App>>,
    sent: SubmittedForm<need::UseConsole>,
) -> Result<Response, Failure> {
    let hash = sent.visitor.origin.token_hash.clone();
    let ended = app.db.write(move |tx| staff::end_session(tx, &hash)).await;
    ended.map_err(|error| sent.visitor.failure(error.into()))?;
    let cookie = format!("{SESSION_COOKIE}=; Max-Age=0{}", sent.visitor.origin.cookie_attributes());
    Ok(with_cookie(see_other("/console/sign-in"), &cookie))
}
