//! The reference of the API (OpenAPI 3.1), built from the table of operations.
//!
//! Descriptions come from the comments of the functions, properties from the forms and the comments of the
//! types, examples from the recorded replies.

mod operations;
mod parameters;

use std::collections::HashMap;
use std::sync::OnceLock;

use axum::body::Bytes;
use axum::response::Response;
use miaohui_web::openapi::{Reference, json_response};
use serde_json::{Map, Value, json};

use self::operations::{Named, OPERATIONS};
use crate::access::Who;
use crate::code::Code;
use crate::operation::Operation;
use crate::routes;

/// The document's examples: `title`, `method`, `path` and `responses` of each operation.
pub const EXAMPLES: &str = include_str!("../../reference/examples.json");

/// Recorded calls by verb and path: `params` and `reply`. A test of the server makes them.
pub const RECORDED: &str = include_str!("../../reference/recorded.json");

/// The doc comments of all functions of operations.
const DOCS: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/docs.rs"));

const DESCRIPTION: &str = "Bodies are JSON, forms or multipart forms. Every path works with and without its last \
    slash. Amounts are in yuan, times are RFC 3339 in UTC.\n\n请求体可以是 JSON、表单或 multipart。金额以元为单位。";

const TOKEN: &str = "The word `Token`, a space, and the token of `signIn`. The page `/docs` adds the word. \
    `Token` 加空格加令牌。";

/// Failures: status, name of the component, and what the status means.
const FAILURES: &[(u16, &str, &str)] = &[
    (400, "BadRequest", "The request is invalid."),
    (401, "Unauthorized", "The credentials are missing or invalid."),
    (403, "Forbidden", "The caller has no permission."),
    (404, "NotFound", "The thing does not exist."),
    (406, "NotAcceptable", "The client does not accept the media type."),
    (409, "KeyInUse", "The first request with the key is running."),
    (422, "KeyReused", "The key was used for another request."),
    (429, "TooManyRequests", "Too many requests."),
    (503, "Overloaded", "The server is overloaded."),
];

/// Groups of operations and the prefixes of their paths; the first match counts.
const GROUPS: &[(&str, &str, &str)] = &[
    ("token", "认证 Tokens", "/api/token/"),
    ("money", "余额 Money", "/api/accounts/user/balance/"),
    ("money", "余额 Money", "/api/accounts/user/recharge/"),
    ("money", "余额 Money", "/api/accounts/user/withdraw/"),
    ("money", "余额 Money", "/api/accounts/user/trades/"),
    ("user", "用户 Users", "/api/accounts/user/"),
    ("accounts", "账号 Accounts", "/api/accounts/"),
    ("location", "省市区 Locations", "/api/location/"),
    ("image", "图片 Images", "/api/image/"),
    ("category", "项目分类 Categories", "/api/crowdfunding/category/"),
    ("feedback", "项目回馈描述 Feedback", "/api/crowdfunding/feedback/"),
    ("package", "套餐方案 Packages", "/api/crowdfunding/package/"),
    ("task", "项目任务 Tasks", "/api/crowdfunding/project/section/task/"),
    ("task", "项目任务 Tasks", "/api/crowdfunding/project/section/{id}/task/"),
    ("section", "项目完成后阶段 Sections", "/api/crowdfunding/project/section/"),
    ("section", "项目完成后阶段 Sections", "/api/crowdfunding/project/{id}/section/"),
    ("comment", "项目评论 Comments", "/api/crowdfunding/project/comment/"),
    ("comment", "项目评论 Comments", "/api/crowdfunding/project/{id}/comment/"),
    ("topic", "支持者讨论区 Topics", "/api/crowdfunding/project/topic/"),
    ("topic", "支持者讨论区 Topics", "/api/crowdfunding/project/{id}/topic/"),
    ("report", "举报 Reports", "/api/report/"),
    ("support", "支持 Supports", "/api/crowdfunding/project/{id}/support/"),
    ("attention", "关注 Attention", "/api/crowdfunding/project/{id}/attention/"),
    ("project", "众筹项目 Projects", "/api/crowdfunding/project/"),
];

