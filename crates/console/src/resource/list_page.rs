//! `GET /console/r/{resource}`: a list.

use std::sync::Arc;

use axum::extract::{Path, Query, State};
use axum::response::Response;
use maud::html;
use miaohui_admin::{Resource, Target};
use miaohui_db::Tx;

use super::access::{list_path, may_edit, visible, visible_fields};
use super::address::Address;
use super::done::outcome;
use super::given::given;
use super::inputs::{Offer, action_button};
use super::list;
use super::returning::Mistakes;
use super::row_page::audit_view;
use super::table::Table;
use super::views;
use crate::app::App;
use crate::error::Result;
use crate::failure::Failure;
use crate::html::notice;
use crate::layout;
use crate::visitor::Visitor;

/// Shows a list.
pub async fn page(
    State(app): State<Arc<App>>,
    visitor: Visitor,
    Path(name): Path<String>,
    Query(pairs): Query<Vec<(String, String)>>,
) -> Result<Response, Failure> {
    visitor
        .run(async {
            let resource = visible(&app, &visitor, &name)?;
            draw(&app, &visitor, resource, &pairs, &Mistakes::default()).await
        })
        .await
}

/// A list, with what is wrong with an action that was submitted from it.
pub async fn draw(
    app: &App,
    visitor: &Visitor,
    resource: &'static Resource,
    pairs: &[(String, String)],
    mistakes: &Mistakes,
) -> Result<Response> {
    let (views, pairs) = views::of_list(app, visitor, resource, pairs).await?;
    let pairs = pairs.as_slice();
    let address = Address::of(app, resource, visitor, pairs);
    let mut shown = visible_fields(resource.fields, visitor).filter(|field| address.shows(field));
    if shown.any(|field| field.see.is_some()) {
        audit_view(app, visitor, resource, "").await?;
    }
    let (table, query) = (Table::new(app, resource), address.query.clone());
    let is_heavy = query.is_narrowed() || query.sort.is_some();
    let job = move |tx: &mut Tx<'_>| table.list(tx, &query);
    let listed = if is_heavy { app.db.read_heavy(job).await? } else { app.db.read(job).await? };
    let (base, tried) = (list_path(resource), mistakes.tried.as_ref());
    let filters: Vec<(&str, &str)> =
        address.query.filters.iter().map(|(column, value)| (*column, value.as_str())).collect();
    let actions = resource.actions.iter();
    let actions = actions.filter(|action| action.target == Target::Resource && visitor.may(action.need));
    let mut offered = Vec::new();
    for action in actions {
        offered.push((action, given(app, action.asks, &filters).await?));
    }
    let tools = html! {
        @if (resource.creates || resource.new_page.is_some()) && may_edit(visitor, resource) {
            a.button.primary href=(resource.new_page.map_or_else(|| format!("{base}/new{}", prefill(&filters)), str::to_owned)) { (visitor.t("新建", "New")) }
        }
        @for (action, given) in &offered {
            form method="post" action=(base) enctype="multipart/form-data" {
                (visitor.csrf_field())
                input type="hidden" name="back" value=(format!("{base}{}", address.here()));
                (action_button(app, visitor, &Offer { action, list_path: &base, id_prefix: "", tried, given: Some(given) }))
            }
        }
        (views::panel(visitor, resource, &address, &views))
    };
    let body = html! {
        (outcome(visitor, pairs))
        @if !mistakes.text.is_empty() { (notice(&mistakes.text, true)) }
        (list::draw(app, visitor, resource, &address, &listed, tried))
    };
    layout::page(app, visitor, visitor.l(resource.title), tools, body).await
}

/// The query with which a new row gets what its list is narrowed to.
fn prefill(filters: &[(&str, &str)]) -> String {
    if filters.is_empty() {
        return String::new();
    }
    format!("?{}", form_urlencoded::Serializer::new(String::new()).extend_pairs(filters).finish())
}
