//! The API reference in OpenAPI 3.1, with a path for each method.
//!
//! It is generated from the list of methods and the document's examples.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use miaohui_web::idempotency;
use miaohui_web::openapi::{Reference, json_response};
use serde_json::{Map, Value, json};

use crate::api::Api;
use crate::{Access, Code, Method, Settings, methods};

/// The document's examples by method: `title`, `params` (ways to call it) and `returns`.
pub const EXAMPLES: &str = include_str!("../reference/examples.json");

/// Titles of the methods that are not in the document.
const LATER: &[(&str, &str)] = &[
    ("my_block", "我拉黑的用户列表"),
    ("my_data_export", "导出我的数据"),
    ("my_message_with_customer_service", "我和客服的私信"),
    ("order_payment", "订单支付状态"),
    ("report", "举报"),
    ("sns_block", "拉黑用户"),
    ("sns_unblock", "取消拉黑"),
    ("ticket_recommend_list", "推荐的票"),
    ("user_delete", "注销账号"),
];

/// Groups of methods: tag, title, and words; a method belongs to the first group with a word in its
/// name.
const GROUPS: &[(&str, &str, &[&str])] = &[
    ("media", "图片与视频 Media", &["media", "upload"]),
    ("banner", "横幅 Banners", &["banner"]),
    ("message", "私信 Messages", &["message"]),
    ("ticket", "票 Tickets", &["ticket_comment", "ticket_"]),
    ("order", "购物车与订单 Cart and orders", &["order", "shopping_cart"]),
    ("article", "文章 Articles", &["article"]),
    ("project", "项目 Projects", &["project"]),
    ("master", "达人 Masters", &["master"]),
    ("merchant", "商家与服饰 Merchants and clothes", &["merchant"]),
    ("design circle", "设计圈 Design circle", &["design_circle"]),
    ("game", "游戏 Games", &["game"]),
    ("blocks", "拉黑与举报 Blocks and reports", &["block", "report"]),
    ("system", "系统 System", &["current_time"]),
    ("user", "用户 Users", &[""]),
];

/// `GET /openapi/community.json`.
pub(crate) async fn serve(State(api): State<Arc<Api>>) -> Response {
    let json = api.reference.get_or_init(|| document(&api.app.settings).to_string().into());
    json_response(json.clone())
}

/// Generates the API reference.
pub fn document(settings: &Settings) -> Value {
    let examples: Map<String, Value> = serde_json::from_str(EXAMPLES).unwrap_or_default();
    let mut reference = Reference::default();
    for (name, title, _) in GROUPS {
        reference.tag(name, title);
    }
    reference.schema("Envelope", envelope(settings));
    reference.schema("Failure", failure());
    for method in methods::table() {
        let operation = operation(&mut reference, &method, examples.get(method.name));
        reference.operation(&format!("/{}", method.name), "post", operation);
    }
    reference.operation("/upload", "post", upload());
    let description = "Every answer has HTTP status 200. `code` 0 is success; any other comes with `err_msg`. A method is \
        called by its path, or at the root with its name in `method`.";
    let info = json!({ "title": "庙会 Community API", "version": "1", "description": description });
    let servers: Vec<Value> = settings.mounts.iter().map(|mount| json!({ "url": mount })).collect();
    reference.finish(info, json!(servers), json!({}))
}

fn operation(reference: &mut Reference, method: &Method, example: Option<&Value>) -> Value {
    let params = (method.schemas.params)(&mut reference.sent);
    let reply = (method.schemas.reply)(&mut reference.answered);
    let mut sent = json!({
        "allOf": [{ "$ref": "#/components/schemas/Envelope" }, params],
    });
    if method.access == Access::Member {
        sent["properties"] =
            json!({ "token": { "type": "string", "description": "From user_login or user_signup." } });
        sent["required"] = json!(["token"]);
    }
    let success = json!({ "allOf": [reply, {
        "type": "object", "properties": { "code": { "const": 0 } }, "required": ["code"],
    }] });
    let mut body = json!({ "schema": sent });
    let mut answer = json!({ "schema": { "oneOf": [success, { "$ref": "#/components/schemas/Failure" }] } });
    let later = LATER.iter().find(|(name, _)| *name == method.name).map_or("", |(_, title)| title);
    let title = example.map_or(later, |example| example["title"].as_str().unwrap_or(later));
    if let Some(example) = example {
        let ways = example["params"].as_array().map_or(&[] as &[Value], Vec::as_slice).iter().enumerate();
        let ways = ways.map(|(n, way)| (format!("example {}", n + 1), json!({ "value": way })));
        body["examples"] = ways.collect::<Map<_, _>>().into();
        let mut returns = example["returns"].clone();
        returns["code"] = json!(0);
        answer["example"] = returns;
    }
    let headers = if method.idempotent { vec![idempotency::parameter()] } else { Vec::new() };
    json!({
        "operationId": method.name,
        "parameters": headers,
        "summary": title,
        "tags": [group(method.name)],
        "requestBody": { "required": true, "content": { "application/json": body } },
        "responses": { "200": { "description": "Success or failure, told by `code`.", "content": { "application/json": answer } } },
    })
}

fn group(method: &str) -> &'static str {
    let told = |words: &[&str]| words.iter().any(|word| method.contains(word));
    GROUPS.iter().find(|(_, _, words)| told(words)).map_or("user", |(name, ..)| name)
}

fn envelope(settings: &Settings) -> Value {
    let signed: &[&str] = if settings.apps.is_empty() { &[] } else { &["ver", "ts", "app", "sig"] };
    json!({
        "type": "object",
        "required": signed,
        "properties": {
            "ver": { "const": "1" },
            "ts": { "type": "number", "description": "The client's time in Unix ms." },
            "app": { "type": "string", "description": "The application that signs." },
            "sig": { "type": "string", "description": "The signature of all other fields." },
        },
    })
}

fn failure() -> Value {
    let lines: Vec<String> =
        Code::ALL.iter().map(|code| format!("- `{}` {}", code.number(), code.text())).collect();
    let numbers: Vec<i32> = Code::ALL.iter().map(|code| code.number()).collect();
    json!({
        "type": "object",
        "description": lines.join("\n"),
        "required": ["code", "err_msg"],
        "properties": { "code": { "enum": numbers }, "err_msg": { "type": "string" }, "retry_after": {
            "type": "integer", "minimum": 1, "description": "Seconds until a limited call may be sent again.",
        } },
    })
}

fn upload() -> Value {
    let done = json!({ "type": "object", "required": ["code"], "properties": { "code": { "const": 0 } } });
    let form = json!({
        "type": "object",
        "required": ["media_id", "file"],
        "properties": {
            "media_id": { "type": "string", "description": "From get_media_id; filled once." },
            "file": { "type": "string", "format": "binary", "description": "A picture or a video." },
        },
    });
    json!({
        "operationId": "upload",
        "summary": "上传图片或视频",
        "tags": ["media"],
        "requestBody": { "required": true, "content": { "multipart/form-data": { "schema": form } } },
        "responses": { "200": { "description": "Success or failure, told by `code`.", "content": { "application/json": {
            "schema": { "oneOf": [done, { "$ref": "#/components/schemas/Failure" }] },
        } } } },
    })
}
