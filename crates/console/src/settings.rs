//! 设置: the settings that are changed here while the servers run; the configuration, as its sources say
//! together, which is changed in the file; and the metrics of this process.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use miaohui_admin::{Label, Permission, Refusal, need};
use miaohui_db::Tx;
use serde_json::{Map, json};

use crate::app::App;
use crate::audit::{Actor, AuditEntry, audited};
use crate::error::{Error, Result};
use crate::failure::{Failure, text_of};
use crate::form::SubmittedForm;
use crate::html::{notice, see_other};
use crate::layout;
use crate::running::{self, RunningSetting};
use crate::visitor::{May, Visitor};

/// Shows the settings.
pub async fn page(
    State(app): State<Arc<App>>,
    May { visitor, .. }: May<need::SeeSystem>,
) -> Result<Response, Failure> {
    visitor.run(draw(&app, &visitor, html! {})).await
}

async fn draw(app: &App, visitor: &Visitor, above: Markup) -> Result<Response> {
    let hint = visitor.t(
        "在配置文件、环境变量或命令行中修改。上面的设置与 log.level 用 miaohui reload 生效，其余重启后生效。",
        "Change it in the configuration file, in environment variables or on the command line. \
         `miaohui reload` applies the settings above and log.level; the rest needs a restart.",
    );
    // A refused form has a path of its own; the links of the page lead to the settings.
    let mut visitor = visitor.clone();
    visitor.origin.path = "/console/settings".into();
    let visitor = &visitor;
    let body = html! {
        (above)
        (running_settings(visitor, &app.running.list()))
        section.card { h2 { (visitor.t("配置", "Configuration")) } p.hint { (hint) } pre { (app.settings) } }
    };
    layout::page(app, visitor, visitor.t("设置", "Settings"), html! {}, body).await
}

/// The settings that are changed while the servers run, each with a form.
fn running_settings(visitor: &Visitor, all: &[RunningSetting]) -> Markup {
    let may = visitor.may(Permission::ChangeSettings);
    html! {
        section.card {
            h2 { (visitor.t("运行中可改的设置", "Settings that are changed while the servers run")) }
            p.hint { (visitor.t("两秒内在所有进程生效，记入操作日志；没有改过的用配置文件的值。",
                "All processes take a change within two seconds, and it is in the audit. What was not changed has the file's value.")) }
            div.scroll { table {
                thead { tr { th { (visitor.t("设置", "Setting")) } th.number { (visitor.t("配置文件", "In the file")) } th { (visitor.t("现在", "Now")) } } }
                tbody { @for one in all { tr {
                    td { code { (one.name) } p.hint { (visitor.l(one.about)) } }
                    td.number { (one.configured) }
                    td {
                        @if may {
                            form.inline method="post" action="/console/settings/change" {
                                (visitor.csrf_field())
                                input type="hidden" name="name" value=(one.name);
                                input type="number" name="value" min="0" max=(u32::MAX) value=(one.value) required aria-label=(one.name);
                                button { (visitor.t("保存", "Save")) }
                                @if one.value != one.configured { button name="do" value="reset" formnovalidate { (visitor.t("恢复", "Undo")) } }
                            }
                        } @else { (one.value) }
                    }
                } } }
            } }
        }
    }
}

/// Changes a setting, or gives it the configuration's value again.
pub async fn change(
    State(app): State<Arc<App>>,
    SubmittedForm { visitor, form, .. }: SubmittedForm<need::ChangeSettings>,
) -> Result<Response, Failure> {
    visitor
        .run(async {
            let value = if form.text("do") == "reset" { None } else { Some(form.text("value")) };
            match try_change(&app, &visitor, form.text("name"), value).await {
                Ok(()) => Ok(see_other("/console/settings")),
                Err(error) if error.is_refusal() => {
                    let above = notice(&text_of(&error, visitor.lang()), true);
                    let page = draw(&app, &visitor, above).await?;
                    Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
                }
                Err(error) => Err(error),
            }
        })
        .await
}

async fn try_change(app: &App, visitor: &Visitor, name: &str, value: Option<&str>) -> Result<()> {
    let all = app.running.list();
    let setting = all.into_iter().find(|one| one.name == name).ok_or(Error::NotFound)?;
    let value: Option<u32> = match value {
        None => None,
        Some(text) => {
            let wrong = Label("请输入不小于 0 的整数", "A whole number, not below 0");
            Some(text.parse().map_err(|_| Error::from(wrong))?)
        }
    };
    let (now, actor) = (app.clock.now_ms(), Actor::of(visitor));
    let running = Arc::clone(&app.running);
    let job = move |tx: &mut Tx<'_>| {
        audited(tx, &actor, now, |tx| {
            let before = running::stored(tx)?.remove(setting.name);
            running::store(tx, setting.name, value, &actor.email, now)?;
            let stored = running::stored(tx)?;
            // Another one may have been changed meanwhile, so that they are checked together here.
            if let Err(wrong) = running.check(&stored) {
                return Err(Error::Invalid(Refusal::new(format!("配置不允许：{wrong}"), wrong)));
            }
            let after = stored.get(setting.name).cloned();
            let changes = Map::from_iter([(setting.name.to_owned(), json!([before, after]))]);
            let subject = setting.name.to_owned();
            Ok(Some(AuditEntry { action: "save", resource: "settings", subject, changes }))
        })?;
        running::stored(tx).map_err(Error::from)
    };
    let stored = app.db.write(job).await?;
    app.running.take(&stored);
    Ok(())
}

/// Shows the metrics of this process as Prometheus reads them.
pub async fn metrics(
    State(app): State<Arc<App>>,
    May { visitor, .. }: May<need::SeeSystem>,
) -> Result<Response, Failure> {
    let hint = visitor.t(
        "本进程的指标；Prometheus 从 operations_listen 的地址读取。",
        "The metrics of this process. Prometheus reads them at the address of operations_listen.",
    );
    visitor
        .run(async {
            let text = app.metrics.render().map_err(|error| Error::Unexpected(error.into()))?;
            let body = html! { p.hint { (hint) } section.card { pre { (text) } } };
            layout::page(&app, &visitor, visitor.t("指标", "Metrics"), html! {}, body).await
        })
        .await
}
