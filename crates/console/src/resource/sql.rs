//! The statements of resources: put together from their descriptions; what people type is bound.

use std::fmt::Write;

use miaohui_db::{Result, Row, Sql, Tx, Value};

use super::value::{Cell, Record, for_filter};
use super::{Field, Kind, Order, Resource};
use crate::resources;

/// Most rows of a page.
pub const MOST_PAGE: i64 = 50;

/// Most rows that are counted, and that a search finds by one field, so that a page costs the same in a large table.
const MOST_COUNTED: i64 = 10_000;

/// Which rows of a list are wanted.
#[derive(Clone, Debug, Default)]
pub struct ListQuery {
    /// How a searched field begins, or the key.
    pub search: String,
    /// Field → value. For the filter that a list begins with, `none` is nothing.
    pub filters: Vec<(&'static str, String)>,
    /// The field sorted by, and whether from the greatest down.
    pub sort: Option<(&'static str, bool)>,
    /// From 1.
    pub page: i64,
}

/// A page of a list.
pub struct Listed {
    /// Its rows.
    pub rows: Vec<Record>,
    /// How many there are in all, as far as they are counted.
    pub count: i64,
    /// Whether there are more than were counted.
    pub is_more: bool,
}

/// The SQL of a field over `t`.
fn expression(field: &Field) -> String {
    match field.kind {
        Kind::Sql(expression) | Kind::Path(expression) => format!("({expression})"),
        _ => format!("t.{}", field.column),
    }
}

/// The SELECT list of a resource: key, fields, and the names of what they name.
fn columns(resource: &Resource) -> String {
    let mut list = format!("t.{}", resource.key);
    for field in resource.fields {
        let _ = write!(list, ", {}", expression(field));
    }
    for other in resource.fields.iter().filter_map(named) {
        let (field, other) = other;
        let _ = write!(
            list,
            ", (SELECT CAST(o.{} AS TEXT) FROM {} o WHERE o.{} = t.{})",
            other.label, other.table, other.key, field.column
        );
    }
    list
}

/// A field that names a row of another resource.
fn named(field: &'static Field) -> Option<(&'static Field, &'static Resource)> {
    match field.kind {
        Kind::Relation(name) => resources::find(name).map(|other| (field, other)),
        _ => None,
    }
}

fn record(resource: &'static Resource, row: &Row<'_>) -> Result<Record> {
    let mut columns = row.columns();
    let mut record = Record { key: columns.take::<Cell>()?.plain(), ..Record::default() };
    for field in resource.fields {
        record.cells.insert(field.column, columns.take()?);
    }
    for (field, _) in resource.fields.iter().filter_map(named) {
        record.names.insert(field.column, columns.take::<Option<String>>()?.unwrap_or_default());
    }
    Ok(record)
}

/// What lets a statement use the indexes that are for the console alone (`migrations/0002_lists.sql`).
fn is_own(resource: &Resource, alias: &str) -> String {
    if resource.text_key { String::new() } else { format!(" AND {alias}.{} > 0", resource.key) }
}

/// WHERE and its binds.
struct Conditions {
    text: String,
    binds: Vec<Cell>,
}

impl Conditions {
    fn of(resource: &'static Resource, query: &ListQuery) -> Self {
        let mut own = Self { text: String::from("1 = 1"), binds: Vec::new() };
        if !resource.only.is_empty() {
            own.and(resource.only);
        }
        for (column, value) in &query.filters {
            let Some(field) = resource.field(column) else { continue };
            let is_first = resource.first_filter.is_some_and(|(first, _)| first == *column);
            if let Kind::Flag = field.kind {
                // Spelled out, so that an index of the rare ones serves.
                own.and(&format!("{}t.{column}", if value == "1" { "" } else { "NOT " }));
            } else if value == "none" && matches!(field.kind, Kind::Relation(_)) && is_first {
                own.and(&format!("t.{column} IS NULL"));
            } else {
                match for_filter(field, value) {
                    Some(cell) => {
                        let bind = own.bind(cell);
                        own.and(&format!("t.{column} = {bind}{}", is_own(resource, "t")));
                    }
                    None => own.and("1 = 0"),
                }
            }
        }
        if !query.search.is_empty() {
            own.search(resource, &query.search);
        }
        own
    }

    fn and(&mut self, condition: &str) {
        let _ = write!(self.text, " AND ({condition})");
    }

    fn bind(&mut self, cell: Cell) -> String {
        self.binds.push(cell);
        format!("${}", self.binds.len())
    }

    /// How a text begins is a range, which an index serves.
    fn search(&mut self, resource: &Resource, text: &str) {
        let (table, own) = (resource.table, resource.key);
        let mut any = Vec::new();
        let key = if resource.text_key {
            Some(Cell::Text(text.to_owned()))
        } else {
            text.parse().ok().map(Cell::Int)
        };
        if let Some(key) = key {
            any.push(format!("SELECT s.{own} FROM {table} s WHERE s.{own} = {}", self.bind(key)));
        }
        for field in resource.fields.iter().filter(|field| field.in_search) {
            let from = self.bind(Cell::Text(text.to_owned()));
            let to = self.bind(Cell::Text(format!("{text}\u{10FFFF}")));
            any.push(format!(
                "SELECT found.{own} FROM (SELECT s.{own} FROM {table} s WHERE s.{0} >= {from} AND s.{0} < {to}{2} ORDER BY s.{0} LIMIT {1}) found",
                field.column,
                MOST_COUNTED + 1,
                is_own(resource, "s")
            ));
        }
        let found = format!("t.{own} IN ({})", any.join(" UNION ALL "));
        self.and(if any.is_empty() { "1 = 0" } else { &found });
    }

    fn values(&self) -> Vec<Value<'_>> {
        self.binds.iter().map(Value::from).collect()
    }
}

fn order(resource: &Resource, query: &ListQuery) -> String {
    let key = resource.key;
    match (query.sort, resource.order) {
        (Some((column, true)), _) => format!("t.{column} DESC, t.{key} DESC"),
        (None, Order::Newest) => format!("t.{key} DESC"),
        (Some((column, false)), _) | (None, Order::Position(column)) => format!("t.{column}, t.{key}"),
    }
}

/// A page of a list.
pub fn list(tx: &mut Tx<'_>, resource: &'static Resource, query: &ListQuery) -> Result<Listed> {
    let conditions = Conditions::of(resource, query);
    let (table, binds) = (resource.table, conditions.values());
    let count = format!(
        "SELECT COUNT(*) FROM (SELECT 1 FROM {table} t WHERE {} LIMIT {}) counted",
        conditions.text,
        MOST_COUNTED + 1
    );
    let (count,): (i64,) = tx.query_one(Sql::Built(&count), &binds)?;
    let from = (query.page.max(1) - 1).saturating_mul(MOST_PAGE);
    let rows = select(tx, resource, &conditions, &order(resource, query), MOST_PAGE, from)?;
    Ok(Listed { rows, count: count.min(MOST_COUNTED), is_more: count > MOST_COUNTED })
}

/// Rows of a list after a key, in the order of keys from the greatest down, for exports.
pub fn after(
    tx: &mut Tx<'_>,
    resource: &'static Resource,
    query: &ListQuery,
    after: Option<&Cell>,
    most: i64,
) -> Result<Vec<Record>> {
    let mut conditions = Conditions::of(resource, query);
    if let Some(after) = after {
        let bind = conditions.bind(after.clone());
        conditions.and(&format!("t.{} < {bind}", resource.key));
    }
    select(tx, resource, &conditions, &format!("t.{} DESC", resource.key), most, 0)
}

fn select(
    tx: &mut Tx<'_>,
    resource: &'static Resource,
    conditions: &Conditions,
    order: &str,
    most: i64,
    from: i64,
) -> Result<Vec<Record>> {
    let text = format!(
        "SELECT {} FROM {} t WHERE {} ORDER BY {order} LIMIT {most} OFFSET {from}",
        columns(resource),
        resource.table,
        conditions.text
    );
    let mut rows = Vec::new();
    tx.for_each(Sql::Built(&text), &conditions.values(), |row| {
        rows.push(record(resource, row)?);
        Ok(())
    })?;
    Ok(rows)
}

/// The key of a path; `None` if it cannot be one.
pub fn key(resource: &Resource, text: &str) -> Option<Cell> {
    if resource.text_key { Some(Cell::Text(text.to_owned())) } else { text.parse().ok().map(Cell::Int) }
}

/// A row.
pub fn find(tx: &mut Tx<'_>, resource: &'static Resource, key: &Cell) -> Result<Option<Record>> {
    let mut conditions = Conditions::of(resource, &ListQuery::default());
    let bind = conditions.bind(key.clone());
    conditions.and(&format!("t.{} = {bind}", resource.key));
    Ok(select(tx, resource, &conditions, &format!("t.{}", resource.key), 1, 0)?.pop())
}

/// Rows to choose from: those whose names begin with a text, else the newest.
pub fn pick(tx: &mut Tx<'_>, resource: &'static Resource, text: &str) -> Result<Vec<(String, String)>> {
    let query = ListQuery { search: text.to_owned(), ..ListQuery::default() };
    let conditions = Conditions::of(resource, &query);
    let text = format!(
        "SELECT CAST(t.{} AS TEXT), CAST(t.{} AS TEXT) FROM {} t WHERE {} ORDER BY t.{} DESC LIMIT 20",
        resource.key, resource.label, resource.table, conditions.text, resource.key
    );
    tx.query(Sql::Built(&text), &conditions.values())
}

/// What a row is called.
pub fn name(tx: &mut Tx<'_>, resource: &'static Resource, key: &Cell) -> Result<Option<String>> {
    let text = format!(
        "SELECT CAST(t.{} AS TEXT) FROM {} t WHERE t.{} = $1",
        resource.label, resource.table, resource.key
    );
    let found: Option<(String,)> = tx.query_opt(Sql::Built(&text), &[key.into()])?;
    Ok(found.map(|(name,)| name))
}

/// Stores a new row; its key.
pub fn insert(tx: &mut Tx<'_>, resource: &Resource, cells: &[(&'static str, Cell)]) -> Result<String> {
    let names: Vec<&str> = cells.iter().map(|(column, _)| *column).collect();
    let binds: Vec<String> = (1..=cells.len()).map(|n| format!("${n}")).collect();
    let text = format!(
        "INSERT INTO {} ({}) VALUES ({}) RETURNING {}",
        resource.table,
        names.join(", "),
        binds.join(", "),
        resource.key
    );
    let values: Vec<Value<'_>> = cells.iter().map(|(_, cell)| cell.into()).collect();
    let mut key = Cell::Null;
    tx.for_each(Sql::Built(&text), &values, |row| {
        key = row.get(0)?;
        Ok(())
    })?;
    Ok(key.plain())
}