/// `GET /openapi/crowdfunding.json`.
pub(crate) async fn serve() -> Response {
    static TEXT: OnceLock<Bytes> = OnceLock::new();
    json_response(TEXT.get_or_init(|| document().to_string().into()).clone())
}

/// Builds the reference.
pub fn document() -> Value {
    let recorded: Map<String, Value> = serde_json::from_str(RECORDED).unwrap_or_default();
    let mut reference = Reference::default();
    let mut known = "";
    for (name, title, _) in GROUPS {
        if *name != known {
            reference.tag(name, title);
        }
        known = name;
    }
    reference.schema("Failure", failure());
    for (status, name, description) in FAILURES {
        reference.response(name, failure_response(*status, description));
    }
    let names: HashMap<_, _> = OPERATIONS.iter().map(|named| ((named.verb, named.path), named)).collect();
    for resource in routes::table() {
        for operation in &resource.operations {
            let verb = operation.verb.as_str();
            let recorded = recorded.get(&format!("{verb} {}", resource.path)).unwrap_or(&Value::Null);
            // Each has a name: the test below compares the two tables.
            let named = names[&(verb, resource.path)];
            let described = describe(&mut reference, named, operation, recorded);
            reference.operation(resource.path, &verb.to_lowercase(), described);
        }
    }
    let info = json!({ "title": "好味道众筹 Crowdfunding API", "version": "1", "description": DESCRIPTION });
    let token = json!({ "type": "apiKey", "in": "header", "name": "Authorization", "description": TOKEN });
    reference.finish(info, json!([{ "url": "/" }]), json!({ "token": token }))
}

fn describe(reference: &mut Reference, named: &Named, operation: &Operation, recorded: &Value) -> Value {
    let path = named.path;
    let group =
        GROUPS.iter().find(|(_, _, start)| path.starts_with(start)).map_or("project", |(name, ..)| name);
    let mut described = json!({
        "operationId": named.name,
        "summary": format!("{} {}", named.chinese, named.english),
        "description": description(named),
        "tags": [group],
        "parameters": parameters::of(path, operation),
        "responses": responses(reference, operation, recorded),
    });
    let sent = (operation.request_schema)();
    if !sent.is_null() {
        let required = sent["required"].as_array().is_some_and(|names| !names.is_empty());
        let content = content(reference, operation, sent, recorded);
        described["requestBody"] = json!({ "required": required, "content": content });
    }
    described["security"] = match operation.who {
        Who::Stranger => json!([]),
        Who::Anyone | Who::OwnerIfAny => json!([{}, { "token": [] }]),
        Who::Member | Who::Owner | Who::Insider => json!([{ "token": [] }]),
    };
    described
}

/// The function's comment, with the English title in the place of the Chinese one.
fn description(named: &Named) -> String {
    format!("{}{}", named.english, docs(named).strip_prefix(title(named)).unwrap_or_default())
}

/// The function's comment.
fn docs(named: &Named) -> &'static str {
    DOCS.iter().find(|(key, _)| *key == named.function).map_or("", |(_, docs)| docs)
}

/// The Chinese title that the function's comment begins with. PATCH has the function of PUT.
fn title(named: &Named) -> &'static str {
    named.chinese.strip_prefix("部分").unwrap_or(named.chinese)
}

fn content(reference: &mut Reference, operation: &Operation, mut sent: Value, recorded: &Value) -> Value {
    let name = sent["title"].take().as_str().unwrap_or_default().to_owned();
    if let Some(sent) = sent.as_object_mut() {
        sent.remove("title");
        sent.insert("description".to_owned(), "The body of a request.".into());
    }
    reference.schema(&name, sent);
    let mut body = json!({ "schema": { "$ref": format!("#/components/schemas/{name}") } });
    if operation.takes_file {
        return json!({ "multipart/form-data": body });
    }
    if !recorded["params"].is_null() {
        body["example"] = recorded["params"].clone();
    }
    json!({ "application/json": body, "application/x-www-form-urlencoded": body, "multipart/form-data": body })
}

