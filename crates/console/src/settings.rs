//! 设置: the configuration, as its sources say together, which is changed in the file; and the
//! metrics of this process.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use maud::html;
use miaohui_admin::need;

use crate::app::App;
use crate::error::{Error, Result};
use crate::failure::Failure;
use crate::layout;
use crate::visitor::May;

/// Shows the configuration, without secrets.
pub async fn page(
    State(app): State<Arc<App>>,
    May { visitor, .. }: May<need::SeeSystem>,
) -> Result<Response, Failure> {
    let hint = visitor.t(
        "在配置文件、环境变量或命令行中修改。limits 与 log.level 用 miaohui reload 生效，其余重启后生效。",
        "Change it in the configuration file, in environment variables or on the command line. \
         `miaohui reload` applies limits and log.level; the rest needs a restart.",
    );
    let body = html! { p.hint { (hint) } section.card { pre { (app.settings) } } };
    visitor.run(layout::page(&app, &visitor, visitor.t("设置", "Settings"), html! {}, body)).await
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
