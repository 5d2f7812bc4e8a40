//! 设置: how the service is set up, as the configuration's sources say together. It is changed in the file, not here.

use std::sync::Arc;

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use maud::html;

use crate::layout::{self, Failure};
use crate::visitor::May;
use crate::{App, need};

/// Shows the configuration, without secrets.
pub async fn page(
    State(app): State<Arc<App>>,
    May { visitor, .. }: May<need::SeeSystem>,
) -> Result<Response, Failure> {
    let hint = visitor.t(
        "在配置文件、环境变量或命令行中修改，重启后生效。",
        "Changed in the configuration file, in variables or on the command line; counts after a restart.",
    );
    let body = html! { p.hint { (hint) } section.card { pre { (app.settings) } } };
    let page = layout::page(&app, &visitor, visitor.t("设置", "Settings"), html! {}, body).await;
    Ok(page.map_err(|error| visitor.failure(error))?.into_response())
}
