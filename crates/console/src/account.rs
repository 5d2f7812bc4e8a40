//! The visitor's own account: password, second factor, language and theme.

use std::sync::Arc;

use axum::extract::State;
use axum::http::HeaderValue;
use axum::http::header::SET_COOKIE;
use axum::response::Response;
use maud::{Markup, html};
use miaohui_admin::{Lang, need};
use miaohui_db::Tx;
use serde_json::Map;

use crate::app::App;
use crate::audit::{Actor, AuditEntry, audited};
use crate::error::{Error, Result};
use crate::failure::Failure;
use crate::form::SubmittedForm;
use crate::html::{inside, notice, see_other, svg};
use crate::layout;
use crate::preferences::{LANG_COOKIE, THEME_COOKIE};
use crate::staff::{self, TOTP};
use crate::totp;
use crate::visitor::Visitor;

/// The least number of characters of a password.
pub const LEAST_PASSWORD: usize = 10;

/// Stores language and theme in cookies.
pub async fn set_preferences(sent: SubmittedForm<need::SeeContent>) -> Response {
    let mut response = see_other(inside(sent.form.text("back")));
    let mut store = |name: &str, value: &str| {
        let cookie = format!("{name}={value}; Max-Age=31536000{}", sent.visitor.origin.cookie_attributes());
        if let Ok(value) = HeaderValue::from_str(&cookie) {
            response.headers_mut().append(SET_COOKIE, value);
        }
    };
    if let Some(lang) = Lang::of(sent.form.text("lang")) {
        store(LANG_COOKIE, lang.tag());
    }
    if let theme @ ("light" | "dark") = sent.form.text("theme") {
        store(THEME_COOKIE, theme);
    }
    response
}

/// Shows the account.
pub async fn page(State(app): State<Arc<App>>, visitor: Visitor) -> Result<Response, Failure> {
    visitor.run(show(&app, &visitor, html! {})).await
}

async fn show(app: &App, visitor: &Visitor, above: Markup) -> Result<Response> {
    let secret = totp::new_secret(&app.rng);
    // A form of the page has a path of its own; the links of the page lead to the account.
    let mut visitor = visitor.clone();
    visitor.origin.path = "/console/account".into();
    let body = draw(&visitor, &secret, above)?;
    layout::page(app, &visitor, visitor.t("我的账号", "My account"), html! {}, body).await
}

fn draw(visitor: &Visitor, secret: &str, above: Markup) -> Result<Markup> {
    Ok(html! {
        (above)
        section.card {
            h2 { (visitor.t("第二步验证", "Second factor")) }
            form.stack method="post" action="/console/account/totp" {
                (visitor.csrf_field())
                @if visitor.staff.has_totp {
                    p { (visitor.t("已启用：登录时需要验证器中的数字。", "On: signing in asks for a code of your authenticator.")) }
                    label { (visitor.t("当前数字", "Current code")) input name="code" inputmode="numeric" autocomplete="one-time-code" required; }
                    button name="off" value="1" { (visitor.t("停用", "Switch off")) }
                } @else {
                    p { (visitor.t("用验证器扫描二维码，再输入显示的六位数字。", "Scan the QR code with an authenticator app, then enter its six-digit code.")) }
                    div.qr role="img" aria-label="QR" { (svg(totp::qr(secret, &visitor.staff.email)?)) }
                    p { code #secret { (secret) } }
                    input type="hidden" name="secret" value=(secret);
                    label { (visitor.t("六位数字", "Six-digit code")) input name="code" inputmode="numeric" autocomplete="one-time-code" required; }
                    button.primary { (visitor.t("启用", "Switch on")) }
                }
            }
        }
        section.card {
            h2 { (visitor.t("修改密码", "Change the password")) }
            form.stack method="post" action="/console/account/password" {
                (visitor.csrf_field())
                label { (visitor.t("当前密码", "Current password")) input type="password" name="old" autocomplete="current-password" required; }
                label { (visitor.t("新密码（至少 10 个字符）", "New password (at least 10 characters)"))
                    input type="password" name="new" autocomplete="new-password" minlength=(LEAST_PASSWORD) required; }
                button { (visitor.t("修改", "Change")) }
            }
        }
    })
}

/// Sets a new password and ends the other sessions.
pub async fn change_password(
    State(app): State<Arc<App>>,
    SubmittedForm { visitor, form, .. }: SubmittedForm<need::SeeContent>,
) -> Result<Response, Failure> {
    visitor
        .run(async {
            let is_changed = try_change(&app, &visitor, form.text("old"), form.text("new")).await?;
            let text = if is_changed {
                visitor.t("密码已修改，其他登录已失效。", "Changed. Your other sessions have ended.")
            } else {
                visitor.t(
                    "当前密码不对，或新密码太短。",
                    "The old password is wrong, or the new one is too short.",
                )
            };
            show(&app, &visitor, notice(text, !is_changed)).await
        })
        .await
}

async fn try_change(app: &App, visitor: &Visitor, old: &str, new: &str) -> Result<bool> {
    let (id, now) = (visitor.staff.id, app.clock.now_ms());
    let found = app.db.read(move |tx| staff::credentials_of(tx, id)).await?.ok_or(Error::Forbidden)?;
    if found.is_locked(now) || new.chars().count() < LEAST_PASSWORD {
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
            audited(tx, &actor, now, |tx| {
                staff::set_password(tx, id, &hash)?;
                staff::end_sessions(tx, id, &keep)?;
                Ok::<_, miaohui_db::Error>(Some(entry("change password", &actor)))
            })
        })
        .await?;
    Ok(true)
}

