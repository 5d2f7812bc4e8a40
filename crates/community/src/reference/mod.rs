//! The API reference in OpenAPI 3.1, with a path for each method.
//!
//! Titles, descriptions and codes come from the comments of the methods' files, properties from the
//! comments of their types, examples from the recorded replies.

mod words;

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use miaohui_web::idempotency;
use miaohui_web::openapi::{Reference, json_response, pascal_case};
use serde_json::{Map, Value, json};

use self::words::{GROUPS, codes_text, group, of_method};
use crate::api::Api;
use crate::{Access, Code, Method, Settings, methods};

/// The document's examples by method: `title`, `params` (ways to call it) and `returns`.
pub const EXAMPLES: &str = include_str!("../../reference/examples.json");

/// Recorded calls by method: `params` and `reply`. A test of the server makes them.
pub const RECORDED: &str = include_str!("../../reference/recorded.json");

const DESCRIPTION: &str = "Every reply has HTTP status 200. `code` 0 is success; any other comes with `err_msg`.\n\n\
    A method is called by its path, or at the root with its name in `method`. Ids are sent as numbers or as \
    strings of digits. Times are Unix ms, amounts are in fen (1/100 yuan).\n\n\
    每个回复的 HTTP 状态都是 200；`code` 为 0 表示成功。时间为 Unix 毫秒，金额以分为单位。";

const TOKEN: &str = "The field `token` of the JSON body, from `user_login` or `user_signup`. OpenAPI has no place \
    for a credential in a body, so that `in` is not true here: the server reads no header of this name. The page \
    `/docs` puts the token into the body. 令牌放在 JSON 请求体的 `token` 字段里。";

/// `GET /openapi/community.json`.
pub(crate) async fn serve(State(api): State<Arc<Api>>) -> Response {
    let json = api.reference.get_or_init(|| document(&api.app.settings).to_string().into());
    json_response(json.clone())
}

/// Generates the API reference.
pub fn document(settings: &Settings) -> Value {
    let recorded: Map<String, Value> = serde_json::from_str(RECORDED).unwrap_or_default();
    let mut reference = Reference::default();
    for (name, title, _) in GROUPS {
        reference.tag(name, title);
    }
    reference.schema("Envelope", envelope(settings));
    reference.schema("EmptyReply", success(json!({ "type": "object", "properties": {}, "required": [] })));
    reference.schema("Failure", failure());
    for method in methods::table() {
        let operation = operation(&mut reference, &method, settings, recorded.get(method.name));
        reference.operation(&format!("/{}", method.name), "post", operation);
    }
    reference.operation("/upload", "post", upload());
    let info = json!({ "title": "庙会 Community API", "version": "1", "description": DESCRIPTION });
    let servers: Vec<Value> = settings.mounts.iter().map(|mount| json!({ "url": mount })).collect();
    let token =
        json!({ "type": "apiKey", "in": "header", "name": "token", "x-in": "body", "description": TOKEN });
    reference.finish(info, json!(servers), json!({ "token": token }))
}

fn operation(
    reference: &mut Reference,
    method: &Method,
    settings: &Settings,
    recorded: Option<&Value>,
) -> Value {
    let request = named(reference, method, "Request", |reference| request_schema(reference, method));
    let reply = reply_schema(reference, method);
    let mut body = json!({ "schema": request });
    let mut answer = json!({ "schema": { "oneOf": [reply, { "$ref": "#/components/schemas/Failure" }] } });
    if let Some(recorded) = recorded {
        body["example"] = recorded["params"].clone();
        answer["examples"] = json!({
            "success": { "value": recorded["reply"] },
            "failure": { "value": failure_example(method) },
        });
    }
    let words = of_method(method.name);
    let headers = if method.idempotent { vec![idempotency::parameter()] } else { Vec::new() };
    let is_member = method.access == Access::Member;
    json!({
        "operationId": method.name,
        "parameters": headers,
        "summary": format!("{} {}", words.title, words.english),
        "description": words.description,
        "tags": [group(method.name)],
        "security": if is_member { json!([{ "token": [] }]) } else { json!([]) },
        "requestBody": { "required": true, "content": { "application/json": body } },
        "responses": { "200": {
            "description": codes_text(&words, is_member, !settings.apps.is_empty()),
            "content": { "application/json": answer },
        } },
    })
}

