//! `POST /console/r/{resource}/order`: the order into which rows were dragged.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::Response;
use miaohui_admin::{Cell, Order, need};
use miaohui_db::Tx;
use serde_json::{Map, json};

use super::access::{editable, key, list_path};
use super::done::after_one;
use super::table::Table;
use crate::app::App;
use crate::audit::{Actor, AuditEntry, audited};
use crate::error::{Error, Result};
use crate::failure::Failure;
use crate::form::SubmittedForm;
use crate::html::see_other;

/// Saves the order of a page.
pub async fn reorder(
    State(app): State<Arc<App>>,
    Path(name): Path<String>,
    SubmittedForm { visitor, form, .. }: SubmittedForm<need::SeeContent>,
) -> Result<Response, Failure> {
    visitor
        .run(async {
            let resource = editable(&app, &visitor, &name)?;
            let Order::Position(column) = resource.order else { return Err(Error::NotFound) };
            let keys: Vec<String> = form.all("order").map(str::to_owned).collect();
            let (now, actor, table) = (app.clock.now_ms(), Actor::of(&visitor), Table::new(&app, resource));
            let save = move |tx: &mut Tx<'_>| {
                audited(tx, &actor, now, |tx| {
                    let entry = || AuditEntry {
                        action: "order",
                        resource: resource.name,
                        subject: String::new(),
                        changes: Map::from_iter([("order".to_owned(), json!(keys))]),
                    };
                    Ok::<_, Error>(permute(tx, &table, column, &keys)?.then(entry))
                })
            };
            app.db.write(save).await?;
            Ok(see_other(&after_one(&list_path(resource))))
        })
        .await
}

/// Permutes the positions of these rows, so that the rows of other pages keep theirs; `false`:
/// nothing changes.
fn permute(tx: &mut Tx<'_>, table: &Table, column: &'static str, keys: &[String]) -> Result<bool> {
    let mut rows: Vec<(Cell, i64)> = Vec::new();
    for text in keys {
        let key = key(table.resource, text)?;
        if let Some(position) = table.position(tx, column, &key)?
            && !rows.iter().any(|(other, _)| *other == key)
        {
            rows.push((key, position));
        }
    }
    let mut positions: Vec<i64> = rows.iter().map(|(_, position)| *position).collect();
    positions.sort_unstable();
    let mut least = i64::MIN;
    let mut is_changed = false;
    for ((key, before), position) in rows.iter().zip(positions) {
        let position = position.max(least);
        least = position.saturating_add(1);
        if position != *before {
            table.update(tx, key, &[(column, Cell::Int(position))])?;
            is_changed = true;
        }
    }
    Ok(is_changed)
}