/// An entry about the visitor's own account.
fn entry(action: &'static str, actor: &Actor) -> AuditEntry {
    AuditEntry { action, resource: "staff", subject: actor.staff.get().to_string(), changes: Map::new() }
}

/// Switches the second factor on or off; both need a valid code.
pub async fn set_up_totp(
    State(app): State<Arc<App>>,
    SubmittedForm { visitor, form, .. }: SubmittedForm<need::SeeContent>,
) -> Result<Response, Failure> {
    visitor
        .run(async {
            let off = form.has("off");
            let is_done = try_set_up(&app, &visitor, form.text("secret"), form.text("code"), off).await?;
            let text = match (is_done, off) {
                (true, false) => visitor.t("已启用。", "It is on."),
                (true, true) => visitor.t("已停用。", "It is off."),
                (false, _) => visitor.t("数字不对。", "The code is wrong."),
            };
            let mut changed = visitor.clone();
            changed.staff.has_totp = visitor.staff.has_totp != is_done;
            show(&app, &changed, notice(text, !is_done)).await
        })
        .await
}

async fn try_set_up(app: &App, visitor: &Visitor, secret: &str, code: &str, off: bool) -> Result<bool> {
    let (id, now) = (visitor.staff.id, app.clock.now_ms());
    let found = app.db.read(move |tx| staff::credentials_of(tx, id)).await?.ok_or(Error::Forbidden)?;
    if found.totp_secret.is_empty() == off || found.is_locked(now) {
        return Ok(false);
    }
    let shown = if off { found.totp(&app.vault)? } else { secret.to_owned() };
    let step = totp::step_of(&shown, code, now).unwrap_or_default();
    let kept = if off { String::new() } else { app.vault.seal(&TOTP.name(), id.get(), &shown)? };
    let actor = Actor::of(visitor);
    let action = if off { "second factor off" } else { "second factor on" };
    let job = move |tx: &mut Tx<'_>| -> miaohui_db::Result<bool> {
        // Switching it off is as critical as signing in: the code must be a new one, and failures
        // are counted.
        let step = match step {
            Some(step) if !off || staff::use_totp_step(tx, id, step)? => step,
            _ if off => return staff::count_failure(tx, id, now).map(|()| false),
            _ => return Ok(false),
        };
        audited(tx, &actor, now, |tx| {
            staff::set_totp(tx, id, &kept, step)?;
            Ok::<_, miaohui_db::Error>(Some(entry(action, &actor)))
        })?;
        Ok(true)
    };
    Ok(app.db.write(job).await?)
}
