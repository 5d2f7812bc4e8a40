//! What is shown of all resources: lists, forms, rows to choose from.

use std::collections::HashMap;
use std::sync::Arc;

use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};

use super::list::{self, Address};
use super::value::{Cell, Record};
use super::{On, Resource, form, sql};
use crate::layout::{self, Failure, Part, notice};
use crate::visitor::Visitor;
use crate::{App, Error, Label, Result, resources};

type Pairs = Query<Vec<(String, String)>>;

/// Runs a page and dresses what fails.
pub(super) async fn dressed(
    visitor: &Visitor,
    page: impl Future<Output = Result<Response>>,
) -> Result<Response, Failure> {
    page.await.map_err(|error| visitor.failure(error))
}

/// A list.
pub async fn list(
    State(app): State<Arc<App>>,
    visitor: Visitor,
    Path(name): Path<String>,
    Query(pairs): Pairs,
) -> Result<Response, Failure> {
    dressed(&visitor, async {
        let resource = resources::visible(&name, &visitor)?;
        let address = Address::of(resource, &visitor, &pairs);
        let query = address.query.clone();
        let listed = app.db.read(move |tx| sql::list(tx, resource, &query)).await?;
        let base = format!("/console/r/{name}");
        let whole = resource.actions.iter().filter(|a| a.on == On::Resource && visitor.may(a.need));
        let tools = html! {
            @if (resource.creates || resource.new_page.is_some()) && list::may_edit(&visitor, resource) {
                a.button.primary href=(resource.new_page.map_or_else(|| format!("{base}/new"), str::to_owned)) { (visitor.t("新建", "New")) }
            }
            @for action in whole {
                form method="post" action=(base) enctype="multipart/form-data" { (visitor.csrf_field()) (list::button(&app, &visitor, action, &base)) }
            }
        };
        let body = html! { (said(&visitor, &pairs)) (list::draw(&app, &visitor, resource, &address, &listed)) };
        Ok(layout::page(&app, &visitor, visitor.l(resource.title), tools, body).await?.into_response())
    })
    .await
}

/// What was done just before, as the address says it.
fn said(visitor: &Visitor, pairs: &[(String, String)]) -> Markup {
    let of = |key: &str| pairs.iter().find(|(name, _)| name == key).map(|(_, value)| value.as_str());
    if let (Some(done), left) = (of("done"), of("left")) {
        let text = format!("{} {done}", visitor.t("已完成：", "Done:"));
        match left.filter(|left| *left != "0") {
            Some(left) => notice(
                &format!("{text} · {} {left}", visitor.t("状态不符，未处理：", "not in a state for it:")),
                true,
            ),
            None => notice(&text, false),
        }
    } else {
        html! {}
    }
}

/// An empty form.
pub async fn new(
    State(app): State<Arc<App>>,
    visitor: Visitor,
    Path(name): Path<String>,
    Query(pairs): Pairs,
) -> Result<Response, Failure> {
    dressed(&visitor, async {
        let resource = editable(&name, &visitor)?;
        if !resource.creates {
            return Err(Error::NotFound);
        }
        let mut record = Record::default();
        for (key, value) in &pairs {
            if let Some(field) = resource.field(key) {
                record.cells.insert(field.column, super::value::for_filter(field, value).unwrap_or_default());
                record.names.insert(field.column, value.clone());
            }
        }
        draw_form(&app, &visitor, resource, &record, &HashMap::new(), html! {}).await
    })
    .await
}

/// The resource with this name, if the visitor may change its rows.
pub(super) fn editable(name: &str, visitor: &Visitor) -> Result<&'static Resource> {
    let resource = resources::visible(name, visitor)?;
    if list::may_edit(visitor, resource) { Ok(resource) } else { Err(Error::Forbidden) }
}

