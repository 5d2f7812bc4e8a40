//! Values of rows, as the console reads and writes them.

use std::collections::HashMap;

use miaohui_db::{FromColumn, Value};
use miaohui_kernel::Fen;

/// One value.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Cell {
    /// SQL NULL.
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
    /// The number; 0 for anything else.
    pub fn int(&self) -> i64 {
        match self {
            Self::Int(n) => *n,
            Self::Flag(flag) => i64::from(*flag),
            Self::Null | Self::Text(_) => 0,
        }
    }

    /// The amount of money; zero for anything else.
    pub fn fen(&self) -> Fen {
        Fen(self.int())
    }

    /// The flag; `false` for anything else.
    pub fn flag(&self) -> bool {
        self.int() != 0
    }

    /// The text; empty for anything else.
    pub fn text(&self) -> &str {
        if let Self::Text(text) = self { text } else { "" }
    }

    /// Whether it is NULL or an empty text.
    pub fn is_empty(&self) -> bool {
        matches!(self, Self::Null) || matches!(self, Self::Text(text) if text.is_empty())
    }

    /// The text of the value in forms, filters and paths.
    pub fn plain(&self) -> String {
        match self {
            Self::Null => String::new(),
            Self::Int(n) => n.to_string(),
            Self::Flag(flag) => i64::from(*flag).to_string(),
            Self::Text(text) => text.clone(),
        }
    }

    /// The value in the audit.
    pub fn json(&self) -> serde_json::Value {
        match self {
            Self::Null => serde_json::Value::Null,
            Self::Int(n) => (*n).into(),
            Self::Flag(flag) => (*flag).into(),
            Self::Text(text) => text.as_str().into(),
        }
    }
}

impl From<&serde_json::Value> for Cell {
    /// The value that [`Cell::json`] writes.
    fn from(value: &serde_json::Value) -> Self {
        match value {
            serde_json::Value::Number(n) => n.as_i64().map_or(Self::Null, Self::Int),
            serde_json::Value::Bool(flag) => Self::Flag(*flag),
            serde_json::Value::String(text) => Self::Text(text.clone()),
            _ => Self::Null,
        }
    }
}

/// A row of a resource.
#[derive(Clone, Debug, Default)]
pub struct Record {
    /// Its version; empty where rows have none.
    pub version: String,
    /// Its key, as paths write it.
    pub key: String,
    /// Its values by column.
    pub cells: HashMap<&'static str, Cell>,
    /// Whether forms cannot change it now.
    pub is_fixed: bool,
    /// The names of the actions that cannot be done to it now.
    pub impossible: Vec<&'static str>,
    /// The labels of related rows, by the column that refers to them.
    pub names: HashMap<&'static str, String>,
}

impl Record {
    /// The value of a column; NULL for an unknown one.
    pub fn cell(&self, column: &str) -> &Cell {
        self.cells.get(column).unwrap_or(&Cell::Null)
    }
}
