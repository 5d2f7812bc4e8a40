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
use crate::recovery;
use crate::staff::{self, TOTP};
use crate::totp;
use crate::visitor::Visitor;

/// The least number of characters of a password.
pub const LEAST_PASSWORD: usize = 10;

/// Stores language and theme in cookies.
pub async fn set_preferences(sent: SubmittedForm<need::UseConsole>) -> Response {
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
    show_with(app, visitor, &totp::new_secret(&app.rng), above).await
}

/// The page with a secret that the visitor may have scanned already.
async fn show_with(app: &App, visitor: &Visitor, secret: &str, above: Markup) -> Result<Response> {
    let id = visitor.staff.id;
    let codes = app.db.read(move |tx| recovery::count(tx, id)).await?;
    // A form of the page has a path of its own; the links of the page lead to the account.
    let mut visitor = visitor.clone();
    visitor.origin.path = "/console/account".into();
    let body = draw(&visitor, secret, codes, above)?;
    layout::page(app, &visitor, visitor.t("我的账号", "My account"), html! {}, body).await
}

fn draw(visitor: &Visitor, secret: &str, codes: i64, above: Markup) -> Result<Markup> {
    Ok(html! {
        (above)
        @if visitor.staff.must_change {
            (notice(visitor.t("请先设置自己的密码：现在的密码是别人生成的。",
                "Set a password of your own first: somebody else made this one."), true))
            (password_form(visitor))
        } @else { (second_step(visitor, secret, codes)?) (password_form(visitor)) }
    })
}

