//! The WHERE of a list: the resource's own condition, filters and search. What people type is
//! bound.

use std::fmt::Write;

use miaohui_admin::{Cell, Field, Kind, Order, Resource};
use miaohui_db::Value;

/// The limit of counted rows, and of rows that a search finds by one field, so that a page of a
/// large table stays cheap.
pub const MOST_COUNTED: i64 = 10_000;

/// The number of rows of a page.
pub const PAGE_ROWS: i64 = 50;

/// The last page, because the cost of a page grows with its number.
pub const LAST_PAGE: i64 = MOST_COUNTED / PAGE_ROWS;

/// The rows of a list that a page asks for.
#[derive(Clone, Debug, Default)]
pub struct ListQuery {
    /// The beginning of a searched field, or the key.
    pub search: String,
    /// Filters: column and value. `none` is NULL for the column of the default filter.
    pub filters: Vec<(&'static str, String)>,
    /// The sorted column, and whether the order is descending.
    pub sort: Option<(&'static str, bool)>,
    /// The page, from 1.
    pub page: i64,
}

/// The value that a filter's text names; `None`: the field cannot have it.
pub fn filter_value(field: &Field, text: &str) -> Option<Cell> {
    match field.kind {
        Kind::Number | Kind::Relation(_) | Kind::Choice(_) | Kind::Image => text.parse().ok().map(Cell::Int),
        Kind::Flag => Some(Cell::Flag(text == "1")),
        _ => Some(Cell::Text(text.to_owned())),
    }
}

/// A condition that lets a statement use the console's own indexes (`migrations/0002_lists.sql`).
fn own_index(resource: &Resource, alias: &str) -> String {
    if resource.text_key { String::new() } else { format!(" AND {alias}.{} > 0", resource.key) }
}

/// WHERE, ORDER BY and the bound values of a statement over `t`.
pub struct Conditions {
    /// The condition.
    pub text: String,
    values: Vec<Cell>,
}

impl Conditions {
    /// The conditions of a list.
    pub fn of(resource: &Resource, query: &ListQuery) -> Self {
        let mut own = Self { text: String::from("1 = 1"), values: Vec::new() };
        if !resource.only.is_empty() {
            own.and(resource.only);
        }
        for (column, value) in &query.filters {
            let Some(field) = resource.field(column) else { continue };
            let is_default = resource.default_filter.is_some_and(|(default, _)| default == *column);
            if let Kind::Flag = field.kind {
                // The flag stands in the text, so that an index of the rare rows serves it.
                own.and(&format!("{}t.{column}", if value == "1" { "" } else { "NOT " }));
            } else if value == "none" && matches!(field.kind, Kind::Relation(_)) && is_default {
                own.and(&format!("t.{column} IS NULL"));
            } else {
                match filter_value(field, value) {
                    Some(cell) => {
                        let bind = own.bind(cell);
                        own.and(&format!("t.{column} = {bind}{}", own_index(resource, "t")));
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

    /// Adds a condition.
    pub fn and(&mut self, condition: &str) {
        let _ = write!(self.text, " AND ({condition})");
    }

    /// Adds a value; returns its place in the text.
    pub fn bind(&mut self, cell: Cell) -> String {
        self.values.push(cell);
        format!("${}", self.values.len())
    }

    /// Adds the search. The beginning of a text is a range, which an index serves.
    fn search(&mut self, resource: &Resource, text: &str) {
        let (table, key_column) = (resource.table, resource.key);
        let mut any = Vec::new();
        let key = if resource.text_key {
            Some(Cell::Text(text.to_owned()))
        } else {
            text.parse().ok().map(Cell::Int)
        };
        if let Some(key) = key {
            any.push(format!(
                "SELECT s.{key_column} FROM {table} s WHERE s.{key_column} = {}",
                self.bind(key)
            ));
        }
        for field in resource.fields.iter().filter(|field| field.in_search) {
            let from = self.bind(Cell::Text(text.to_owned()));
            let to = self.bind(Cell::Text(format!("{text}\u{10FFFF}")));
            any.push(format!(
                "SELECT found.{key_column} FROM (SELECT s.{key_column} FROM {table} s WHERE s.{0} >= {from} AND s.{0} < {to}{2} ORDER BY s.{0} LIMIT {1}) found",
                field.column,
                MOST_COUNTED + 1,
                own_index(resource, "s")
            ));
        }
        let found = format!("t.{key_column} IN ({})", any.join(" UNION ALL "));
        self.and(if any.is_empty() { "1 = 0" } else { &found });
    }

    /// The bound values.
    pub fn values(&self) -> Vec<Value<'_>> {
        self.values.iter().map(Value::from).collect()
    }
}

/// The ORDER BY of a list.
pub fn order(resource: &Resource, query: &ListQuery) -> String {
    let key = resource.key;
    match (query.sort, resource.order) {
        (Some((column, true)), _) => format!("t.{column} DESC, t.{key} DESC"),
        (None, Order::Newest) => format!("t.{key} DESC"),
        (Some((column, false)), _) | (None, Order::Position(column)) => format!("t.{column}, t.{key}"),
    }
}
