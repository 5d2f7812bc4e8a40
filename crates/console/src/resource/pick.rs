//! `GET /console/pick/{resource}`: rows to choose from, with their pictures, for a field that refers
//! to one.

use std::sync::Arc;

use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Response};
use maud::html;

use super::access::visible;
use super::table::Table;
use crate::app::App;
use crate::failure::Failure;
use crate::pictures::small_path;
use crate::shell::Page;
use crate::visitor::Visitor;

/// What was typed.
#[derive(serde::Deserialize)]
pub struct Typed {
    #[serde(default)]
    q: String,
}

/// Shows the rows that the search finds, else the newest.
pub async fn options(
    State(app): State<Arc<App>>,
    visitor: Visitor,
    Path(name): Path<String>,
    Query(typed): Query<Typed>,
) -> Result<Response, Failure> {
    visitor
        .run(async {
            let table = Table::new(&app, visible(&app, &visitor, &name)?);
            let search = typed.q.trim().to_owned();
            let rows = app.db.read_heavy(move |tx| table.pick(tx, &search)).await?;
            Ok(Page(html! {
                @for (key, name, picture) in &rows { button type="button" role="option" data-pick=(key) data-name=(name) {
                    @if let Some(path) = picture.as_deref().and_then(small_path) { img src=(path) alt="" loading="lazy"; " " }
                    (name) " " small { "#" (key) } } }
                @if rows.is_empty() { p.hint { (visitor.t("没有找到", "Nothing found")) } }
            })
            .into_response())
        })
        .await
}