fn second_step(visitor: &Visitor, secret: &str, codes: i64) -> Result<Markup> {
    Ok(html! {
        section.card {
            h2 { (visitor.t("两步验证", "Two-step verification")) }
            form.stack method="post" action="/console/account/totp" {
                (visitor.csrf_field())
                @if visitor.staff.has_totp {
                    p { (visitor.t("已启用：登录时需要验证器中的数字。", "On: signing in asks for a code of your authenticator.")) }
                    p { (visitor.t("未用的恢复码：", "Recovery codes left: ")) (codes) }
                    label { (visitor.t("当前数字", "Current code")) input name="code" inputmode="numeric" autocomplete="one-time-code" required; }
                    div.buttons {
                        button name="renew" value="1" { (visitor.t("生成新的恢复码", "Make new recovery codes")) }
                        button.grave name="off" value="1" { (visitor.t("停用", "Switch off")) }
                    }
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
    })
}

fn password_form(visitor: &Visitor) -> Markup {
    html! {
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
    }
}

/// Sets a new password and ends the other sessions.
pub async fn change_password(
    State(app): State<Arc<App>>,
    SubmittedForm { visitor, form, .. }: SubmittedForm<need::UseConsole>,
) -> Result<Response, Failure> {
    visitor
        .run(async {
            let is_changed = try_change(&app, &visitor, form.text("old"), form.text("new")).await?;
            let text = if is_changed {
                visitor.t("密码已修改，其他登录已失效。", "Changed. Your other sessions have ended.")
            } else {
                visitor.t(
                    "当前密码不对，或新密码太短、与原来相同。",
                    "The old password is wrong, or the new one is too short or the same.",
                )
            };
            let mut changed = visitor.clone();
            changed.staff.must_change &= !is_changed;
            show(&app, &changed, notice(text, !is_changed)).await
        })
        .await
}

async fn try_change(app: &App, visitor: &Visitor, old: &str, new: &str) -> Result<bool> {
    let (id, now) = (visitor.staff.id, app.clock.now_ms());
    let found = app.db.read(move |tx| staff::credentials_of(tx, id)).await?.ok_or(Error::Forbidden)?;
    if found.is_locked(now) || new.chars().count() < LEAST_PASSWORD || new == old {
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

/// Switches the second step on or off, or makes new recovery codes; all need a valid code.
pub async fn set_up_totp(
    State(app): State<Arc<App>>,
    SubmittedForm { visitor, form, .. }: SubmittedForm<need::UseConsole>,
) -> Result<Response, Failure> {
    visitor
        .run(async {
            let step = match (form.has("off"), form.has("renew")) {
                (true, _) => SecondStep::Off,
                (false, true) => SecondStep::Renew,
                (false, false) => SecondStep::On,
            };
            let (secret, codes) = (form.text("secret"), recovery::new_codes(&app.rng));
            if !try_set_up(&app, &visitor, secret, form.text("code"), step, codes.clone()).await? {
                let above = notice(visitor.t("数字不对。", "The code is wrong."), true);
                // The secret stays: the visitor has scanned it.
                return if totp::is_secret(secret) {
                    show_with(&app, &visitor, secret, above).await
                } else {
                    show(&app, &visitor, above).await
                };
            }
            let mut changed = visitor.clone();
            changed.staff.has_totp = step != SecondStep::Off;
            let above = match step {
                SecondStep::Off => notice(visitor.t("已停用。", "It is off."), false),
                SecondStep::On => html! { (notice(visitor.t("已启用。", "It is on."), false)) (codes_card(&visitor, &codes)) },
                SecondStep::Renew => codes_card(&visitor, &codes),
            };
            show(&app, &changed, above).await
        })
        .await
}

/// What is done to the second step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum SecondStep {
    On,
    Off,
    /// New recovery codes.
    Renew,
}

/// New recovery codes, which are shown this once.
fn codes_card(visitor: &Visitor, codes: &[String]) -> Markup {
    html! {
        section.card {
            h2 { (visitor.t("恢复码", "Recovery codes")) }
            p { (visitor.t("只显示这一次。手机丢失时，每个恢复码可代替验证器登录一次，请妥善保存。",
                "Shown only this once. Without the phone, each stands in once for the authenticator. Keep them safe.")) }
            ul.codes { @for code in codes { li { code { (code) } } } }
        }
    }
}

async fn try_set_up(
    app: &App,
    visitor: &Visitor,
    secret: &str,
    code: &str,
    wanted: SecondStep,
    codes: Vec<String>,
) -> Result<bool> {
    let is_on = wanted == SecondStep::On;
    let (id, now) = (visitor.staff.id, app.clock.now_ms());
    let found = app.db.read(move |tx| staff::credentials_of(tx, id)).await?.ok_or(Error::Forbidden)?;
    if found.totp_secret.is_empty() != is_on || found.is_locked(now) {
        return Ok(false);
    }
    let shown = if is_on { secret.to_owned() } else { found.totp(&app.vault)? };
    let step = totp::step_of(&shown, code, now).unwrap_or_default();
    let kept = if is_on { app.vault.seal(&TOTP.name(), id.get(), &shown)? } else { String::new() };
    let actor = Actor::of(visitor);
    let action = match wanted {
        SecondStep::On => "second factor on",
        SecondStep::Off => "second factor off",
        SecondStep::Renew => "new recovery codes",
    };
    let job = move |tx: &mut Tx<'_>| -> miaohui_db::Result<bool> {
        // Switching it off is as critical as signing in: the code must be a new one, and failures
        // are counted.
        let step = match step {
            Some(step) if is_on || staff::use_totp_step(tx, id, step)? => step,
            _ if !is_on => return staff::count_failure(tx, id, now).map(|()| false),
            _ => return Ok(false),
        };
        audited(tx, &actor, now, |tx| {
            if wanted != SecondStep::Renew {
                staff::set_totp(tx, id, &kept, step)?;
            }
            recovery::replace(tx, id, if wanted == SecondStep::Off { &[] } else { &codes })?;
            Ok::<_, miaohui_db::Error>(Some(entry(action, &actor)))
        })?;
        Ok(true)
    };
    Ok(app.db.write(job).await?)
}
