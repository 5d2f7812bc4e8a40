//! One's own account: password, second factor, language and theme.

use std::sync::Arc;

use axum::extract::State;
use axum::http::HeaderValue;
use axum::http::header::SET_COOKIE;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use miaohui_db::Tx;

use crate::audit::{self, Actor, Deed};
use crate::form::Sent;
use crate::layout::{self, Failure, drawn, notice, see};
use crate::visitor::Visitor;
use crate::{App, Error, Lang, Result, need, staff, totp};

/// Fewest characters of a password.
pub const LEAST_PASSWORD: usize = 10;

/// Remembers language and theme in cookies.
pub async fn taste(sent: Sent<need::SeeContent>) -> Response {
    let mut response = see(layout::inside(sent.form.text("back")));
    let mut remember = |name: &str, value: &str| {
        let cookie = format!("{name}={value}; Max-Age=31536000{}", sent.visitor.origin.cookie_attributes());
        if let Ok(value) = HeaderValue::from_str(&cookie) {
            response.headers_mut().append(SET_COOKIE, value);
        }
    };
    if let Some(lang) = Lang::of(sent.form.text("lang")) {
        remember("miaohui_lang", lang.tag());
    }
    if let theme @ ("light" | "dark") = sent.form.text("theme") {
        remember("miaohui_theme", theme);
    }
    response
}

/// Shows one's own account.
pub async fn page(State(app): State<Arc<App>>, visitor: Visitor) -> Result<Response, Failure> {
    show(&app, &visitor, html! {}).await
}

async fn show(app: &App, visitor: &Visitor, said: Markup) -> Result<Response, Failure> {
    let secret = totp::new_secret(&app.rng);
    // What was sent to another path is shown on this one's page.
    let mut visitor = visitor.clone();
    visitor.origin.path = "/console/account".into();
    let visitor = &visitor;
    let body = draw(visitor, &secret, said).map_err(|error| visitor.failure(error))?;
    let title = visitor.t("我的账号", "My account");
    let page = layout::page(app, visitor, title, html! {}, body).await;
    Ok(page.map_err(|error| visitor.failure(error))?.into_response())
}

