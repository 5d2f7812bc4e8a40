//! Creates, saves and deletes rows. The transaction that makes a change writes it into the audit.

use std::collections::HashMap;
use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use maud::html;
use miaohui_admin::{Cell, Kind, Label, Order, Record, Resource, need};
use miaohui_db::Tx;
use serde_json::{Map, json};

use super::access::{editable, key, list_path, row_path};
use super::answers::{self, Answers};
use super::done::after_one;
use super::pieces;
use super::returning::Mistakes;
use super::row_page;
use super::table::Table;
use super::upload::claim;
use crate::app::App;
use crate::audit::{Actor, AuditEntry, audited};
use crate::error::{Error, Result};
use crate::failure::{Failure, text_of};
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
            answers::check_relations(&app, resource.fields, &mut read).await?;
            if !read.wrong.is_empty() {
                return refused(
                    &app,
                    &visitor,
                    resource,
                    &read.typed(resource.fields, &record),
                    read.wrong,
                    "",
                )
                .await;
            }
            let (now, uid, actor) = (app.clock.now_ms(), app.rng.hex32(), Actor::of(&visitor));
            let (table, new_files) = (Table::new(&app, resource), read.new_files());
            let typed = read.typed(resource.fields, &record);
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
                check_invariant(tx, resource)?;
                Ok::<_, Error>(created)
            };
            let created = app.db.write(insert).await;
            drop(new_files);
            match created {
                Ok(key) => Ok(see_other(&after_one(&row_path(resource, &key.unwrap_or_default())))),
                Err(error) => refused_as(&app, &visitor, resource, &typed, error).await,
            }
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

/// Shows a form with mistakes again (422).
async fn refused(
    app: &App,
    visitor: &Visitor,
    resource: &'static Resource,
    typed: &Record,
    wrong: HashMap<&'static str, Label>,
    text: &str,
) -> Result<Response> {
    let mut visitor = visitor.clone();
    if typed.key.is_empty() {
        visitor.origin.path = format!("{}/new", list_path(resource));
    }
    let mistakes = Mistakes { wrong, text: text.to_owned(), tried: None };
    let page = row_page::draw(app, &visitor, resource, typed, &mistakes, html! {}).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
}

/// Shows a form again that was refused as a whole; other errors have pages of their own.
async fn refused_as(
    app: &App,
    visitor: &Visitor,
    resource: &'static Resource,
    typed: &Record,
    error: Error,
) -> Result<Response> {
    if !error.is_refusal() {
        return Err(error);
    }
    refused(app, visitor, resource, typed, HashMap::new(), &text_of(&error, visitor.lang())).await
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
            if before.is_fixed {
                return refused_as(&app, &visitor, resource, &before, NOT_NOW.into()).await;
            }
            let mut read = answers::read(&app, &visitor, resource.fields, &mut form, &before).await?;
            answers::check_relations(&app, resource.fields, &mut read).await?;
            if !read.wrong.is_empty() {
                return refused(
                    &app,
                    &visitor,
                    resource,
                    &read.typed(resource.fields, &before),
                    read.wrong,
                    "",
                )
                .await;
            }
            let (now, actor) = (app.clock.now_ms(), Actor::of(&visitor));
            let typed = read.typed(resource.fields, &before);
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
                check_invariant(tx, resource)?;
                pieces::store(tx, resource, &key)?;
                Ok::<_, Error>(Some(table.find(tx, &key)?.is_some()))
            };
            let updated = app.db.write(update).await;
            drop(new_files);
            let updated = match updated {
                Ok(updated) => updated,
                Err(error) => return refused_as(&app, &visitor, resource, &typed, error).await,
            };
            match updated {
                Some(true) => Ok(see_other(&after_one(&path))),
                // The list does not show the row any more.
                Some(false) => Ok(see_other(&after_one(&list_path(resource)))),
                None => refused_as(&app, &visitor, resource, &typed, NOT_NOW.into()).await,
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
pub fn check_invariant(tx: &mut Tx<'_>, resource: &Resource) -> Result<()> {
    match resource.invariant.map(|check| check(tx)).transpose()?.flatten() {
        Some(broken) => Err(broken.into()),
        None => Ok(()),
    }
}

/// A row that is not in a state for a change.
const NOT_NOW: Label = Label("现在不能修改。", "It cannot be changed now.");

async fn delete(
    app: &App,
    visitor: &Visitor,
    resource: &'static Resource,
    before: Record,
) -> Result<Response> {
    if !resource.deletes {
        return Err(Error::NotFound);
    }
    let (now, actor, shown) = (app.clock.now_ms(), Actor::of(visitor), before.clone());
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
        check_invariant(tx, resource)?;
        Ok::<_, Error>(deleted.is_some())
    };
    match app.db.write(delete).await {
        Ok(true) => Ok(see_other(&after_one(&list_path(resource)))),
        Ok(false) => refused_as(app, visitor, resource, &shown, NOT_NOW.into()).await,
        Err(error) => refused_as(app, visitor, resource, &shown, error).await,
    }
}