/// Whether rows of other resources name a row, or what else its description asks.
pub fn is_used(tx: &mut Tx<'_>, resource: &Resource, key: &Cell) -> Result<bool> {
    let mut named: Vec<String> = Vec::new();
    for other in resources::ALL {
        for field in other.fields {
            if matches!(field.kind, Kind::Relation(name) if name == resource.name) {
                named.push(format!("SELECT 1 FROM {} t WHERE t.{} = $1", other.table, field.column));
            }
        }
    }
    if !resource.used.is_empty() {
        named.push(format!(
            "SELECT 1 FROM {} t WHERE t.{} = $1 AND {}",
            resource.table, resource.key, resource.used
        ));
    }
    for text in named {
        if tx.query_opt::<(i64,)>(
            Sql::Built(&format!("SELECT COUNT(*) FROM ({text} LIMIT 1) named")),
            &[key.into()],
        )? != Some((0,))
        {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Changes a row; `false` if it cannot be changed now.
pub fn update(
    tx: &mut Tx<'_>,
    resource: &Resource,
    key: &Cell,
    cells: &[(&'static str, Cell)],
) -> Result<bool> {
    if cells.is_empty() {
        return Ok(true);
    }
    let sets: Vec<String> =
        cells.iter().enumerate().map(|(n, (column, _))| format!("{column} = ${}", n + 2)).collect();
    let text = format!(
        "UPDATE {} SET {} WHERE {} = $1{}",
        resource.table,
        sets.join(", "),
        resource.key,
        guard(resource)
    );
    let values: Vec<Value<'_>> =
        std::iter::once(key).chain(cells.iter().map(|(_, cell)| cell)).map(Value::from).collect();
    Ok(tx.execute(Sql::Built(&text), &values)? == 1)
}

/// Deletes a row; `false` if it cannot be deleted now.
pub fn delete(tx: &mut Tx<'_>, resource: &Resource, key: &Cell) -> Result<bool> {
    let text = format!("DELETE FROM {} WHERE {} = $1{}", resource.table, resource.key, guard(resource));
    Ok(tx.execute(Sql::Built(&text), &[key.into()])? == 1)
}

fn guard(resource: &Resource) -> String {
    if resource.editable.is_empty() { String::new() } else { format!(" AND ({})", resource.editable) }
}

/// Where a row of an order stands; nothing for a row that is not in it.
pub fn position(tx: &mut Tx<'_>, resource: &Resource, column: &str, key: &Cell) -> Result<Option<i64>> {
    let only = if resource.only.is_empty() { "1 = 1" } else { resource.only };
    let text =
        format!("SELECT t.{column} FROM {} t WHERE t.{} = $1 AND {only}", resource.table, resource.key);
    Ok(tx.query_opt::<(i64,)>(Sql::Built(&text), &[key.into()])?.map(|(position,)| position))
}

/// The place after the last one of an order.
pub fn next_position(tx: &mut Tx<'_>, resource: &Resource, column: &str) -> Result<i64> {
    let text = format!("SELECT COALESCE(MAX({column}), 0) + 1 FROM {}", resource.table);
    let (next,): (i64,) = tx.query_one(Sql::Built(&text), &[])?;
    Ok(next)
}
