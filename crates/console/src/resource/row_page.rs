//! `GET /console/r/{resource}/{key}` and `…/new`: the form of a row, with its actions and related
//! lists.

use std::sync::Arc;

use axum::extract::{Path, Query, State};
use axum::response::Response;
use maud::{Markup, html};
use miaohui_admin::{Action, Cell, Figure, Record, Resource, Target};
use miaohui_db::Tx;
use serde_json::Map;

use super::access::{editable, key, list_path, may_edit, row_path, visible, visible_fields};
use super::done::outcome;
use super::given::given;
use super::inputs::{Inputs, Offer, action_button};
use super::list::seen;
use super::returning::{Mistakes, Tried};
use super::sections;
use super::table::Table;
use super::timeline;
use crate::app::App;
use crate::audit::{Actor, AuditEntry, viewed};
use crate::error::{Error, Result};
use crate::failure::Failure;
use crate::html::{encoded, notice};
use crate::layout;
use crate::visitor::Visitor;

type Pairs = Query<Vec<(String, String)>>;

/// Shows the form of a new row. The query fills its fields.
pub async fn new(
    State(app): State<Arc<App>>,
    visitor: Visitor,
    Path(name): Path<String>,
    Query(pairs): Pairs,
) -> Result<Response, Failure> {
    visitor
        .run(async {
            let resource = editable(&app, &visitor, &name)?;
            if !resource.creates {
                return Err(Error::NotFound);
            }
            let pairs: Vec<(&str, &str)> = pairs.iter().map(|(c, v)| (c.as_str(), v.as_str())).collect();
            let record = given(&app, resource.fields, &pairs).await?;
            draw(&app, &visitor, resource, &record, &Mistakes::default(), html! {}).await
        })
        .await
}

/// Shows a row.
pub async fn show(
    State(app): State<Arc<App>>,
    visitor: Visitor,
    Path((name, key)): Path<(String, String)>,
    Query(pairs): Pairs,
) -> Result<Response, Failure> {
    visitor
        .run(async {
            let resource = visible(&app, &visitor, &name)?;
            let record = find(&app, resource, &key).await?;
            audit_view(&app, &visitor, resource, &record.key).await?;
            draw(&app, &visitor, resource, &record, &Mistakes::default(), outcome(&visitor, &pairs)).await
        })
        .await
}

/// Writes into the audit that the visitor sees the fields of a row that need a permission of their own.
pub async fn audit_view(
    app: &App,
    visitor: &Visitor,
    resource: &'static Resource,
    subject: &str,
) -> Result<()> {
    if !visible_fields(resource.fields, visitor).any(|field| field.see.is_some()) {
        return Ok(());
    }
    let (actor, now, subject) = (Actor::of(visitor), app.clock.now_ms(), subject.to_owned());
    let job = move |tx: &mut Tx<'_>| {
        let (resource, subject) = (resource.name, subject.clone());
        viewed(tx, &actor, now, AuditEntry { action: "view", resource, subject, changes: Map::new() })
    };
    Ok(app.db.write(job).await?)
}

/// The row with a key; 404 if there is none.
pub async fn find(app: &App, resource: &'static Resource, text: &str) -> Result<Record> {
    let (table, key) = (Table::new(app, resource), key(resource, text)?);
    app.db.read(move |tx| table.find(tx, &key)).await?.ok_or(Error::NotFound)
}

