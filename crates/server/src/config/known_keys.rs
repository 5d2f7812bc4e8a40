//! The known keys and their types, taken from the default file.

use std::collections::{BTreeMap, BTreeSet};

use toml::{Table, Value};

use super::error::ConfigError;
use super::file::parse_file;

/// The keys of the tables in a list, which the default file shows in a comment only.
const TABLE_LISTS: [(&str, &[&str]); 3] = [
    ("community.apps", &["name", "secret"]),
    ("sms.aliyun.templates", TEMPLATE),
    ("sms.tencent.templates", TEMPLATE),
];
/// The keys of a template of short messages.
const TEMPLATE: &[&str] = &["purpose", "country", "sign", "template", "params"];

/// The type of a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum KeyType {
    String,
    Integer,
    Boolean,
    Strings,
    /// A list of tables with these keys.
    Tables(&'static [&'static str]),
}

impl KeyType {
    /// Returns the type of a key from its default.
    fn of(key: &str, default: &Value) -> Self {
        match default {
            Value::Integer(_) => Self::Integer,
            Value::Boolean(_) => Self::Boolean,
            Value::Array(_) => match TABLE_LISTS.iter().find(|(list, _)| *list == key) {
                Some((_, keys)) => Self::Tables(keys),
                None => Self::Strings,
            },
            _ => Self::String,
        }
    }

    /// Returns what errors call the type.
    fn expected(self) -> &'static str {
        match self {
            Self::String => "a string",
            Self::Integer => "a whole number",
            Self::Boolean => "true or false",
            Self::Strings => "a list of strings",
            Self::Tables(_) => "a list of tables",
        }
    }
}

/// Returns what errors call the type of a value.
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

/// The known keys by full path.
pub(super) struct KnownKeys {
    pub(super) types: BTreeMap<String, KeyType>,
    pub(super) defaults: BTreeMap<String, Value>,
    sections: BTreeSet<String>,
}

impl KnownKeys {
    /// Reads a default file; errors call it `name`.
    pub(super) fn read(name: &str, text: &str) -> Result<Self, ConfigError> {
        let mut known = Self { types: BTreeMap::new(), defaults: BTreeMap::new(), sections: BTreeSet::new() };
        known.declare("", parse_file(name, text)?);
        Ok(known)
    }

    /// Adds the keys of a section.
    fn declare(&mut self, section: &str, table: Table) {
        for (name, value) in table {
            let key = join(section, &name);
            if let Value::Table(inner) = value {
                self.declare(&key, inner);
                self.sections.insert(key);
            } else {
                self.types.insert(key.clone(), KeyType::of(&key, &value));
                self.defaults.insert(key, value);
            }
        }
    }

    pub(super) fn is_section(&self, key: &str) -> bool {
        self.sections.contains(key)
    }

    /// Returns the type of a key, or an error that suggests the nearest key.
    fn type_of(&self, key: &str, origin: &str) -> Result<KeyType, ConfigError> {
        self.types.get(key).copied().ok_or_else(|| {
            let keys = self.types.keys().chain(&self.sections).map(String::as_str);
            unknown_key(key, origin, keys)
        })
    }

    /// Checks a value's type.
    pub(super) fn check(&self, key: &str, value: &Value, origin: &str) -> Result<(), ConfigError> {
        if self.is_section(key) {
            return Err(wrong_type(key, origin, "a section", value));
        }
        let key_type = self.type_of(key, origin)?;
        match (key_type, value) {
            (KeyType::String, Value::String(_)) | (KeyType::Boolean, Value::Boolean(_)) => Ok(()),
            (KeyType::Integer, Value::Integer(number)) if u32::try_from(*number).is_ok() => Ok(()),
            (KeyType::Integer, Value::Integer(_)) => Err(ConfigError::Invalid {
                key: key.to_owned(),
                origin: origin.to_owned(),
                message: format!("must be from 0 to {}", u32::MAX),
            }),
            (KeyType::Strings, Value::Array(items)) => match items.iter().position(|item| !item.is_str()) {
                None => Ok(()),
                Some(at) => Err(wrong_type(&format!("{key}[{at}]"), origin, "a string", &items[at])),
            },
            (KeyType::Tables(keys), Value::Array(tables)) => tables
                .iter()
                .enumerate()
                .try_for_each(|(at, table)| check_table(&format!("{key}[{at}]"), keys, table, origin)),
            _ => Err(wrong_type(key, origin, key_type.expected(), value)),
        }
    }
}

/// Checks the keys and types of a table in a list.
fn check_table(key: &str, keys: &[&str], table: &Value, origin: &str) -> Result<(), ConfigError> {
    let Value::Table(table) = table else { return Err(wrong_type(key, origin, "a table", table)) };
    for (name, value) in table {
        let inner = join(key, name);
        if !keys.contains(&name.as_str()) {
            let known: Vec<String> = keys.iter().map(|name| join(key, name)).collect();
            return Err(unknown_key(&inner, origin, known.iter().map(String::as_str)));
        }
        if !value.is_str() {
            return Err(wrong_type(&inner, origin, "a string", value));
        }
    }
    match keys.iter().find(|name| !table.contains_key(**name)) {
        None => Ok(()),
        Some(missing) => Err(ConfigError::Invalid {
            key: key.to_owned(),
            origin: origin.to_owned(),
            message: format!("`{missing}` is missing"),
        }),
    }
}

/// Returns the full path of a key in a section; the empty section is the top level.
pub(super) fn join(section: &str, name: &str) -> String {
    if section.is_empty() { name.to_owned() } else { format!("{section}.{name}") }
}

/// Returns the candidate that is most similar to a word, or an empty text.
pub(super) fn nearest<'a>(word: &str, candidates: impl Iterator<Item = &'a str>) -> &'a str {
    let mut best = ("", -1.0);
    for candidate in candidates {
        let similarity = strsim::normalized_damerau_levenshtein(word, candidate);
        if similarity > best.1 {
            best = (candidate, similarity);
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
