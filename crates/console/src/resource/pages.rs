//! The pages of all resources.

use std::collections::HashMap;
use std::sync::Arc;

use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use miaohui_db::Tx;
use serde_json::{Map, Value, json};

use super::form::{self, Read};
use super::list::{self, Address};
use super::sql;
use super::value::{Cell, Record};
use super::{Act, Action, Kind, On, Order, Resource, Wakes};
use crate::audit::{self, Actor, Deed};
use crate::form::Sent;
use crate::layout::{self, Failure, Part, notice, see};
use crate::visitor::Visitor;
use crate::{App, Error, Lang, Result, need, resources};

type Pairs = Query<Vec<(String, String)>>;

/// Runs a page and dresses what fails.
async fn dressed(
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

fn editable(name: &str, visitor: &Visitor) -> Result<&'static Resource> {
    let resource = resources::visible(name, visitor)?;
    if list::may_edit(visitor, resource) { Ok(resource) } else { Err(Error::Forbidden) }
}

async fn draw_form(
    app: &App,
    visitor: &Visitor,
    resource: &'static Resource,
    record: &Record,
    wrong: &HashMap<&'static str, crate::Label>,
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

async fn found(app: &App, resource: &'static Resource, key: &str) -> Result<Record> {
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
            return Ok((axum::http::StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
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
                read.wrong.insert(column, crate::Label("没有这条记录", "There is no such record"));
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
            return Ok((axum::http::StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
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
fn check_holds(tx: &mut Tx<'_>, resource: &Resource, lang: Lang) -> Result<()> {
    match resource.holds.map(|holds| holds(tx)).transpose()?.flatten() {
        Some(broken) => Err(Error::Invalid(broken.of(lang).into())),
        None => Ok(()),
    }
}

fn cell_key(resource: &Resource, key: &str) -> Result<Cell> {
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
