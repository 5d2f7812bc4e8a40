//! The API reference: valid and complete OpenAPI, and pages without external files.

mod examples;
mod rules;

use std::collections::BTreeSet;

use miaohui_testkit::{TestApp, compile, resolved};
use serde_json::{Value, json};

/// The OpenAPI Initiative's schema of OpenAPI 3.1 documents.
const OPENAPI: &str = include_str!("../../data/openapi-3.1.schema.json");

/// Every `$ref` of a document.
fn references<'a>(value: &'a Value, out: &mut BTreeSet<&'a str>) {
    match value {
        Value::Object(map) => {
            out.extend(map.get("$ref").and_then(Value::as_str));
            map.values().for_each(|value| references(value, out));
        }
        Value::Array(items) => items.iter().for_each(|value| references(value, out)),
        _ => {}
    }
}

/// The violations of OpenAPI's schema, the unresolved references and the invalid schemas.
pub fn flaws(document: &Value) -> Vec<String> {
    let openapi = jsonschema::validator_for(&serde_json::from_str(OPENAPI).unwrap()).unwrap();
    let mut flaws: Vec<String> = openapi.iter_errors(document).map(|error| format!("{error:?}")).collect();
    let mut refs = BTreeSet::new();
    references(document, &mut refs);
    let dangling = refs.iter().filter(|r| document.pointer(r.trim_start_matches('#')).is_none());
    flaws.extend(dangling.map(|r| format!("{r} leads nowhere")));
    let mut ids = BTreeSet::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for operation in item.as_object().unwrap().values() {
            let id = operation["operationId"].as_str().unwrap_or_default();
            if !ids.insert(id) {
                flaws.push(format!("{path}: operationId {id:?} is not its own"));
            }
            for body in [&operation["requestBody"], &operation["responses"]] {
                let mut schemas = Vec::new();
                collect(body, &mut schemas);
                flaws.extend(schemas.into_iter().filter_map(|schema| compile(document, schema).err()));
            }
        }
    }
    flaws
}

fn collect<'a>(value: &'a Value, out: &mut Vec<&'a Value>) {
    if let Some(map) = value.as_object() {
        for (key, value) in map {
            if key == "schema" { out.push(value) } else { collect(value, out) }
        }
    }
}

/// Whether an operation has the optional header `Idempotency-Key`.
fn reads_key(operation: &Value) -> bool {
    let mut parameters = operation["parameters"].as_array().unwrap().iter();
    parameters.any(|p| p["name"] == "Idempotency-Key" && p["in"] == "header" && p["required"] == false)
}

async fn get(app: &TestApp, path: &str) -> (reqwest::header::HeaderMap, String) {
    let response = app.http.get(app.url(path)).send().await.unwrap();
    assert_eq!(response.status(), 200, "{path}");
    (response.headers().clone(), response.text().await.unwrap())
}

#[tokio::test]
async fn the_community_reference_is_valid_and_has_every_method() {
    let app = TestApp::start().await;
    let document: Value = serde_json::from_str(&get(&app, "/openapi/community.json").await.1).unwrap();
    assert_eq!(flaws(&document), [""; 0]);
    let paths: BTreeSet<&str> = document["paths"].as_object().unwrap().keys().map(String::as_str).collect();
    let table = miaohui_community::methods::table();
    for method in &table {
        assert!(paths.contains(format!("/{}", method.name).as_str()), "{}", method.name);
        let operation = &document["paths"][format!("/{}", method.name)]["post"];
        assert_ne!(operation["summary"], "", "{}", method.name);
        let sent = resolved(&document, &operation["requestBody"]["content"]["application/json"]["schema"]);
        assert_eq!(reads_key(operation), method.idempotent, "{}", method.name);
        let member = method.access == miaohui_community::Access::Member;
        assert_eq!(sent["required"][0] == "token", member, "{}", method.name);
    }
    assert_eq!(paths.len(), table.len() + 1, "and the upload");
    // The schemas accept a complete reply and refuse an incomplete one.
    let reply =
        &document["paths"]["/article_list"]["post"]["responses"]["200"]["content"]["application/json"];
    let reply = compile(&document, &reply["schema"]).unwrap();
    assert!(reply.is_valid(&json!({ "article_list": [], "code": 0 })));
    assert!(reply.is_valid(&json!({ "code": 403, "err_msg": "没有登录" })));
    for broken in [json!({ "article_list": [{}], "code": 0 }), json!({ "code": 0 }), json!({ "code": 403 })] {
        assert!(!reply.is_valid(&broken), "{broken}");
    }
    // A document with an unresolved reference is reported.
    let mut broken = document.clone();
    broken["components"]["schemas"].as_object_mut().unwrap().remove("Failure");
    broken["paths"]["/article_list"]["post"]["responses"] = json!([]);
    assert!(flaws(&broken).len() >= 2);
}

#[tokio::test]
async fn the_crowdfunding_reference_is_valid_and_has_every_operation() {
    let app = TestApp::start().await;
    let document: Value = serde_json::from_str(&get(&app, "/openapi/crowdfunding.json").await.1).unwrap();
    assert_eq!(flaws(&document), [""; 0]);
    for resource in miaohui_crowdfunding::routes::table() {
        for operation in &resource.operations {
            let described = &document["paths"][resource.path][operation.verb.as_str().to_lowercase()];
            let what = format!("{} {}", operation.verb, resource.path);
            let summary = described["summary"].as_str().unwrap_or_default();
            assert!(summary.chars().count() > 1, "{what}: {described}");
            let ids = resource.path.matches('{').count();
            let parameters = described["parameters"].as_array().unwrap();
            assert_eq!(
                parameters.iter().filter(|parameter| parameter["in"] == "path").count(),
                ids,
                "{what}"
            );
            assert_eq!(reads_key(described), operation.idempotent, "{what}");
            let success = &described["responses"][operation.status.to_string()];
            assert_eq!(success.get("content").is_some(), operation.status != 204, "{what}");
        }
    }
    let create = &document["paths"]["/api/crowdfunding/package/"]["post"];
    let sent = resolved(&document, &create["requestBody"]["content"]["application/json"]["schema"]);
    assert_eq!(sent["required"], json!(["project", "money", "limit", "type", "name", "feedback"]));
}

#[tokio::test]
async fn the_reference_page_loads_no_external_file() {
    let app = TestApp::start().await;
    let (headers, page) = get(&app, "/docs").await;
    let policy = headers["content-security-policy"].to_str().unwrap();
    assert!(policy.starts_with("default-src 'none'; script-src 'self';"), "{policy}");
    let links = page.split('"').filter(|part| part.starts_with('/'));
    let files: Vec<&str> = links.collect();
    assert!(files.len() >= 4, "{page}");
    for file in files {
        assert!(!get(&app, file).await.1.is_empty(), "{file}");
    }
    assert!(!page.contains("http"), "{page}");
}
