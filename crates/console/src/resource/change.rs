//! Rows are made, saved and deleted; each change is in the audit, in the transaction that makes it.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use maud::html;
use miaohui_db::Tx;
use serde_json::json;

use super::form::{self, Read};
use super::pages::{draw_form, dressed, editable, found};
use super::value::{Cell, Record};
use super::{Kind, Order, Resource, list, sql};
use crate::audit::{self, Actor, Deed};
use crate::form::Sent;
use crate::layout::{Failure, see};
use crate::visitor::Visitor;
use crate::{App, Error, Label, Lang, Result, need, resources};

/// Makes a new row.
pub async fn create(
    State(app): State<Arc<App>>,
    Path(name): Path<String>,
    sent: Sent<need::SeeContent>,
) -> Result<Response, Failure> {
    let Sent { visitor, mut form, .. } = sent;
    dressed(&visitor, async {
        let resource = editable(&name, &visitor)?;
        if !resource.creates {
            return Err(Error::NotFound);
        }
        let record = Record::default();
        let mut read = form::read(&app, &visitor, resource.fields, &mut form, None).await?;
        check_relations(&app, resource, &mut read).await?;
        if !read.wrong.is_empty() {
            let record = form::typed(resource, &record, &read);
            let page = draw_form(&app, &visitor, resource, &record, &read.wrong, html! {}).await?;
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
        }
        let (now, uid, actor) = (app.clock.now_ms(), app.rng.hex32(), Actor::of(&visitor));
        let lang = visitor.lang();
        let key = app
            .db
            .write(move |tx| {
                for picture in &read.pictures {
                    picture.insert(tx, now)?;
                }
                let mut cells = read.cells.clone();
                fill(tx, resource, &mut cells, &uid, now)?;
                let key = sql::insert(tx, resource, &cells)?;
                let deed = Deed {
                    action: "create",
                    resource: resource.name,
                    subject: &key,
                    changes: read.changes(None),
                };
                audit::insert(tx, &actor, deed, now)?;
                check_holds(tx, resource, lang)?;
                Ok::<_, Error>(key)
            })
            .await?;
        Ok(see(&format!("{}?done=1", list::page_of(resource, &key))))
    })
    .await
}

/// What the program itself puts into a new row.
fn fill(
    tx: &mut Tx<'_>,
    resource: &Resource,
    cells: &mut Vec<(&'static str, Cell)>,
    uid: &str,
    now: i64,
) -> miaohui_db::Result<()> {
    for field in resource.fields {
        match field.kind {
            Kind::Uid => cells.push((field.column, Cell::Text(uid.to_owned()))),
            Kind::Created | Kind::Updated => cells.push((field.column, Cell::Int(now))),
            _ => {}
        }
    }
    if let Order::Position(column) = resource.order
        && !cells.iter().any(|(name, _)| *name == column)
    {
        cells.push((column, Cell::Int(sql::next_position(tx, resource, column)?)));
    }
    Ok(())
}

/// A row that a field names must be there.
async fn check_relations(app: &App, resource: &'static Resource, read: &mut Read) -> Result<()> {
    let mut named = Vec::new();
    for (column, cell) in &read.cells {
        let field = resource.field(column).filter(|_| *cell != Cell::Null);
        if let Some(Kind::Relation(other)) = field.map(|field| field.kind)
            && let Some(other) = resources::find(other)
        {
            named.push((*column, other, cell.clone()));
        }
    }
    for (column, other, key) in named {
        match app.db.read(move |tx| sql::name(tx, other, &key)).await? {
            Some(name) => {
                read.names.insert(column, name);
            }
            None => {
                read.wrong.insert(column, Label("没有这条记录", "There is no such record"));
            }
        }
    }
    Ok(())
}

/// Saves or deletes a row.
pub async fn save(
    State(app): State<Arc<App>>,
    Path((name, key)): Path<(String, String)>,
    sent: Sent<need::SeeContent>,
) -> Result<Response, Failure> {
    let Sent { visitor, mut form, .. } = sent;
    dressed(&visitor, async {
        let resource = editable(&name, &visitor)?;
        let before = found(&app, resource, &key).await?;
        if form.text("_do") == "delete" {
            return delete(&app, &visitor, resource, before).await;
        }
        let mut read = form::read(&app, &visitor, resource.fields, &mut form, Some(&before)).await?;
        check_relations(&app, resource, &mut read).await?;
        let changes = read.changes(Some(&before));
        if !read.wrong.is_empty() {
            let record = form::typed(resource, &before, &read);
            let page = draw_form(&app, &visitor, resource, &record, &read.wrong, html! {}).await?;
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
        }
        let (now, actor, id) = (app.clock.now_ms(), Actor::of(&visitor), cell_key(resource, &key)?);
        let (path, lang) = (list::page_of(resource, &key), visitor.lang());
        let saved = app
            .db
            .write(move |tx| {
                for picture in &read.pictures {
                    picture.insert(tx, now)?;
                }
                let mut cells = read.cells.clone();
                cells.retain(|(column, _)| changes.contains_key(*column));
                let updated = resource.fields.iter().filter(|field| matches!(field.kind, Kind::Updated));
                if !cells.is_empty() {
                    cells.extend(updated.map(|field| (field.column, Cell::Int(now))));
                }
                if !sql::update(tx, resource, &id, &cells)? {
                    return Ok(None);
                }
                if !changes.is_empty() {
                    let deed = Deed {
                        action: "save",
                        resource: resource.name,
                        subject: &key,
                        changes: changes.clone(),
                    };
                    audit::insert(tx, &actor, deed, now)?;
                }
                check_holds(tx, resource, lang)?;
                Ok::<_, Error>(Some(sql::find(tx, resource, &id)?.is_some()))
            })
            .await?;
        match saved {
            Some(true) => Ok(see(&format!("{path}?done=1"))),
            // The change took it out of this list.
            Some(false) => Ok(see(&format!("/console/r/{name}?done=1"))),
            None => Err(not_now(&visitor)),
        }
    })
    .await
}

/// Undoes a change after which a resource does not hold any more.
pub(super) fn check_holds(tx: &mut Tx<'_>, resource: &Resource, lang: Lang) -> Result<()> {
    match resource.holds.map(|holds| holds(tx)).transpose()?.flatten() {
        Some(broken) => Err(Error::Invalid(broken.of(lang).into())),
        None => Ok(()),
    }
}

/// The key of a path; one that cannot be is 404.
pub(super) fn cell_key(resource: &Resource, key: &str) -> Result<Cell> {
    sql::key(resource, key).ok_or(Error::NotFound)
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
    let (now, actor, id) = (app.clock.now_ms(), Actor::of(visitor), cell_key(resource, &before.key)?);
    let lang = visitor.lang();
    let deleted = app
        .db
        .write(move |tx| {
            // What names it would go with it.
            if sql::is_used(tx, resource, &id)? {
                return Err(Error::InUse);
            }
            if !sql::delete(tx, resource, &id)? {
                return Ok(false);
            }
            let cells =
                before.cells.iter().map(|(column, cell)| ((*column).to_owned(), json!([cell.json(), null])));
            let deed = Deed {
                action: "delete",
                resource: resource.name,
                subject: &before.key,
                changes: cells.collect(),
            };
            audit::insert(tx, &actor, deed, now)?;
            check_holds(tx, resource, lang)?;
            Ok::<_, Error>(true)
        })
        .await?;
    if deleted { Ok(see(&format!("/console/r/{}?done=1", resource.name))) } else { Err(not_now(visitor)) }
}