fn responses(reference: &mut Reference, operation: &Operation, recorded: &Value) -> Value {
    let mut success = json!({ "description": "Success." });
    if let Some(schema) = (operation.reply_schema)(&mut reference.answered) {
        let kind = operation.media_type.split(';').next().unwrap_or_default();
        let mut body = json!({ "schema": schema });
        if !recorded["reply"].is_null() {
            body["example"] = recorded["reply"].clone();
        }
        success["content"] = json!({ kind: body });
    }
    let mut responses = json!({});
    responses[operation.status.to_string()] = success;
    for (status, name, _) in FAILURES {
        if operation.idempotent || ![409, 422].contains(status) {
            responses[status.to_string()] = json!({ "$ref": format!("#/components/responses/{name}") });
        }
    }
    responses
}

/// A failure with the codes of its status.
fn failure_response(status: u16, description: &str) -> Value {
    let codes: Vec<Code> = Code::ALL.iter().copied().filter(|code| code.status() == status).collect();
    // A token of the header that is unknown is 401.
    let codes = codes.into_iter().chain((status == 401).then_some(Code::InvalidToken));
    let lines: Vec<String> = codes.clone().map(code_line).collect();
    let examples = codes.map(|code| {
        let errors = if code == Code::ValidationFailed {
            let field = Code::RequiredData;
            json!([{ "field": "name", "error_code": field.number(), "error_message": field.message() }])
        } else {
            json!([])
        };
        let value = json!({ "error_code": code.number(), "error_message": code.message(), "errors": errors });
        (code.number().to_string(), json!({ "summary": code.meaning(), "value": value }))
    });
    json!({
        "description": format!("{description}\n\n{}", lines.join("\n")),
        "content": { "application/json": {
            "schema": { "$ref": "#/components/schemas/Failure" }, "examples": examples.collect::<Map<_, _>>(),
        } },
    })
}

fn code_line(code: Code) -> String {
    format!("- `{}` {}: {}", code.number(), code.message(), code.meaning())
}

fn failure() -> Value {
    let codes: Vec<i32> = Code::ALL.iter().map(|code| code.number()).collect();
    let lines: Vec<String> = Code::ALL.iter().copied().map(code_line).collect();
    let error = json!({
        "error_code": {
            "type": "integer", "enum": codes, "description": "The code, which programs compare.",
        },
        "error_message": { "type": "string", "description": "The text of the code." },
    });
    let mut field = error.clone();
    field["field"] =
        json!({ "type": "string", "description": "Name of the field; `a.b` is the field b of a." });
    let mut whole = error;
    whole["errors"] = json!({
        "type": "array", "description": "Wrong fields, for `error_code` 10006.",
        "items": { "type": "object", "required": ["field", "error_code", "error_message"], "properties": field },
    });
    json!({
        "type": "object", "description": format!("A failure.\n\n{}", lines.join("\n")),
        "required": ["error_code", "error_message", "errors"], "properties": whole,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_operation_has_one_name_and_its_comment_begins_with_its_title() {
        let mut served: Vec<(String, &str)> = Vec::new();
        for resource in routes::table() {
            let verbs = resource.operations.iter().map(|operation| operation.verb.to_string());
            served.extend(verbs.map(|verb| (verb, resource.path)));
        }
        let mut named: Vec<(String, &str)> =
            OPERATIONS.iter().map(|named| (named.verb.to_owned(), named.path)).collect();
        served.sort_unstable();
        named.sort_unstable();
        assert_eq!(named, served);
        for named in OPERATIONS {
            assert!(docs(named).starts_with(title(named)), "{}: {}", named.function, docs(named));
        }
    }
}
