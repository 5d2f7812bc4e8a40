//! The API reference as an OpenAPI 3.1 document, built from the registered operations.

use axum::body::Bytes;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use schemars::SchemaGenerator;
use schemars::generate::{Contract, SchemaSettings};
use serde_json::{Map, Value, json};

/// A reference under construction.
pub struct Reference {
    /// Generates schemas of requests.
    pub sent: SchemaGenerator,
    /// Generates schemas of responses.
    pub answered: SchemaGenerator,
    schemas: Map<String, Value>,
    responses: Map<String, Value>,
    paths: Map<String, Value>,
    tags: Vec<Value>,
}

impl Default for Reference {
    fn default() -> Self {
        Self {
            sent: generator(Contract::Deserialize),
            answered: generator(Contract::Serialize),
            schemas: Map::new(),
            responses: Map::new(),
            paths: Map::new(),
            tags: Vec::new(),
        }
    }
}

fn generator(contract: Contract) -> SchemaGenerator {
    let settings = SchemaSettings::draft2020_12().with(|settings| {
        settings.definitions_path = "/components/schemas".into();
        settings.meta_schema = None;
        settings.contract = contract;
    });
    settings.into_generator()
}

impl Reference {
    /// Adds a group of operations; groups are shown in this order.
    pub fn tag(&mut self, name: &str, description: &str) {
        self.tags.push(json!({ "name": name, "description": description }));
    }

    /// Adds a schema that operations refer to as `#/components/schemas/{name}`.
    pub fn schema(&mut self, name: &str, schema: Value) {
        self.schemas.insert(name.to_owned(), schema);
    }

    /// Adds a response that operations refer to as `#/components/responses/{name}`.
    pub fn response(&mut self, name: &str, response: Value) {
        self.responses.insert(name.to_owned(), response);
    }

    /// Adds an operation object under a path and a verb in lower case.
    pub fn operation(&mut self, path: &str, verb: &str, operation: Value) {
        let item = self.paths.entry(path).or_insert_with(|| json!({}));
        if let Some(item) = item.as_object_mut() {
            item.insert(verb.to_owned(), operation);
        }
    }

    /// Builds the document. `info` and `servers` are OpenAPI's objects of these names; `security`
    /// holds its security schemes.
    pub fn finish(mut self, mut info: Value, servers: Value, security: Value) -> Value {
        for generator in [&mut self.sent, &mut self.answered] {
            self.schemas.extend(generator.take_definitions(true));
        }
        info["license"] = json!({ "name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0" });
        info["contact"] = json!({ "name": "The operators of this server" });
        let mut components = json!({ "schemas": self.schemas, "securitySchemes": security });
        if !self.responses.is_empty() {
            components["responses"] = self.responses.into();
        }
        json!({
            "openapi": "3.1.0",
            "info": info,
            "servers": servers,
            "tags": self.tags,
            "paths": self.paths,
            "components": components,
        })
    }
}

/// A JSON text as a response.
pub fn json_response(json: Bytes) -> Response {
    ([(CONTENT_TYPE, "application/json")], json).into_response()
}

/// A wire name as the name of a type: `article_list` is `ArticleList`.
pub fn pascal_case(name: &str) -> String {
    let capital = |word: &str| {
        let mut letters = word.chars();
        let first = letters.next().map(|first| first.to_ascii_uppercase());
        first.into_iter().chain(letters).collect::<String>()
    };
    name.split('_').map(capital).collect()
}
