//! Replies held against the schemas of the API reference.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use jsonschema::Validator;
use miaohui_community::{Settings, reference};
use serde_json::{Value, json};

struct Schemas {
    document: Value,
    compiled: Mutex<HashMap<String, Arc<Validator>>>,
}

static COMMUNITY: OnceLock<Schemas> = OnceLock::new();

/// Panics with every misfit unless the reply is what the reference says of the method. Unknown methods are passed over.
pub fn require_described(settings: &Settings, method: &str, reply: &Value) {
    let make = || Schemas { document: reference::document(settings), compiled: Mutex::default() };
    let schemas = COMMUNITY.get_or_init(make);
    let Some(operation) = schemas.document["paths"].get(format!("/{method}")) else { return };
    let schema = &operation["post"]["responses"]["200"]["content"]["application/json"]["schema"];
    let validator = {
        let mut compiled = schemas.compiled.lock().unwrap_or_else(PoisonError::into_inner);
        let compile = || Arc::new(compile(&schemas.document, schema).unwrap());
        Arc::clone(compiled.entry(method.to_owned()).or_insert_with(compile))
    };
    let misfits: Vec<String> = validator.iter_errors(reply).map(|error| format!("{error:?}")).collect();
    assert!(misfits.is_empty(), "{method}: {reply} is not what the reference says: {misfits:#?}");
}

/// A schema of an OpenAPI document, whose components it refers to.
pub fn compile(document: &Value, schema: &Value) -> Result<Validator, String> {
    let whole = json!({ "components": document["components"], "allOf": [schema] });
    jsonschema::validator_for(&whole).map_err(|error| error.to_string())
}
