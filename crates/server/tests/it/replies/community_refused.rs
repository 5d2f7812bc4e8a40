//! Calls that fail: tokens, parameters, unknown and foreign things, and envelopes that are none.

use miaohui_community::{Kind, methods};
use reqwest::Method;
use serde_json::{Map, Value, json};

use super::recorder::Recorder;

/// Methods that need no token or that end the session they are called with.
const APART: [&str; 6] =
    ["current_time", "send_sms_code", "user_login", "user_logout", "user_password_update", "user_signup"];

/// Records the calls.
pub async fn record(recorder: &mut Recorder) {
    recorder.begin("community-refused");
    tokens(recorder).await;
    parameters(recorder).await;
    unknown_things(recorder).await;
    foreign_things(recorder).await;
    sign_in(recorder).await;
    envelopes(recorder).await;
}

/// The documented parameters of a method without its token.
fn documented(examples: &Value, method: &str) -> Map<String, Value> {
    let mut params = examples[method]["params"][0].as_object().cloned().unwrap_or_default();
    params.remove("token");
    params
}

async fn tokens(recorder: &mut Recorder) {
    for method in methods::table() {
        recorder.method("", method.name, json!({})).await;
        if !APART.contains(&method.name) {
            recorder.method("", method.name, json!({ "token": "f".repeat(32) })).await;
        }
    }
    for token in [json!(null), json!(5), json!(""), json!("x"), json!(["x"])] {
        recorder.method("", "my_user_info", json!({ "token": token })).await;
    }
}

/// Each parameter missing and of a wrong type.
async fn parameters(recorder: &mut Recorder) {
    let examples: Value = serde_json::from_str(miaohui_community::reference::EXAMPLES).unwrap();
    for method in methods::table().into_iter().filter(|method| !APART.contains(&method.name)) {
        let documented = documented(&examples, method.name);
        let names: Vec<&String> =
            documented.keys().filter(|name| !["limit", "offset"].contains(&name.as_str())).collect();
        if method.kind != Kind::Read && method.name != "my_user_info_update" && !names.is_empty() {
            recorder.method("user3", method.name, json!({})).await;
        }
        for name in documented.keys() {
            let mut params = json!({ "article_id": 1, "content": "内容" });
            params[name] = json!({ "a": 1 });
            recorder.method("user3", method.name, params).await;
        }
    }
    for (method, params) in [
        ("article_list", json!({ "limit": 0 })),
        ("article_list", json!({ "limit": -1 })),
        ("article_list", json!({ "limit": "many" })),
        ("article_list", json!({ "offset": -1 })),
        ("article_detail", json!({ "article_id": -1 })),
        ("article_detail", json!({ "article_id": "1x" })),
        ("article_detail", json!({ "article_id": 1.5 })),
        ("article_del", json!({ "article_id_list": [] })),
        ("article_publish", json!({ "content": "", "images": [] })),
        ("article_publish", json!({ "content": "长".repeat(5001) })),
        ("article_publish", json!({ "content": "x", "images": ["no-such-picture.jpeg"] })),
        ("article_comment_publish", json!({ "article_id": 1, "content": "" })),
        ("my_message_center", json!({ "types": ["nobody"] })),
        ("my_order_list", json!({ "status": 9 })),
        ("my_user_info_update", json!({ "nickname": "名".repeat(33) })),
        ("my_user_info_update", json!({ "email": "no address" })),
        ("my_user_info_update", json!({ "gender": 9 })),
        ("my_user_info_update", json!({ "birthday": "yesterday" })),
        ("report", json!({ "kind": "ticket", "id": 1, "reason": "spam" })),
        ("report", json!({ "kind": "article", "id": 1, "reason": "boring" })),
        ("report", json!({ "kind": "article", "id": 999_999, "reason": "spam" })),
        ("report", json!({ "kind": "user", "id": "nobody", "reason": "spam" })),
    ] {
        recorder.method("user3", method, params).await;
    }
}

async fn unknown_things(recorder: &mut Recorder) {
    let nobody = "0".repeat(32);
    let nothing = json!({
        "article_id": 999_999, "article_comment_id": 999_999, "reply_id": 999_999, "to_uid": nobody, "to_id": nobody,
        "master_id": nobody, "merchant_id": nobody, "project_id": 999_999, "ticket_id": 999_999, "game_id": 999_999,
        "order_id": 999_999, "comment_id": 999_999, "cloth_id": 999_999, "content": "内容", "phone": "13900000000",
        "article_id_list": [999_999], "article_comment_id_list": [999_999], "ticket_comment_id_list": [999_999],
        "message_id_list": [999_999], "ticket_id_list": [999_999],
    });
    let apart = [
        "article_publish",
        "get_media_id",
        "my_user_info_update",
        "report",
        "send_message_to_customer_service",
    ];
    let examples: Value = serde_json::from_str(miaohui_community::reference::EXAMPLES).unwrap();
    for method in methods::table() {
        if APART.contains(&method.name) || apart.contains(&method.name) {
            continue;
        }
        let mut params = documented(&examples, method.name);
        params.retain(|name, _| nothing.get(name).is_some());
        if method.name.starts_with("sns_") {
            params.insert("to_uid".to_owned(), Value::Null);
        }
        if method.name == "order_pay" {
            params.insert("order_id".to_owned(), Value::Null);
        }
        for (name, value) in &mut params {
            *value = nothing[name].clone();
        }
        if !params.is_empty() {
            recorder.method("user3", method.name, params.into()).await;
        }
    }
}

