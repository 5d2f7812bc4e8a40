//! Creates, saves and deletes rows. The transaction that makes a change writes it into the audit.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use maud::html;
use miaohui_admin::{Cell, Kind, Label, Lang, Order, Record, Resource, need};
use miaohui_db::Tx;
use serde_json::{Map, json};

use super::access::{editable, key, list_path, row_path};
use super::answers::{self, Answers};
use super::done::after_one;
use super::row_page;
use super::table::Table;
use super::upload::claim;
use crate::app::App;
use crate::audit::{Actor, AuditEntry, audited};
use crate::error::{Error, Result};
use crate::failure::Failure;
use crate::form::SubmittedForm;
use crate::html::see_other;
use crate::visitor::Visitor;

/// Creates a row.
pub async fn create(
    State(app): State<Arc<App>>,
    Path(name): Path<String>,
    SubmittedForm { visitor, mut form, .. }: SubmittedForm<need::SeeContent>,
) -> Result<Response, Failure> {
    visitor
        .run(async {
            let resource = editable(&app, &visitor, &name)?;
            if !resource.creates {
                return Err(Error::NotFound);
            }
            let record = Record::default();
            let mut read = answers::read(&app, &visitor, resource.fields, &mut form, &record).await?;
            check_relations(&app, resource, &mut read).await?;
            if !read.wrong.is_empty() {
                return refused(&app, &visitor, resource, &record, &read).await;
            }
            let (now, uid, actor) = (app.clock.now_ms(), app.rng.hex32(), Actor::of(&visitor));
            let (table, lang, new_files) = (Table::new(&app, resource), visitor.lang(), read.new_files());
            let insert = move |tx: &mut Tx<'_>| {
                let created = audited(tx, &actor, now, |tx| {
                    for picture in &read.pictures {
                        picture.insert(tx, now)?;
                    }
                    let mut cells = read.cells.clone();
                    fill(tx, &table, &mut cells, &uid, now)?;
                    let subject = table.insert(tx, &cells)?;
                    claim(tx, resource, &cells)?;
                    let changes = read.changes(&Record::default());
                    Ok::<_, Error>(Some(AuditEntry {
                        action: "create",
                        resource: resource.name,
                        subject,
                        changes,
                    }))
                })?;
                check_invariant(tx, resource, lang)?;
                Ok::<_, Error>(created)
            };
            let key = app.db.write(insert).await?.unwrap_or_default();
            drop(new_files);
            Ok(see_other(&after_one(&row_path(resource, &key))))
        })
        .await
}

/// Adds the values of a new row that no form has.
fn fill(
    tx: &mut Tx<'_>,
    table: &Table,
    cells: &mut Vec<(&'static str, Cell)>,
    uid: &str,
    now: i64,
) -> miaohui_db::Result<()> {
    for field in table.resource.fields {
        match field.kind {
            Kind::Uid => cells.push((field.column, Cell::Text(uid.to_owned()))),
            Kind::Created | Kind::Updated => cells.push((field.column, Cell::Int(now))),
            _ => {}
        }
    }
    if let Order::Position(column) = table.resource.order
        && !cells.iter().any(|(name, _)| *name == column)
    {
        cells.push((column, Cell::Int(table.next_position(tx, column)?)));
    }
    Ok(())
}

/// Checks that related rows exist, and reads their labels.
async fn check_relations(app: &App, resource: &'static Resource, read: &mut Answers) -> Result<()> {
    let mut related = Vec::new();
    for (column, cell) in &read.cells {
        let field = resource.field(column).filter(|_| *cell != Cell::Null);
        if let Some(Kind::Relation(other)) = field.map(|field| field.kind)
            && let Some(other) = app.registry.resource(other)
        {
            related.push((*column, Table::new(app, other), cell.clone()));
        }
    }
    for (column, other, key) in related {
        match app.db.read(move |tx| other.label(tx, &key)).await? {
            Some(label) => {
                read.names.insert(column, label);
            }
            None => {
                read.wrong.insert(column, Label("没有这条记录", "There is no such record"));
            }
        }
    }
    Ok(())
}

/// Shows a form with mistakes again (422).
async fn refused(
    app: &App,
    visitor: &Visitor,
    resource: &'static Resource,
    record: &Record,
    read: &Answers,
) -> Result<Response> {
    let typed = read.typed(resource, record);
    let page = row_page::draw(app, visitor, resource, &typed, &read.wrong, html! {}).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
}

/// Saves or deletes a row.
pub async fn save(
    State(app): State<Arc<App>>,
    Path((name, text)): Path<(String, String)>,
    SubmittedForm { visitor, mut form, .. }: SubmittedForm<need::SeeContent>,
) -> Result<Response, Failure> {
    visitor
        .run(async {
            let resource = editable(&app, &visitor, &name)?;
            let before = row_page::find(&app, resource, &text).await?;
            if form.text("_do") == "delete" {
                return delete(&app, &visitor, resource, before).await;
            }
            let mut read = answers::read(&app, &visitor, resource.fields, &mut form, &before).await?;
            check_relations(&app, resource, &mut read).await?;
            if !read.wrong.is_empty() {
                return refused(&app, &visitor, resource, &before, &read).await;
            }
            let (now, actor, lang) = (app.clock.now_ms(), Actor::of(&visitor), visitor.lang());
            let (path, key) = (row_path(resource, &text), key(resource, &text)?);
            let (table, changes) = (Table::new(&app, resource), read.changes(&before));
            let new_files = read.new_files();
            let update = move |tx: &mut Tx<'_>| {
                let mut is_updated = false;
                audited(tx, &actor, now, |tx| {
                    let cells = changed_cells(tx, resource, &read, &changes, now)?;
                    is_updated = table.update(tx, &key, &cells)?;
                    let entry = || AuditEntry {
                        action: "save",
                        resource: resource.name,
                        subject: text.clone(),
                        changes: changes.clone(),
                    };
                    Ok::<_, Error>((is_updated && !changes.is_empty()).then(entry))
                })?;
                if !is_updated {
                    return Ok(None);
                }
                check_invariant(tx, resource, lang)?;
                Ok::<_, Error>(Some(table.find(tx, &key)?.is_some()))
            };
            let updated = app.db.write(update).await?;
            drop(new_files);
            match updated {
                Some(true) => Ok(see_other(&after_one(&path))),
                // The list does not show the row any more.
                Some(false) => Ok(see_other(&after_one(&list_path(resource)))),
                None => Err(not_now(&visitor)),
            }
        })
        .await
}

