//! Which keys there are and what type each has, read off the default file.

use std::collections::{BTreeMap, BTreeSet};

use toml::{Table, Value};

use super::error::ConfigError;
use super::load::parse_file;

/// The keys of each table in a list, which the default file can only show in a comment.
const ROWS: [(&str, &[&str]); 1] = [("community.apps", &["name", "secret"])];

/// What kind of value a key takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    Number,
    Switch,
    Texts,
    Rows(&'static [&'static str]),
}

impl Kind {
    fn of(key: &str, default: &Value) -> Self {
        match default {
            Value::Integer(_) => Self::Number,
            Value::Boolean(_) => Self::Switch,
            Value::Array(_) => match ROWS.iter().find(|(list, _)| *list == key) {
                Some((_, columns)) => Self::Rows(columns),
                None => Self::Texts,
            },
            _ => Self::Text,
        }
    }

    fn expected(self) -> &'static str {
        match self {
            Self::Text => "a string",
            Self::Number => "a whole number",
            Self::Switch => "true or false",
            Self::Texts => "a list of strings",
            Self::Rows(_) => "a list of tables",
        }
    }
}

fn found(value: &Value) -> &'static str {
    match value {
        Value::String(_) => "a string",
        Value::Integer(_) => "a whole number",
        Value::Float(_) => "a number with a fraction",
        Value::Boolean(_) => "true or false",
        Value::Datetime(_) => "a date",
        Value::Array(_) => "a list",
        Value::Table(_) => "a table",
    }
}

/// The known keys by full path, and their default values.
pub(super) struct Schema {
    pub(super) keys: BTreeMap<String, Kind>,
    pub(super) defaults: BTreeMap<String, Value>,
    sections: BTreeSet<String>,
}

impl Schema {
    /// Reads a default file; `name` is for its errors.
    pub(super) fn read(name: &str, text: &str) -> Result<Self, ConfigError> {
        let mut schema = Self { keys: BTreeMap::new(), defaults: BTreeMap::new(), sections: BTreeSet::new() };
        schema.declare("", parse_file(name, text)?);
        Ok(schema)
    }

    fn declare(&mut self, section: &str, table: Table) {
        for (name, value) in table {
            let key = join(section, &name);
            if let Value::Table(inner) = value {
                self.declare(&key, inner);
                self.sections.insert(key);
            } else {
                self.keys.insert(key.clone(), Kind::of(&key, &value));
                self.defaults.insert(key, value);
            }
        }
    }

    pub(super) fn is_section(&self, key: &str) -> bool {
        self.sections.contains(key)
    }

    /// The type of a key, or the error that says which key was meant.
    pub(super) fn kind(&self, key: &str, origin: &str) -> Result<Kind, ConfigError> {
        self.keys.get(key).copied().ok_or_else(|| {
            let keys = self.keys.keys().chain(&self.sections).map(String::as_str);
            unknown_key(key, origin, keys)
        })
    }

    /// Holds a value against its key.
    pub(super) fn check(&self, key: &str, value: &Value, origin: &str) -> Result<(), ConfigError> {
        if self.is_section(key) {
            return Err(wrong_type(key, origin, "a section", value));
        }
        let kind = self.kind(key, origin)?;
        match (kind, value) {
            (Kind::Text, Value::String(_)) | (Kind::Switch, Value::Boolean(_)) => Ok(()),
            (Kind::Number, Value::Integer(number)) if u32::try_from(*number).is_ok() => Ok(()),
            (Kind::Number, Value::Integer(_)) => Err(ConfigError::Invalid {
                key: key.to_owned(),
                origin: origin.to_owned(),
                message: format!("must be from 0 to {}", u32::MAX),
            }),
            (Kind::Texts, Value::Array(items)) => match items.iter().position(|item| !item.is_str()) {
                None => Ok(()),
                Some(at) => Err(wrong_type(&format!("{key}[{at}]"), origin, "a string", &items[at])),
            },
            (Kind::Rows(columns), Value::Array(rows)) => rows
                .iter()
                .enumerate()
                .try_for_each(|(at, row)| check_row(&format!("{key}[{at}]"), columns, row, origin)),
            _ => Err(wrong_type(key, origin, kind.expected(), value)),
        }
    }
}

fn check_row(key: &str, columns: &[&str], row: &Value, origin: &str) -> Result<(), ConfigError> {
    let Value::Table(row) = row else { return Err(wrong_type(key, origin, "a table", row)) };
    for (name, value) in row {
        let inner = join(key, name);
        if !columns.contains(&name.as_str()) {
            let known: Vec<String> = columns.iter().map(|column| join(key, column)).collect();
            return Err(unknown_key(&inner, origin, known.iter().map(String::as_str)));
        }
        if !value.is_str() {
            return Err(wrong_type(&inner, origin, "a string", value));
        }
    }
    match columns.iter().find(|column| !row.contains_key(**column)) {
        None => Ok(()),
        Some(missing) => Err(ConfigError::Invalid {
            key: key.to_owned(),
            origin: origin.to_owned(),
            message: format!("`{missing}` is missing"),
        }),
    }
}

/// The full path of a key in a section; the empty section is the top level.
pub(super) fn join(section: &str, name: &str) -> String {
    if section.is_empty() { name.to_owned() } else { format!("{section}.{name}") }
}

/// The candidate that is spelled most like a word, the first of several alike; empty if there are none.
pub(super) fn nearest<'a>(word: &str, candidates: impl Iterator<Item = &'a str>) -> &'a str {
    let mut best = ("", -1.0);
    for candidate in candidates {
        let likeness = strsim::normalized_damerau_levenshtein(word, candidate);
        if likeness > best.1 {
            best = (candidate, likeness);
        }
    }
    best.0
}

fn unknown_key<'a>(key: &str, origin: &str, known: impl Iterator<Item = &'a str>) -> ConfigError {
    let nearest = nearest(key, known).to_owned();
    ConfigError::UnknownKey { key: key.to_owned(), origin: origin.to_owned(), nearest }
}

fn wrong_type(key: &str, origin: &str, expected: &'static str, value: &Value) -> ConfigError {
    ConfigError::WrongType { key: key.to_owned(), origin: origin.to_owned(), expected, found: found(value) }
}