/// Things of the first user, asked for by the third.
async fn foreign_things(recorder: &mut Recorder) {
    let orders = recorder.method("user1", "my_order_list", json!({})).await;
    let order = orders["my_order_list"][0]["order_id"].clone();
    let articles = recorder.method("user1", "my_article_list", json!({ "limit": 1 })).await;
    let article = articles["my_article_list"][0]["article_id"].clone();
    for method in ["order_detail", "order_cancel", "order_pay"] {
        recorder.method("user3", method, json!({ "order_id": order })).await;
    }
    recorder.method("user3", "article_del", json!({ "article_id_list": [article] })).await;
    for (method, key) in [
        ("article_comment_del", "article_comment_id_list"),
        ("ticket_comment_del", "ticket_comment_id_list"),
        ("game_comment_del", "comment_id_list"),
        ("message_del", "message_id_list"),
    ] {
        recorder.method("user3", method, json!({ key: [1] })).await;
    }
    // The first ticket is reserved or sold.
    for method in ["order_create", "shopping_cart_add"] {
        recorder.method("user3", method, json!({ "ticket_id_list": [1], "ticket_id": 1 })).await;
    }
    recorder.method("user3", "order_create_by_shopping_cart", json!({ "ticket_id_list": [1202] })).await;
    let own = recorder.method("user3", "my_user_info", json!({})).await["my_user_info"]["uid"].clone();
    for method in ["user_follow", "sns_block", "send_message_to_user"] {
        recorder.method("user3", method, json!({ "to_uid": own, "content": "我" })).await;
    }
}

async fn sign_in(recorder: &mut Recorder) {
    let account = |phone: &str, password: &str, code: &str| json!({ "country": "86", "phone": phone, "password": password, "code": code });
    for (method, mut params) in [
        ("user_login", account("13800000030", "wrong", "")),
        ("user_login", account("13800000030", "", "000000")),
        ("user_login", account("13911111111", "password", "")),
        ("user_login", account("12345", "password", "")),
        ("user_login", json!({ "country": "1", "phone": "x", "password": "y" })),
        ("user_signup", account("13800000030", "password", "000000")),
        ("user_signup", account("13911111111", "password", "000000")),
        ("user_signup", account("13911111111", "short", "000000")),
        ("user_password_update", account("13911111111", "password", "000000")),
        ("user_password_update", account("13800000030", "short", "000000")),
        ("send_sms_code", json!({ "country": "86", "phone": "12345" })),
        ("send_sms_code", json!({ "country": "999999", "phone": "13800000030" })),
        ("send_sms_code", json!({ "country": 86, "phone": [] })),
    ] {
        if params["code"] == "" {
            params.as_object_mut().unwrap().remove("code");
        }
        recorder.method("", method, params).await;
    }
}

/// Bodies, verbs and paths that are no call.
async fn envelopes(recorder: &mut Recorder) {
    for method in ["nothing", "", "article_list/", "ARTICLE_LIST"] {
        recorder.method("user1", method, json!({})).await;
    }
    for params in [
        json!({ "method": "current_time", "ver": "1", "ts": 1, "app": "any", "sig": "any" }),
        json!({ "method": "nothing" }),
        json!({ "method": 5 }),
        json!({ "ver": "2", "method": "current_time" }),
    ] {
        recorder.method("", "", params).await;
    }
    recorder.method("", "current_time", json!({ "ver": "2" })).await;
    let deep = format!("{{\"a\":{}{}}}", "[".repeat(500), "]".repeat(500));
    let bodies: [(&str, Vec<u8>); 8] = [
        ("empty", Vec::new()),
        ("an open brace", b"{".to_vec()),
        ("a list", b"[]".to_vec()),
        ("null", b"null".to_vec()),
        ("invalid UTF-8", b"{\"a\":\"\xff\"}".to_vec()),
        ("a NUL", b"{\"a\":\"\\u0000\"}".to_vec()),
        ("a number out of range", b"{\"a\":1e999}".to_vec()),
        ("500 lists in one another", deep.into_bytes()),
    ];
    for (name, body) in bodies {
        let request = recorder.request(Method::POST, "/community/current_time").body(body);
        recorder.send(json!({ "call": "current_time", "body": name }), request).await;
    }
    for verb in [Method::GET, Method::PUT, Method::DELETE, Method::PATCH] {
        let request = recorder.request(verb.clone(), "/community/current_time");
        recorder.send(json!({ "call": format!("{verb} /community/current_time") }), request).await;
    }
    let empty = recorder.request(Method::POST, "/community/upload");
    recorder.send(json!({ "call": "POST /community/upload" }), empty).await;
    for key in ["a b", "k\u{e9}", ""] {
        let request =
            recorder.request(Method::POST, "/community/order_create").header("idempotency-key", key);
        let body = json!({ "token": recorder.token("user1"), "ticket_id_list": [1202] });
        recorder.send(json!({ "call": "order_create", "key": key }), request.body(body.to_string())).await;
    }
}
