//! Actions on rows, and rows dragged into order.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::Response;
use miaohui_db::Tx;
use serde_json::{Map, Value, json};

use super::change::{cell_key, check_holds};
use super::form::{self, Read};
use super::pages::{dressed, editable, found};
use super::value::Cell;
use super::{Act, Action, On, Order, Resource, Wakes, list, sql};
use crate::audit::{self, Actor, Deed};
use crate::form::Sent;
use crate::layout::{Failure, see};
use crate::visitor::Visitor;
use crate::{App, Error, Result, need, resources};

/// Does an action to rows, all of them in one transaction.
pub async fn act(
    State(app): State<Arc<App>>,
    Path((name, action)): Path<(String, String)>,
    sent: Sent<need::SeeContent>,
) -> Result<Response, Failure> {
    let Sent { visitor, mut form, .. } = sent;
    dressed(&visitor, async {
        let resource = resources::visible(&name, &visitor)?;
        let action = resource.actions.iter().find(|own| own.name == action).ok_or(Error::NotFound)?;
        visitor.require(action.need)?;
        let asked = form::read(&app, &visitor, action.asks, &mut form, None).await?;
        if let Some((column, wrong)) = asked.wrong.iter().next() {
            let label =
                action.asks.iter().find(|field| field.column == *column).map_or("", |f| visitor.l(f.label));
            return Err(Error::Invalid(format!("{label}: {}", visitor.l(*wrong))));
        }
        let keys: Vec<String> = match action.on {
            On::Rows => form.all("id").map(str::to_owned).collect(),
            On::Resource => vec!["0".to_owned()],
        };
        let list = format!("/console/r/{name}");
        let row = keys.first().filter(|key| form.text("back") == list::page_of(resource, key)).cloned();
        let (done, left) = run(&app, &visitor, resource, action, keys, asked).await?;
        // What was done to a row may have taken it out of this list.
        let back = match row {
            Some(key) if found(&app, resource, &key).await.is_ok() => list::page_of(resource, &key),
            _ => list,
        };
        Ok(see(&format!("{back}?done={done}&left={left}")))
    })
    .await
}

async fn run(
    app: &Arc<App>,
    visitor: &Visitor,
    resource: &'static Resource,
    action: &'static Action,
    keys: Vec<String>,
    asked: Read,
) -> Result<(usize, usize)> {
    let (now, actor, staff, desk) =
        (app.clock.now_ms(), Actor::of(visitor), visitor.staff.clone(), app.desk.clone());
    let lang = visitor.lang();
    let job = move |tx: &mut Tx<'_>| {
        for picture in &asked.pictures {
            picture.insert(tx, now)?;
        }
        let said: Map<String, Value> =
            asked.cells.iter().map(|(column, cell)| ((*column).to_owned(), cell.json())).collect();
        let (mut done, mut left) = (0, 0);
        for key in &keys {
            let id = key.parse().unwrap_or(0);
            let mut act = Act { tx, id, key, asked: &asked.cells, staff: &staff, now, desk: &desk };
            if !(action.run)(&mut act)? {
                left += 1;
                continue;
            }
            done += 1;
            let deed =
                Deed { action: action.name, resource: resource.name, subject: key, changes: said.clone() };
            audit::insert(tx, &actor, deed, now)?;
        }
        check_holds(tx, resource, lang)?;
        Ok::<_, Error>((done, left))
    };
    let done = app.db.write(job).await?;
    match action.wakes {
        Some(Wakes::Outbox) => app.outbox.wake(),
        Some(Wakes::Words) => drop(app.words.reload(&app.db).await.map_err(Error::unexpected)?),
        None => {}
    }
    Ok(done)
}

/// Sets the order in which rows were dragged.
pub async fn reorder(
    State(app): State<Arc<App>>,
    Path(name): Path<String>,
    sent: Sent<need::SeeContent>,
) -> Result<Response, Failure> {
    let Sent { visitor, form, .. } = sent;
    dressed(&visitor, async {
        let resource = editable(&name, &visitor)?;
        let Order::Position(column) = resource.order else { return Err(Error::NotFound) };
        let keys: Vec<String> = form.all("order").map(str::to_owned).collect();
        let (now, actor) = (app.clock.now_ms(), Actor::of(&visitor));
        app.db
            .write(move |tx| {
                if !arrange(tx, resource, column, &keys)? {
                    return Ok(());
                }
                let changes = Map::from_iter([("order".to_owned(), json!(keys))]);
                let deed = Deed { action: "order", resource: resource.name, subject: "", changes };
                audit::insert(tx, &actor, deed, now)?;
                Ok::<_, Error>(())
            })
            .await?;
        Ok(see(&format!("/console/r/{name}?done=1")))
    })
    .await
}

/// Gives rows the places that they have together, in a new order, so that those of other pages stay where they are. `false`:
/// they stand like that already.
fn arrange(tx: &mut Tx<'_>, resource: &Resource, column: &'static str, keys: &[String]) -> Result<bool> {
    let mut rows: Vec<(Cell, i64)> = Vec::new();
    for key in keys {
        let key = cell_key(resource, key)?;
        if let Some(place) = sql::position(tx, resource, column, &key)?
            && !rows.iter().any(|(other, _)| *other == key)
        {
            rows.push((key, place));
        }
    }
    let mut places: Vec<i64> = rows.iter().map(|(_, place)| *place).collect();
    places.sort_unstable();
    let mut least = i64::MIN;
    let mut moved = false;
    for ((key, before), place) in rows.iter().zip(places) {
        let place = place.max(least);
        least = place.saturating_add(1);
        if place != *before {
            sql::update(tx, resource, key, &[(column, Cell::Int(place))])?;
            moved = true;
        }
    }
    Ok(moved)
}