/// Adds a schema that is named after the method, and refers to it.
fn named(
    reference: &mut Reference,
    method: &Method,
    suffix: &str,
    make: impl FnOnce(&mut Reference) -> Value,
) -> Value {
    let name = format!("{}{suffix}", pascal_case(method.name));
    let schema = make(reference);
    reference.schema(&name, schema);
    json!({ "$ref": format!("#/components/schemas/{name}") })
}

fn request_schema(reference: &mut Reference, method: &Method) -> Value {
    let mut schema = (method.schemas.params)(&mut reference.sent).to_value();
    schema["description"] = format!("Parameters of `{}`.", method.name).into();
    schema["allOf"] = json!([{ "$ref": "#/components/schemas/Envelope" }]);
    if method.access == Access::Member {
        let token = json!({ "type": "string", "description": "Token of the session, from user_login or user_signup." });
        schema["properties"]["token"] = token;
        let mut required = vec![json!("token")];
        required.extend(schema["required"].as_array().into_iter().flatten().cloned());
        schema["required"] = required.into();
    }
    schema
}

fn reply_schema(reference: &mut Reference, method: &Method) -> Value {
    let schema = (method.schemas.reply)(&mut reference.answered).to_value();
    if schema["properties"].as_object().is_none_or(Map::is_empty) {
        return json!({ "$ref": "#/components/schemas/EmptyReply" });
    }
    named(reference, method, "Reply", |_| {
        let mut schema = success(schema);
        schema["description"] = format!("Reply of `{}`.", method.name).into();
        schema
    })
}

/// The schema of a successful reply: `code` is 0.
fn success(mut schema: Value) -> Value {
    schema["properties"]["code"] = json!({ "type": "integer", "const": 0, "description": "0: success." });
    let mut required = schema["required"].as_array().cloned().unwrap_or_default();
    required.push(json!("code"));
    schema["required"] = required.into();
    if schema["description"].is_null() {
        schema["description"] = "Success without more to say.".into();
    }
    schema
}

fn failure_example(method: &Method) -> Value {
    let code = match method.access {
        Access::Member => Code::NotLoggedIn,
        Access::Open => Code::BadParameter,
    };
    json!({ "code": code.number(), "err_msg": code.text() })
}

fn envelope(settings: &Settings) -> Value {
    let signed: &[&str] = if settings.apps.is_empty() { &[] } else { &["ver", "ts", "app", "sig"] };
    json!({
        "type": "object",
        "description": "What every call may carry, and must carry where the operators demand signatures.",
        "required": signed,
        "properties": {
            "ver": { "type": "string", "const": "1", "description": "Version of the API." },
            "ts": { "type": "number", "description": "The client's time in Unix ms." },
            "app": { "type": "string", "description": "The application that signs." },
            "sig": { "type": "string", "description": "The signature of all other fields." },
        },
    })
}

fn failure() -> Value {
    let lines: Vec<String> = Code::ALL.iter().map(|code| words::code_line(*code)).collect();
    let numbers: Vec<i32> = Code::ALL.iter().map(|code| code.number()).collect();
    json!({
        "type": "object",
        "description": format!("A failure.\n\n{}", lines.join("\n")),
        "required": ["code", "err_msg"],
        "properties": {
            "code": { "type": "integer", "enum": numbers, "description": "Why the call failed." },
            "err_msg": { "type": "string", "description": "Text for the user; it may begin with the code's text." },
            "retry_after": {
                "type": "integer", "minimum": 1,
                "description": "Seconds until a limited call may be sent again.",
            },
        },
    })
}

fn upload() -> Value {
    let form = json!({
        "type": "object",
        "required": ["media_id", "file"],
        "properties": {
            "media_id": { "type": "string", "description": "From get_media_id; filled once." },
            "file": { "type": "string", "format": "binary", "description": "A picture or a video." },
        },
    });
    let codes = [Code::BadParameter, Code::Unavailable, Code::Unknown].map(words::code_line);
    json!({
        "operationId": "upload",
        "summary": "上传图片或视频 Fills a media id",
        "description": "Fills a media id with a picture or a video. The media id is the credential.",
        "tags": ["media"],
        "security": [],
        "requestBody": { "required": true, "content": { "multipart/form-data": { "schema": form } } },
        "responses": { "200": {
            "description": format!("{}\n{}", words::SUCCESS, codes.join("\n")),
            "content": { "application/json": {
                "schema": { "oneOf": [
                    { "$ref": "#/components/schemas/EmptyReply" }, { "$ref": "#/components/schemas/Failure" },
                ] },
                "example": { "code": 0 },
            } },
        } },
    })
}
