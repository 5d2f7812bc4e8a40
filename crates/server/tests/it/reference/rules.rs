//! Rules of both references: descriptions, names that people choose, and valid examples.

use miaohui_testkit::{TestApp, compile, resolved};
use serde_json::{Map, Value, json};

use super::get;

const DOCUMENTS: [&str; 2] = ["/openapi/community.json", "/openapi/crowdfunding.json"];

/// Words that tell how a type is stored or made, not what it is.
const INNER_WORDS: [&str; 6] = ["Row", "View", "Struct", "Wrapper", "Paged", "Node"];

async fn documents() -> Vec<Value> {
    let app = TestApp::start().await;
    let mut documents = Vec::new();
    for path in DOCUMENTS {
        documents.push(serde_json::from_str(&get(&app, path).await.1).unwrap());
    }
    documents
}

/// Operations with their names: verb and path.
fn operations(document: &Value) -> Vec<(String, &Value)> {
    let paths = document["paths"].as_object().unwrap().iter();
    let each = |(path, item): (&String, &'_ Value)| {
        let verbs = item.as_object().unwrap().keys().cloned();
        verbs.map(|verb| (path.clone(), verb)).collect::<Vec<_>>()
    };
    let all: Vec<(String, String)> = paths.flat_map(each).collect();
    all.into_iter().map(|(path, verb)| (format!("{verb} {path}"), &document["paths"][&path][&verb])).collect()
}

fn is_blank(value: &Value) -> bool {
    value.as_str().is_none_or(|text| text.trim().is_empty())
}

/// Whether a text speaks of the code, or leads to it.
fn is_inner(text: &str) -> bool {
    ["[`", "`$1`", "`crate::", "SQLite"].iter().any(|word| text.contains(word))
}

/// Properties without a description, and descriptions for people of the code, by their place.
fn undescribed(value: &Value, at: &str, out: &mut Vec<String>) {
    match value {
        Value::Object(map) => {
            for (name, property) in map.get("properties").and_then(Value::as_object).into_iter().flatten() {
                if is_blank(&property["description"]) {
                    out.push(format!("{at}.{name}"));
                }
            }
            if map.get("description").and_then(Value::as_str).is_some_and(is_inner) {
                out.push(format!("{at}: {}", map["description"]));
            }
            // Examples are data, whose keys mean nothing here.
            let inner = map.iter().filter(|(key, _)| !["example", "examples"].contains(&key.as_str()));
            inner.for_each(|(key, value)| undescribed(value, &format!("{at}/{key}"), out));
        }
        Value::Array(items) => items.iter().for_each(|item| undescribed(item, at, out)),
        _ => {}
    }
}

/// Names of schemas and operations that nobody would choose.
fn made_names(document: &Value) -> Vec<String> {
    let schemas = document["components"]["schemas"].as_object().unwrap();
    let is_made = |name: &str| {
        name.ends_with(|c: char| c.is_ascii_digit())
            || !name.starts_with(|c: char| c.is_ascii_uppercase())
            || name.contains(['_', '<'])
            || INNER_WORDS.iter().any(|word| name.ends_with(word))
    };
    let mut made: Vec<String> = schemas.keys().filter(|name| is_made(name)).cloned().collect();
    for (what, operation) in operations(document) {
        let name = operation["operationId"].as_str().unwrap_or_default();
        let (verb, path) = what.split_once(' ').unwrap();
        let squeezed = |text: &str| text.replace(|c: char| !c.is_ascii_alphanumeric(), "").to_lowercase();
        let of_path = squeezed(path.trim_start_matches("/api/"));
        let is_wire_name = path.trim_start_matches('/') == name;
        let from_path = squeezed(name) == format!("{verb}{of_path}") || name.contains('{');
        if !is_wire_name && (name.is_empty() || from_path || name.contains('_')) {
            made.push(name.to_owned());
        }
    }
    made
}

