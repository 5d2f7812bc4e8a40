//! Replies of operations.

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::Serialize;

use crate::error::Result;

/// The reply of an operation.
pub trait Answer {
    /// The HTTP status.
    const STATUS: u16;
    /// The media type of the body.
    const TYPE: &'static str = "application/json";

    /// Writes the body; empty when there is none.
    fn body(&self) -> Result<Vec<u8>>;

    /// The schema of the body, if there is one.
    fn schema(generator: &mut SchemaGenerator) -> Option<Schema>;
}

/// 200 with a JSON body.
pub struct Shown<T>(pub T);

/// 201 with the created thing.
pub struct Created<T>(pub T);

/// 204 without a body.
pub struct NoContent;

/// 200 with an HTML page, also for errors.
pub struct HtmlPage(pub String);

impl<T: Serialize + JsonSchema> Answer for Shown<T> {
    const STATUS: u16 = 200;

    fn body(&self) -> Result<Vec<u8>> {
        Ok(serde_json::to_vec(&self.0)?)
    }

    fn schema(generator: &mut SchemaGenerator) -> Option<Schema> {
        Some(generator.subschema_for::<T>())
    }
}

impl<T: Serialize + JsonSchema> Answer for Created<T> {
    const STATUS: u16 = 201;

    fn body(&self) -> Result<Vec<u8>> {
        Ok(serde_json::to_vec(&self.0)?)
    }

    fn schema(generator: &mut SchemaGenerator) -> Option<Schema> {
        Some(generator.subschema_for::<T>())
    }
}

impl Answer for NoContent {
    const STATUS: u16 = 204;

    fn body(&self) -> Result<Vec<u8>> {
        Ok(Vec::new())
    }

    fn schema(_: &mut SchemaGenerator) -> Option<Schema> {
        None
    }
}

impl Answer for HtmlPage {
    const STATUS: u16 = 200;
    const TYPE: &'static str = "text/html; charset=utf-8";

    fn body(&self) -> Result<Vec<u8>> {
        Ok(self.0.clone().into_bytes())
    }

    fn schema(_: &mut SchemaGenerator) -> Option<Schema> {
        Some(schemars::json_schema!({ "type": "string" }))
    }
}
