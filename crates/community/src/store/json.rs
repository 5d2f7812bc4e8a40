//! Stored texts, ready to be sent as JSON.

use std::sync::Arc;

use miaohui_db::{Cell, FromColumn};
use serde::Serialize;
use serde_json::value::{RawValue, to_raw_value};

/// A column that holds JSON. Broken JSON is sent as null, so that the rest of the reply survives.
#[derive(Clone, Debug, Serialize)]
#[serde(transparent)]
pub struct StoredJson(Arc<RawValue>);

impl StoredJson {
    /// A value as JSON.
    pub fn new(value: &impl Serialize) -> Self {
        Self(to_raw_value(value).unwrap_or_default().into())
    }

    /// The JSON text.
    pub fn get(&self) -> &str {
        self.0.get()
    }
}

impl FromColumn<'_> for StoredJson {
    const EXPECTED: &'static str = "a text";
    fn from_cell(cell: Cell<'_>) -> Option<Self> {
        let text = String::from_cell(cell)?;
        Some(Self(RawValue::from_string(text).unwrap_or_default().into()))
    }
}

/// A text column, written as a JSON string once and sent many times.
#[derive(Clone, Debug, Serialize)]
#[serde(transparent)]
pub struct JsonString(Arc<RawValue>);

impl JsonString {
    /// A text as JSON.
    pub fn new(text: &str) -> Self {
        Self(to_raw_value(text).unwrap_or_default().into())
    }

    /// The JSON text.
    pub fn get(&self) -> &str {
        self.0.get()
    }
}

impl FromColumn<'_> for JsonString {
    const EXPECTED: &'static str = "a text";
    fn from_cell(cell: Cell<'_>) -> Option<Self> {
        <&str>::from_cell(cell).map(Self::new)
    }
}
