//! Validation of responses against the schemas of the API references.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex, OnceLock, PoisonError};

use jsonschema::Validator;
use miaohui_community::{Settings, reference};
use serde_json::{Value, json};

struct Schemas {
    document: Value,
    compiled: Mutex<HashMap<String, Arc<Validator>>>,
}

static COMMUNITY: OnceLock<Schemas> = OnceLock::new();
static CROWDFUNDING: LazyLock<Schemas> = LazyLock::new(|| Schemas {
    document: miaohui_crowdfunding::reference::document(),
    compiled: Mutex::default(),
});

impl Schemas {
    /// Panics with all mismatches unless the reply matches the schema. `name` identifies the
    /// schema.
    fn require(&self, name: &str, schema: &Value, reply: &Value) {
        let validator = {
            let mut compiled = self.compiled.lock().unwrap_or_else(PoisonError::into_inner);
            let compile = || Arc::new(compile(&self.document, schema).unwrap());
            Arc::clone(compiled.entry(name.to_owned()).or_insert_with(compile))
        };
        let mismatches: Vec<String> =
            validator.iter_errors(reply).map(|error| format!("{error:?}")).collect();
        assert!(mismatches.is_empty(), "{name}: {reply} is not what the reference says: {mismatches:#?}");
    }
}

/// Panics unless the reply matches the Community API's reference. Unknown methods are ignored.
pub fn require_described(settings: &Settings, method: &str, reply: &Value) {
    let make = || Schemas { document: reference::document(settings), compiled: Mutex::default() };
    let schemas = COMMUNITY.get_or_init(make);
    let Some(operation) = schemas.document["paths"].get(format!("/{method}")) else { return };
    let schema = &operation["post"]["responses"]["200"]["content"]["application/json"]["schema"];
    schemas.require(method, schema, reply);
}

/// Panics unless the response matches the Crowdfunding API's reference. Unknown operations are
/// ignored.
pub fn require_described_operation(verb: &reqwest::Method, path: &str, status: u16, body: &Value) {
    let operations = CROWDFUNDING.document["paths"].as_object().unwrap();
    let sent: Vec<&str> = path.trim_end_matches('/').split('/').collect();
    let matches = |template: &str| {
        let template: Vec<&str> = template.trim_end_matches('/').split('/').collect();
        let fits = |(wanted, sent): (&&str, &&str)| {
            if wanted.starts_with('{') { sent.parse::<i64>().is_ok() } else { wanted == sent }
        };
        template.len() == sent.len() && template.iter().zip(&sent).all(fits)
    };
    let Some((template, item)) = operations.iter().find(|(template, _)| matches(template)) else { return };
    let verb = verb.as_str().to_lowercase();
    let Some(operation) = item.get(&verb) else { return };
    let response = operation["responses"].get(status.to_string());
    let response =
        response.unwrap_or_else(|| panic!("{verb} {path}: {status} is not in the reference: {body}"));
    let schema = &resolved(&CROWDFUNDING.document, response)["content"]["application/json"]["schema"];
    if schema.is_null() {
        assert!(body.is_null(), "{verb} {path} {status} has no body in the reference: {body}");
    } else {
        CROWDFUNDING.require(&format!("{verb} {template} {status}"), schema, body);
    }
}

/// What an object of an OpenAPI document refers to, or itself.
pub fn resolved<'a>(document: &'a Value, object: &'a Value) -> &'a Value {
    object["$ref"].as_str().and_then(|name| document.pointer(&name[1..])).unwrap_or(object)
}

/// Compiles a schema of an OpenAPI document with the components that it refers to.
pub fn compile(document: &Value, schema: &Value) -> Result<Validator, String> {
    let whole = json!({ "components": document["components"], "allOf": [schema] });
    jsonschema::validator_for(&whole).map_err(|error| error.to_string())
}