/// The form of a row, or of a new one, with its mistakes.
pub async fn draw(
    app: &App,
    visitor: &Visitor,
    resource: &'static Resource,
    record: &Record,
    mistakes: &Mistakes,
    above: Markup,
) -> Result<Response> {
    let is_new = record.key.is_empty();
    let base = list_path(resource);
    let path = if is_new { base.clone() } else { row_path(resource, &record.key) };
    let may_edit = may_edit(visitor, resource);
    let wrong = &mistakes.wrong;
    let is_read_only = !may_edit || record.is_fixed;
    let may_edit = !is_read_only;
    let inputs = Inputs { fields: resource.fields, record, wrong, id_prefix: "", is_read_only };
    let (sections, moments) = if is_new {
        (Vec::new(), Vec::new())
    } else {
        let sections = sections::read(app, visitor, resource, &record.key).await?;
        (sections, timeline::read(app, resource, &record.key).await?)
    };
    let body = html! {
        (above)
        (figures(visitor, &read_figures(app, resource, record).await?))
        @if !mistakes.text.is_empty() { (notice(&mistakes.text, true)) }
        @if !wrong.is_empty() { (notice(visitor.t("请检查标出的内容。", "Check the marked fields."), true)) }
        form.sheet method="post" action=(path) enctype="multipart/form-data" data-guard[may_edit] {
            (visitor.csrf_field())
            (inputs.draw(app, visitor))
            @if may_edit { div.buttons {
                button.primary name="_do" value="save" { (visitor.t("保存", "Save")) }
                @if resource.deletes && !is_new {
                    button.grave name="_do" value="delete" formnovalidate data-confirm=(visitor.t("确定删除吗？", "Delete it?")) { (visitor.t("删除", "Delete")) }
                }
            } }
        }
        @if !is_new {
            (actions(app, visitor, resource, record, mistakes.tried.as_ref()))
            (timeline::draw(app, visitor, resource, &moments))
            (sections::draw(app, visitor, &sections, &path, mistakes.tried.as_ref()))
            (audit_link(app, visitor, resource, record))
        }
    };
    let title = match record.cell(resource.label) {
        _ if is_new => format!("{} · {}", visitor.l(resource.title), visitor.t("新建", "New")),
        Cell::Text(name) if !name.is_empty() => name.clone(),
        _ => format!("{} #{}", visitor.l(resource.title), record.key),
    };
    layout::page(app, visitor, &title, html! { a href=(base) { (visitor.l(resource.title)) } }, body).await
}

/// Reads the figures of a row; none for a new one.
async fn read_figures(app: &App, resource: &'static Resource, record: &Record) -> Result<Vec<Figure>> {
    let (Some(read), Ok(id)) = (resource.figures, record.key.parse()) else { return Ok(Vec::new()) };
    Ok(app.db.read(move |tx| read(tx, id)).await?)
}

fn figures(visitor: &Visitor, figures: &[Figure]) -> Markup {
    html! { @if !figures.is_empty() { dl.facts { @for figure in figures {
        dt { (visitor.l(figure.label)) }
        dd { @match &figure.page { Some(page) => { a href=(page) { (figure.value) } } None => (figure.value) } }
    } } } }
}

/// The actions on a row.
fn actions(
    app: &App,
    visitor: &Visitor,
    resource: &'static Resource,
    record: &Record,
    tried: Option<&Tried>,
) -> Markup {
    let base = list_path(resource);
    let tried = tried.filter(|tried| tried.resource == resource.name);
    let is_possible = |action: &Action| !record.impossible.contains(&action.name);
    let mut actions = resource
        .actions
        .iter()
        .filter(|action| action.target == Target::Rows && visitor.may(action.need) && is_possible(action));
    html! {
        form.actions method="post" action=(base) enctype="multipart/form-data" {
            (visitor.csrf_field())
            input type="hidden" name="id" value=(record.key);
            (seen(record))
            input type="hidden" name="back" value=(row_path(resource, &record.key));
            @for action in actions.by_ref() {
                (action_button(app, visitor, &Offer { action, list_path: &base, id_prefix: "", tried, given: None }))
            }
        }
    }
}

/// The link to what the audit has about a row.
fn audit_link(app: &App, visitor: &Visitor, resource: &Resource, record: &Record) -> Markup {
    let subject = encoded(&format!("{}:{}", resource.name, record.key));
    html! {
        @if let Ok(audit) = visible(app, visitor, "audit") {
            p { a href=(format!("{}?f.subject={subject}", list_path(audit))) { (visitor.l(audit.title)) " →" } }
        }
    }
}
