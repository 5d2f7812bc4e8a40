//! What a row holds, as the console reads and writes it.

use std::collections::HashMap;

use miaohui_db::{FromColumn, Value};

use super::{Choice, Field, Kind};

/// One value.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Cell {
    /// Nothing.
    #[default]
    Null,
    /// A number: ids, times, money, counts; on SQLite flags too.
    Int(i64),
    /// A flag.
    Flag(bool),
    /// A text.
    Text(String),
}

impl FromColumn<'_> for Cell {
    const EXPECTED: &'static str = "a number, a flag or a text";

    fn from_cell(cell: miaohui_db::Cell<'_>) -> Option<Self> {
        use miaohui_db::Cell as Column;
        Some(match cell {
            Column::Null => Self::Null,
            Column::Int(n) => Self::Int(n),
            Column::Bool(flag) => Self::Flag(flag),
            Column::Text(text) => Self::Text(text.to_owned()),
            Column::Real(_) | Column::Other(_) => return None,
        })
    }
}

impl<'a> From<&'a Cell> for Value<'a> {
    fn from(cell: &'a Cell) -> Self {
        match cell {
            Cell::Null => Self::Null,
            Cell::Int(n) => (*n).into(),
            Cell::Flag(flag) => (*flag).into(),
            Cell::Text(text) => text.into(),
        }
    }
}

impl From<i64> for Cell {
    fn from(number: i64) -> Self {
        Self::Int(number)
    }
}

impl Cell {
    /// The number, 0 where there is none.
    pub fn int(&self) -> i64 {
        match self {
            Self::Int(n) => *n,
            Self::Flag(flag) => i64::from(*flag),
            Self::Null | Self::Text(_) => 0,
        }
    }

    /// The flag.
    pub fn flag(&self) -> bool {
        self.int() != 0
    }

    /// The text; empty where there is none.
    pub fn text(&self) -> &str {
        if let Self::Text(text) = self { text } else { "" }
    }

    /// Whether there is nothing, or an empty text.
    pub fn is_empty(&self) -> bool {
        matches!(self, Self::Null) || matches!(self, Self::Text(text) if text.is_empty())
    }

    /// As forms, filters and the audit write it.
    pub fn plain(&self) -> String {
        match self {
            Self::Null => String::new(),
            Self::Int(n) => n.to_string(),
            Self::Flag(flag) => i64::from(*flag).to_string(),
            Self::Text(text) => text.clone(),
        }
    }

    /// As the audit keeps it.
    pub fn json(&self) -> serde_json::Value {
        match self {
            Self::Null => serde_json::Value::Null,
            Self::Int(n) => (*n).into(),
            Self::Flag(flag) => (*flag).into(),
            Self::Text(text) => text.as_str().into(),
        }
    }
}

/// The choice that a cell is.
pub fn chosen(choices: &'static [Choice], cell: &Cell) -> Option<&'static Choice> {
    let plain = cell.plain();
    choices.iter().find(|choice| choice.value == plain)
}

/// What a filter's text is for a field; `None` if it cannot be one.
pub fn for_filter(field: &Field, text: &str) -> Option<Cell> {
    match field.kind {
        Kind::Number | Kind::Relation(_) | Kind::Choice(_) | Kind::Image => text.parse().ok().map(Cell::Int),
        Kind::Flag => Some(Cell::Flag(text == "1")),
        _ => Some(Cell::Text(text.to_owned())),
    }
}

/// A row.
#[derive(Clone, Debug, Default)]
pub struct Record {
    /// Its key, as paths write it.
    pub key: String,
    /// Its columns.
    pub cells: HashMap<&'static str, Cell>,
    /// What rows of other resources are called that its fields name, by column.
    pub names: HashMap<&'static str, String>,
}

impl Record {
    /// The value of a column; nothing for one it does not have.
    pub fn cell(&self, column: &str) -> &Cell {
        self.cells.get(column).unwrap_or(&Cell::Null)
    }
}