#[tokio::test]
async fn every_property_operation_and_reply_is_described() {
    for document in documents().await {
        let mut missing = Vec::new();
        undescribed(&document["components"], "components", &mut missing);
        undescribed(&document["paths"], "paths", &mut missing);
        for (name, schema) in document["components"]["schemas"].as_object().unwrap() {
            if is_blank(&schema["description"]) {
                missing.push(format!("schema {name}"));
            }
        }
        for (what, operation) in operations(&document) {
            let summary = operation["summary"].as_str().unwrap_or_default();
            let both =
                !summary.is_ascii() && summary.split(' ').any(|word| word.len() > 2 && word.is_ascii());
            if !both || is_blank(&operation["description"]) || !operation["security"].is_array() {
                missing.push(format!("{what}: title in both languages, description or security"));
            }
            for parameter in operation["parameters"].as_array().into_iter().flatten() {
                if is_blank(&parameter["description"]) {
                    missing.push(format!("{what}: parameter {}", parameter["name"]));
                }
            }
            for response in operation["responses"].as_object().unwrap().values() {
                if response["$ref"].is_null() && is_blank(&response["description"]) {
                    missing.push(format!("{what}: a response"));
                }
            }
        }
        assert_eq!(missing, [""; 0]);
    }
}

#[tokio::test]
async fn crowdfunding_operations_are_described_in_english_sentences() {
    let app = TestApp::start().await;
    let document = serde_json::from_str(&get(&app, "/openapi/crowdfunding.json").await.1).unwrap();
    for (what, operation) in operations(&document) {
        let description = operation["description"].as_str().unwrap();
        assert!(!description.contains(|c: char| ('一'..='鿿').contains(&c)), "{what}: {description}");
        assert!(description.starts_with(|c: char| c.is_ascii_uppercase()), "{what}: {description}");
        assert!(description.ends_with('.'), "{what}: {description}");
    }
}

#[tokio::test]
async fn names_are_those_that_people_choose() {
    for document in documents().await {
        assert_eq!(made_names(&document), [""; 0]);
    }
}

#[test]
fn a_missing_description_and_a_made_name_are_found() {
    let mut found = Vec::new();
    undescribed(
        &json!({ "properties": { "a": { "type": "string" } }, "example": { "properties": { "b": {} } } }),
        "x",
        &mut found,
    );
    assert_eq!(found, ["x.a"]);
    let document = json!({
        "components": { "schemas": { "ArticleRow": {}, "Detail2": {}, "PagedList<T>": {}, "Order": {} } },
        "paths": {
            "/api/project/{id}/": { "get": { "operationId": "getProjectId" }, "put": { "operationId": "saveProject" } },
            "/article_list": { "post": { "operationId": "article_list" } },
            "/api/image/": { "post": { "operationId": "post_image" } },
        },
    });
    assert_eq!(
        made_names(&document),
        ["ArticleRow", "Detail2", "PagedList<T>", "post_image", "getProjectId"]
    );
}

/// Bodies and replies in JSON: where they are, and their media type objects.
fn bodies(document: &Value) -> Vec<(String, &Value)> {
    let mut found = Vec::new();
    for (what, operation) in operations(document) {
        let body = &operation["requestBody"]["content"]["application/json"];
        // A page in HTML sends a form.
        let is_page = !operation["responses"]["200"]["content"]["text/html"].is_null();
        if !body.is_null() && !is_page {
            found.push((format!("{what}: body"), body));
        }
        for (status, response) in operation["responses"].as_object().unwrap() {
            let body = &resolved(document, response)["content"]["application/json"];
            if !body.is_null() {
                found.push((format!("{what}: {status}"), body));
            }
        }
    }
    found
}

#[tokio::test]
async fn every_body_and_reply_has_valid_examples() {
    for document in documents().await {
        let mut wrong = Vec::new();
        for (what, body) in bodies(&document) {
            let none = Map::new();
            let several = body["examples"].as_object().unwrap_or(&none).values().map(|one| &one["value"]);
            let examples: Vec<&Value> = body.get("example").into_iter().chain(several).collect();
            if examples.is_empty() {
                wrong.push(format!("{what} has no example"));
            }
            let validator = compile(&document, &body["schema"]).unwrap();
            for example in examples {
                wrong.extend(
                    validator.iter_errors(example).map(|error| format!("{what}: {error} in {example}")),
                );
            }
        }
        assert_eq!(wrong, [""; 0]);
    }
}
