//! Templates beside the fields that they fill: texts that operators write again and again.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use miaohui_admin::need;

use crate::app::App;
use crate::failure::Failure;
use crate::shell::Page;
use crate::visitor::{May, Visitor};

/// Most templates of a kind that a field offers.
const MOST: i64 = 50;

/// The templates of a kind, for the field before. They are read when the fold is opened.
pub fn offer(visitor: &Visitor, kind: &str) -> Markup {
    html! {
        details.templates hx-get=(format!("/console/templates/{kind}")) hx-trigger="toggle once" hx-target="find div" {
            summary { (visitor.t("常用语", "Templates")) }
            div {}
        }
    }
}

/// Shows the templates of a kind, to choose from.
pub async fn list(
    State(app): State<Arc<App>>,
    May { visitor, .. }: May<need::SeeContent>,
    Path(kind): Path<String>,
) -> Result<Response, Failure> {
    visitor
        .run(async {
            let read = move |tx: &mut miaohui_db::Tx<'_>| -> miaohui_db::Result<Vec<(String,)>> {
                let sql = "SELECT text FROM console_template WHERE kind = $1 ORDER BY position, id LIMIT $2";
                tx.query(sql, &[(&kind).into(), MOST.into()])
            };
            let texts = app.db.read(read).await?;
            Ok(Page(html! {
                @for (text,) in &texts { button type="button" data-insert=(text) { (text) } }
                @if texts.is_empty() { p.hint { (visitor.t("还没有常用语，在“常用语”中添加。", "There are none yet: add some under Templates.")) } }
            })
            .into_response())
        })
        .await
}
