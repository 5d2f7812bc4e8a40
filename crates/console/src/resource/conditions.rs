//! The WHERE of a list: the resource's own condition, filters, days and search. What people type is
//! bound.

use miaohui_admin::{Cell, Field, Kind, Naming, Order, Resource};

pub use super::clause::Conditions;
use super::clause::own_index;
pub use super::list_query::{ListQuery, MOST_COUNTED, Narrowed};
use super::search;

/// The value that a filter's text names; `None`: the field cannot have it.
pub fn filter_value(field: &Field, text: &str) -> Option<Cell> {
    match field.kind {
        Kind::Choice(choices) | Kind::Word(choices) if !choices.iter().any(|choice| choice.value == text) => {
            None
        }
        Kind::Number | Kind::Relation(_) | Kind::Choice(_) | Kind::Image => text.parse().ok().map(Cell::Int),
        Kind::Flag => Some(Cell::Flag(text == "1")),
        _ => Some(Cell::Text(text.to_owned())),
    }
}

impl Conditions {
    /// The conditions of a list.
    pub fn of(resource: &Resource, query: &ListQuery, narrowed: &Narrowed) -> Self {
        let mut own = Self::none();
        // The first: SQLite seeks by the first bound that it reads, and `own_index` is one too.
        if let Some((from, to)) = narrowed.keys {
            let (from, to) = (own.bind(Cell::Int(from)), own.bind(Cell::Int(to)));
            own.and(&format!("t.{key} >= {from} AND t.{key} < {to}", key = resource.key));
        }
        if !resource.only.is_empty() {
            own.and(resource.only);
        }
        if let Some(of) = &query.of {
            of.add(&mut own);
        }
        for (column, value) in &query.filters {
            if let Some(field) = resource.field(column) {
                own.filter(resource, field, value, narrowed);
            }
        }
        if let (Some(days), Some(dated)) = (&query.days, resource.dated()) {
            let (from, to) = (own.bind(Cell::Int(days.from)), own.bind(Cell::Int(days.to)));
            own.and(&format!("{dated} >= {from} AND {dated} < {to}"));
        }
        if query.sort.is_some_and(|(column, _)| column != resource.key) {
            own.text.push_str(&own_index(resource, "t"));
        }
        if !query.search.is_empty() {
            search::add(&mut own, resource, query);
        }
        own
    }

    /// Adds one filter.
    fn filter(&mut self, resource: &Resource, field: &Field, value: &str, narrowed: &Narrowed) {
        let column = field.column;
        let is_default = resource.default_filter.is_some_and(|(default, _)| default == column);
        let key = resource.key;
        let rare = rare(field, value).filter(|_| narrowed.rare.contains(&column));
        if let Some(found) = rare {
            self.and(&format!("t.{key} IN (SELECT s.{key} FROM {} s WHERE {found})", resource.table));
        }
        match field.kind {
            _ if field.filters_presence && value == "1" => self.and(&format!(
                "t.{key} IN (SELECT s.{key} FROM {} s WHERE s.{key} > 0 AND s.{column} IS NOT NULL)",
                resource.table
            )),
            _ if field.filters_presence => self.and(&format!("t.{column} IS NULL")),
            // The flag stands in the text, so that an index of the rare rows serves it.
            Kind::Flag => self.and(&format!("{}t.{column}", if value == "1" { "" } else { "NOT " })),
            Kind::Relation(_) if value == "none" && is_default => self.and(&format!("t.{column} IS NULL")),
            Kind::Thing { kind, naming } => match thing(value, naming) {
                Some((word, cell)) => {
                    let (word, cell) = (self.bind(Cell::Text(word.to_owned())), self.bind(cell));
                    self.and(&format!("t.{kind} = {word} AND t.{column} = {cell}"));
                }
                None => self.and("1 = 0"),
            },
            _ => match filter_value(field, value) {
                None => self.and("1 = 0"),
                Some(cell) => {
                    let own_index =
                        if field.rare.is_empty() { own_index(resource, "t") } else { String::new() };
                    let bind = self.bind(cell);
                    self.and(&format!("t.{column} = {bind}{own_index}"));
                }
            },
        }
    }
}

/// The condition over `s` of an index that finds a value of a field.
pub fn rare(field: &Field, value: &str) -> Option<&'static str> {
    field.rare.iter().find(|rare| rare.value == value).map(|rare| rare.found)
}

/// Kind and key of a filter: `order:118`.
fn thing(value: &str, naming: Naming) -> Option<(&str, Cell)> {
    let (word, key) = value.split_once(':')?;
    let cell = match naming {
        Naming::Subjects => Cell::Int(key.parse().ok()?),
        Naming::Resources => Cell::Text(key.to_owned()),
    };
    Some((word, cell))
}

/// The key by which the rows of a query go. What belongs to one row, and what operators put in order, is
/// few: it is found by its index and sorted, and no planner walks over all rows.
pub fn by_key(resource: &Resource, query: &ListQuery) -> String {
    let is_few = query.of.is_some() || matches!(resource.order, Order::Position(_));
    format!("t.{}{}", resource.key, if is_few && !resource.text_key { " + 0" } else { "" })
}

/// The ORDER BY of a list.
pub fn order(resource: &Resource, query: &ListQuery) -> String {
    let key = resource.key;
    match (query.sort, resource.order) {
        (None, _) if query.of.is_some() && resource.text_key => {
            let created = resource.fields.iter().find(|field| matches!(field.kind, Kind::Created));
            created.map_or_else(|| format!("t.{key}"), |field| format!("t.{} DESC, t.{key}", field.column))
        }
        (Some((column, true)), _) if column == key => format!("{} DESC", by_key(resource, query)),
        (Some((column, false)), _) if column == key => by_key(resource, query),
        (Some((column, true)), _) => format!("t.{column} DESC, t.{key} DESC"),
        (None, Order::Newest) => format!("{} DESC", by_key(resource, query)),
        (Some((column, false)), _) | (None, Order::Position(column)) => format!("t.{column}, t.{key}"),
    }
}