/// Records the uploaded pictures; returns the columns that change, with the time of the change.
fn changed_cells(
    tx: &mut Tx<'_>,
    resource: &Resource,
    read: &Answers,
    changes: &Map<String, serde_json::Value>,
    now: i64,
) -> miaohui_db::Result<Vec<(&'static str, Cell)>> {
    for picture in &read.pictures {
        picture.insert(tx, now)?;
    }
    let mut cells = read.cells.clone();
    cells.retain(|(column, _)| changes.contains_key(*column));
    claim(tx, resource, &cells)?;
    if !cells.is_empty() {
        let updated = resource.fields.iter().filter(|field| matches!(field.kind, Kind::Updated));
        cells.extend(updated.map(|field| (field.column, Cell::Int(now))));
    }
    Ok(cells)
}

/// Refuses a change after which the resource's invariant does not hold.
pub fn check_invariant(tx: &mut Tx<'_>, resource: &Resource, lang: Lang) -> Result<()> {
    match resource.invariant.map(|check| check(tx)).transpose()?.flatten() {
        Some(broken) => Err(Error::Invalid(broken.of(lang).into())),
        None => Ok(()),
    }
}

fn not_now(visitor: &Visitor) -> Error {
    Error::Invalid(visitor.t("现在不能修改。", "It cannot be changed now.").into())
}

async fn delete(
    app: &App,
    visitor: &Visitor,
    resource: &'static Resource,
    before: Record,
) -> Result<Response> {
    if !resource.deletes {
        return Err(Error::NotFound);
    }
    let (now, actor, lang) = (app.clock.now_ms(), Actor::of(visitor), visitor.lang());
    let (table, key) = (Table::new(app, resource), key(resource, &before.key)?);
    let delete = move |tx: &mut Tx<'_>| {
        let deleted = audited(tx, &actor, now, |tx| {
            // The database would delete some of the rows that refer to it.
            if table.is_in_use(tx, &key)? {
                return Err(Error::InUse);
            }
            let cells =
                before.cells.iter().map(|(column, cell)| ((*column).to_owned(), json!([cell.json(), null])));
            let entry = AuditEntry {
                action: "delete",
                resource: resource.name,
                subject: before.key.clone(),
                changes: cells.collect(),
            };
            Ok(table.delete(tx, &key)?.then_some(entry))
        })?;
        check_invariant(tx, resource, lang)?;
        Ok::<_, Error>(deleted.is_some())
    };
    if app.db.write(delete).await? {
        Ok(see_other(&after_one(&list_path(resource))))
    } else {
        Err(not_now(visitor))
    }
}
