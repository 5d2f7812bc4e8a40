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
    /// The JSON text.
    pub fn get(&self) -> &str {
        self.0.get()
    }
}

impl FromColumn<'_> for JsonString {
    const EXPECTED: &'static str = "a text";
    fn from_cell(cell: Cell<'_>) -> Option<Self> {
        let text = <&str>::from_cell(cell)?;
        Some(Self(to_raw_value(text).unwrap_or_default().into()))
    }
}