/// The form of a row, or of a new one.
pub(super) async fn draw_form(
    app: &App,
    visitor: &Visitor,
    resource: &'static Resource,
    record: &Record,
    wrong: &HashMap<&'static str, Label>,
    above: Markup,
) -> Result<Response> {
    let is_new = record.key.is_empty();
    let base = format!("/console/r/{}", resource.name);
    let path = if is_new { base.clone() } else { list::page_of(resource, &record.key) };
    let may_edit = list::may_edit(visitor, resource);
    let actions = resource.actions.iter().filter(|action| action.on == On::Rows && visitor.may(action.need));
    let body = html! {
        (above)
        @if !wrong.is_empty() { (notice(visitor.t("请检查标出的内容。", "Look at what is marked."), true)) }
        form.sheet method="post" action=(path) enctype="multipart/form-data" {
            (visitor.csrf_field())
            (form::draw(app, visitor, resource.fields, record, wrong, "", !may_edit))
            @if may_edit { div.buttons {
                button.primary name="_do" value="save" { (visitor.t("保存", "Save")) }
                @if resource.deletes && !is_new {
                    button.grave name="_do" value="delete" formnovalidate data-confirm=(visitor.t("确定删除吗？", "Delete it?")) { (visitor.t("删除", "Delete")) }
                }
            } }
        }
        @if !is_new {
            form.actions method="post" action=(base) enctype="multipart/form-data" {
                (visitor.csrf_field())
                input type="hidden" name="id" value=(record.key);
                input type="hidden" name="back" value=(list::page_of(resource, &record.key));
                @for action in actions { (list::button(app, visitor, action, &base)) }
            }
            @for related in resource.related {
                @if let Ok(other) = resources::visible(related.resource, visitor) {
                    p { a href=(format!("/console/r/{}?f.{}={}", other.name, related.field, record.key)) { (visitor.l(other.title)) " →" } }
                }
            }
        }
    };
    let title = match record.cell(resource.label) {
        _ if is_new => format!("{} · {}", visitor.l(resource.title), visitor.t("新建", "New")),
        Cell::Text(name) if !name.is_empty() => name.clone(),
        _ => format!("{} #{}", visitor.l(resource.title), record.key),
    };
    Ok(layout::page(app, visitor, &title, html! { a href=(base) { (visitor.l(resource.title)) } }, body)
        .await?
        .into_response())
}

/// A row; one that is not there is 404.
pub(super) async fn found(app: &App, resource: &'static Resource, key: &str) -> Result<Record> {
    let key = sql::key(resource, key).ok_or(Error::NotFound)?;
    app.db.read(move |tx| sql::find(tx, resource, &key)).await?.ok_or(Error::NotFound)
}

/// A row.
pub async fn show(
    State(app): State<Arc<App>>,
    visitor: Visitor,
    Path((name, key)): Path<(String, String)>,
    Query(pairs): Pairs,
) -> Result<Response, Failure> {
    dressed(&visitor, async {
        let resource = resources::visible(&name, &visitor)?;
        let record = found(&app, resource, &key).await?;
        draw_form(&app, &visitor, resource, &record, &HashMap::new(), said(&visitor, &pairs)).await
    })
    .await
}

/// Rows to choose from, for a field that names one.
pub async fn pick(
    State(app): State<Arc<App>>,
    visitor: Visitor,
    Path(name): Path<String>,
    Query(pairs): Pairs,
) -> Result<Response, Failure> {
    dressed(&visitor, async {
        let resource = resources::visible(&name, &visitor)?;
        let text = pairs.iter().find(|(key, _)| key == "q").map(|(_, value)| value.trim().to_owned()).unwrap_or_default();
        let rows = app.db.read(move |tx| sql::pick(tx, resource, &text)).await?;
        Ok(Part(html! {
            @for (key, name) in &rows { button type="button" role="option" data-pick=(key) data-name=(name) { (name) " " small { "#" (key) } } }
            @if rows.is_empty() { p.hint { (visitor.t("没有找到", "Nothing found")) } }
        })
        .into_response())
    })
    .await
}
