//! The text of a WHERE and the values that are bound in it.

use std::fmt::Write;

use miaohui_admin::{Cell, Resource};
use miaohui_db::Value;

/// A condition that lets a statement use the console's own indexes (`migrations/0002_lists.sql`).
pub fn own_index(resource: &Resource, alias: &str) -> String {
    if resource.text_key { String::new() } else { format!(" AND {alias}.{} > 0", resource.key) }
}

/// A text of SQL with what the names of a [`Related`](miaohui_admin::Related) stand for, for a row of
/// `owner`; `{key}` stays, because it is bound.
pub fn named(sql: &str, of: &str, owner: &Resource) -> String {
    let names = |words: &[&str]| {
        let names = words.iter().map(|word| format!("'{word}:' || CAST({{key}} AS TEXT)"));
        let names: Vec<String> = names.collect();
        // Nothing is in a list of NULL.
        if names.is_empty() { "NULL".to_owned() } else { names.join(", ") }
    };
    sql.replace("{of}", of)
        .replace("{subject}", &format!("'{}'", owner.subject))
        .replace("{accounts}", &names(owner.accounts))
        .replace("{postings}", &names(owner.postings))
}

/// WHERE, ORDER BY and the bound values of a statement over `t`.
pub struct Conditions {
    /// The condition.
    pub text: String,
    values: Vec<Cell>,
}

impl Conditions {
    /// No condition.
    pub fn none() -> Self {
        Self { text: String::from("1 = 1"), values: Vec::new() }
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

    /// A text of SQL in which `{key}` stands for a number, which is bound.
    pub fn with_key(&mut self, sql: &str, key: i64) -> String {
        if !sql.contains("{key}") {
            return sql.to_owned();
        }
        // The type is written out, because a parameter has the type of what is around it.
        let bind = self.bind(Cell::Int(key));
        sql.replace("{key}", &format!("CAST({bind} AS BIGINT)"))
    }

    /// The bound values.
    pub fn values(&self) -> Vec<Value<'_>> {
        self.values.iter().map(Value::from).collect()
    }
}