fn draw(visitor: &Visitor, secret: &str, said: Markup) -> Result<Markup> {
    Ok(html! {
        (said)
        section.card {
            h2 { (visitor.t("第二步验证", "Second factor")) }
            form.stack method="post" action="/console/account/totp" {
                (visitor.csrf_field())
                @if visitor.staff.has_totp {
                    p { (visitor.t("已启用：登录时需要验证器中的数字。", "On: signing in asks for digits from your authenticator.")) }
                    label { (visitor.t("当前数字", "Digits now")) input name="code" inputmode="numeric" autocomplete="one-time-code" required; }
                    button name="off" value="1" { (visitor.t("停用", "Switch off")) }
                } @else {
                    p { (visitor.t("用验证器扫描二维码，再输入显示的六位数字。", "Scan the code with an authenticator app, then enter the six digits it shows.")) }
                    div.qr role="img" aria-label="QR" { (drawn(totp::qr(secret, &visitor.staff.email)?)) }
                    p { code #secret { (secret) } }
                    input type="hidden" name="secret" value=(secret);
                    label { (visitor.t("六位数字", "Six digits")) input name="code" inputmode="numeric" autocomplete="one-time-code" required; }
                    button.primary { (visitor.t("启用", "Switch on")) }
                }
            }
        }
        section.card {
            h2 { (visitor.t("修改密码", "Change the password")) }
            form.stack method="post" action="/console/account/password" {
                (visitor.csrf_field())
                label { (visitor.t("当前密码", "Password now")) input type="password" name="old" autocomplete="current-password" required; }
                label { (visitor.t("新密码（至少 10 个字符）", "New password (10 characters or more)"))
                    input type="password" name="new" autocomplete="new-password" minlength=(LEAST_PASSWORD) required; }
                button { (visitor.t("修改", "Change")) }
            }
        }
    })
}

/// Sets a new password and ends the other sessions.
pub async fn change_password(
    State(app): State<Arc<App>>,
    sent: Sent<need::SeeContent>,
) -> Result<Response, Failure> {
    let visitor = &sent.visitor;
    let changed = try_change(&app, visitor, sent.form.text("old"), sent.form.text("new")).await;
    let said = if changed.map_err(|error| visitor.failure(error))? {
        notice(visitor.t("密码已修改，其他登录已失效。", "Changed. Your other sessions have ended."), false)
    } else {
        notice(
            visitor.t("当前密码不对，或新密码太短。", "The old one is wrong, or the new one is too short."),
            true,
        )
    };
    show(&app, visitor, said).await
}

async fn try_change(app: &App, visitor: &Visitor, old: &str, new: &str) -> Result<bool> {
    let (id, now) = (visitor.staff.id, app.clock.now_ms());
    let found = app.db.read(move |tx| staff::credentials_of(tx, id)).await?.ok_or(Error::Forbidden)?;
    if found.locked_until > now || new.chars().count() < LEAST_PASSWORD {
        return Ok(false);
    }
    if !app.passwords.verify(old.to_owned(), found.password).await? {
        app.db.write(move |tx| staff::count_failure(tx, id, now)).await?;
        return Ok(false);
    }
    let hash = app.passwords.hash(new.to_owned()).await?;
    let (keep, actor) = (visitor.origin.token_hash.clone(), Actor::of(visitor));
    app.db
        .write(move |tx| {
            staff::set_password(tx, id, &hash)?;
            staff::end_sessions(tx, id, &keep)?;
            audit::insert(tx, &actor, own_deed("change password", &id.to_string()), now)
        })
        .await?;
    Ok(true)
}

fn own_deed<'a>(action: &'a str, subject: &'a str) -> Deed<'a> {
    Deed { action, resource: "staff", subject, changes: serde_json::Map::new() }
}

/// Switches the second factor on or off; either needs a code that is right.
pub async fn set_up_totp(
    State(app): State<Arc<App>>,
    sent: Sent<need::SeeContent>,
) -> Result<Response, Failure> {
    let Sent { mut visitor, form, .. } = sent;
    let off = form.has("off");
    let done = try_set_up(&app, &visitor, form.text("secret"), form.text("code"), off).await;
    let done = done.map_err(|error| visitor.failure(error))?;
    visitor.staff.has_totp = visitor.staff.has_totp != done;
    let said = match (done, off) {
        (true, false) => notice(visitor.t("已启用。", "It is on."), false),
        (true, true) => notice(visitor.t("已停用。", "It is off."), false),
        (false, _) => notice(visitor.t("数字不对。", "Wrong digits."), true),
    };
    show(&app, &visitor, said).await
}

async fn try_set_up(app: &App, visitor: &Visitor, secret: &str, code: &str, off: bool) -> Result<bool> {
    let (id, now) = (visitor.staff.id, app.clock.now_ms());
    let found = app.db.read(move |tx| staff::credentials_of(tx, id)).await?.ok_or(Error::Forbidden)?;
    if found.totp_secret.is_empty() == off || found.locked_until > now {
        return Ok(false);
    }
    let shown = if off { found.totp_secret } else { secret.to_owned() };
    let step = totp::step_of(&shown, code, now).unwrap_or_default();
    let (kept, actor) = (if off { String::new() } else { shown }, Actor::of(visitor));
    let job = move |tx: &mut Tx<'_>| -> miaohui_db::Result<bool> {
        // To switch it off is as much as to sign in: the code is a new one, and guessing is counted.
        let step = match step {
            Some(step) if !off || staff::take_step(tx, id, step)? => step,
            _ if off => return staff::count_failure(tx, id, now).map(|()| false),
            _ => return Ok(false),
        };
        staff::set_totp(tx, id, &kept, step)?;
        let action = if off { "second factor off" } else { "second factor on" };
        audit::insert(tx, &actor, own_deed(action, &id.to_string()), now)?;
        Ok(true)
    };
    Ok(app.db.write(job).await?)
}
