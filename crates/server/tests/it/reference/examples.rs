//! The examples of both references are recorded calls: for each method and operation a successful one
//! with a short reply. `MIAOHUI_RECORD=1` writes the files anew.

use std::collections::BTreeMap;
use std::path::PathBuf;

use miaohui_crowdfunding::routes;
use miaohui_testkit::{TestApp, resolved};
use serde_json::{Value, json};

use super::get;

/// A longer reply is taken only if there is no shorter one.
const LONG: usize = 3000;

/// Shown as the token of a member's call.
const TOKEN: &str = "561c82d0d0f2ad461884748de63ad49e";

fn recorded(product: &str) -> Vec<Value> {
    let dir = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/data/replies");
    let read = |part: &str| std::fs::read_to_string(dir.join(format!("{product}-{part}.jsonl"))).unwrap();
    let text = read("read") + &read("write");
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// The value with one item in each list.
fn shortened(value: &Value) -> Value {
    match value {
        Value::Array(items) => items.iter().take(1).map(shortened).collect(),
        Value::Object(map) => map.iter().map(|(key, value)| (key.clone(), shortened(value))).collect(),
        other => other.clone(),
    }
}

/// Keeps the fullest of the short examples.
fn keep(examples: &mut BTreeMap<String, Value>, name: String, example: Value) {
    let rank = |example: &Value| {
        let size = example.to_string().len();
        if size <= LONG { (1, size) } else { (0, usize::MAX - size) }
    };
    let kept = examples.entry(name).or_insert_with(|| example.clone());
    if rank(&example) > rank(kept) {
        *kept = example;
    }
}

/// Leaves out parameters that the operation does not know and ignores.
fn retain_known(document: &Value, operation: &Value, params: &mut Value) {
    let schema = resolved(document, &operation["requestBody"]["content"]["application/json"]["schema"]);
    if let (Some(known), Some(params)) = (schema["properties"].as_object(), params.as_object_mut()) {
        params.retain(|name, _| known.contains_key(name));
    }
}

fn community(document: &Value) -> BTreeMap<String, Value> {
    let mut examples = BTreeMap::new();
    for call in recorded("community").iter().filter(|call| call["body"]["code"] == 0) {
        let mut params = call["params"].clone();
        if !call["as"].is_null() {
            params["token"] = json!(TOKEN);
        }
        let name = call["call"].as_str().unwrap();
        let Some(item) = document["paths"].get(format!("/{name}")) else { continue };
        retain_known(document, &item["post"], &mut params);
        let example = json!({ "params": params, "reply": shortened(&call["body"]) });
        keep(&mut examples, name.to_owned(), example);
    }
    examples
}

fn crowdfunding(document: &Value) -> BTreeMap<String, Value> {
    let mut examples = BTreeMap::new();
    let table = routes::table();
    for call in recorded("crowdfunding") {
        let (verb, path) = call["call"].as_str().unwrap().split_once(' ').unwrap();
        let path: Vec<&str> = path.split('?').next().unwrap().trim_end_matches('/').split('/').collect();
        let fits = |template: &str| {
            let template: Vec<&str> = template.trim_end_matches('/').split('/').collect();
            let same = |(wanted, sent): (&&str, &&str)| {
                if wanted.starts_with('{') { sent.parse::<i64>().is_ok() } else { wanted == sent }
            };
            template.len() == path.len() && template.iter().zip(&path).all(same)
        };
        let found = table.iter().find(|resource| fits(resource.path));
        let Some(resource) = found else { continue };
        let operation = resource.operations.iter().find(|operation| operation.verb.as_str() == verb);
        let is_json = call["content-type"] == "application/json";
        if operation.is_some_and(|operation| call["status"] == operation.status) {
            let reply = if is_json { shortened(&call["body"]) } else { Value::Null };
            let mut params = call["params"].clone();
            retain_known(document, &document["paths"][resource.path][verb.to_lowercase()], &mut params);
            let example = json!({ "params": params, "reply": reply });
            keep(&mut examples, format!("{verb} {}", resource.path), example);
        }
    }
    examples
}

#[tokio::test]
async fn the_examples_are_recorded_calls() {
    let app = TestApp::start().await;
    for product in ["community", "crowdfunding"] {
        let document = get(&app, &format!("/openapi/{product}.json")).await.1;
        let document = serde_json::from_str(&document).unwrap();
        let examples = if product == "community" { community(&document) } else { crowdfunding(&document) };
        let path =
            PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(format!("../{product}/reference/recorded.json"));
        let text = serde_json::to_string_pretty(&examples).unwrap() + "\n";
        if std::env::var_os("MIAOHUI_RECORD").is_some() {
            std::fs::write(&path, text).unwrap();
        } else {
            let kept = std::fs::read_to_string(&path).unwrap();
            assert!(kept == text, "{} is not what the replies give: MIAOHUI_RECORD=1", path.display());
        }
    }
}
