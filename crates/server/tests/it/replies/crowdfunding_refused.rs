//! Requests that fail: tokens, bodies, unknown and foreign things, verbs and headers.

use miaohui_crowdfunding::routes;
use reqwest::Method;
use serde_json::{Value, json};

use super::crowdfunding_read::{DRAFT, ENDED, PENDING, SUCCEEDED, UNDER_WAY};
use super::recorder::Recorder;

/// Paths on which a refused body would take a file, or whose refusals need particular bodies.
const APART: [&str; 2] = ["/api/image/", "/api/image/{id}/"];

/// Records the requests.
pub async fn record(recorder: &mut Recorder) {
    recorder.begin("crowdfunding-refused");
    tokens(recorder).await;
    verbs(recorder).await;
    unknown_things(recorder).await;
    bodies(recorder).await;
    fields(recorder).await;
    images(recorder).await;
    foreign_things(recorder).await;
    states(recorder).await;
    headers(recorder).await;
}

/// Every operation without a token and with an unknown one, on the first thing.
async fn tokens(recorder: &mut Recorder) {
    recorder.sign_in("unknown", &json!("0".repeat(40)));
    for resource in routes::table() {
        for operation in &resource.operations {
            if operation.verb != "GET" {
                recorder.operation("", operation.verb.clone(), resource.path, &[1, 1], Value::Null).await;
            }
            recorder.operation("unknown", operation.verb.clone(), resource.path, &[1, 1], Value::Null).await;
        }
    }
    for value in ["Token", "Token a b", "Bearer x", "token  ", "", "Basic eDp5"] {
        let headers = [("authorization", value)];
        recorder.operation_with("", Method::GET, "/api/accounts/user/", &[], Value::Null, &headers).await;
    }
}

async fn verbs(recorder: &mut Recorder) {
    for resource in routes::table() {
        for verb in ["GET", "POST", "PUT", "DELETE", "PATCH"] {
            if resource.operations.iter().all(|operation| operation.verb != verb) {
                let verb = verb.parse().unwrap();
                recorder.operation("demo1", verb, resource.path, &[1, 1], Value::Null).await;
            }
        }
    }
    for verb in [Method::HEAD, Method::OPTIONS, Method::TRACE] {
        for path in ["/api/token/get/", "/api/crowdfunding/category/"] {
            recorder.operation("", verb.clone(), path, &[], Value::Null).await;
        }
    }
    for path in ["/api", "/api/nothing/", "/api/image/x/", "/api/image/0/", "/api/image/9999999999999999999/"]
    {
        recorder.operation("", Method::GET, path, &[], Value::Null).await;
    }
}

async fn unknown_things(recorder: &mut Recorder) {
    for resource in routes::table().into_iter().filter(|resource| resource.path.contains("{id}")) {
        for operation in &resource.operations {
            let verb = operation.verb.clone();
            recorder.operation("demo1", verb, resource.path, &[999_999, 999_999], Value::Null).await;
        }
    }
    for query in ["page=0", "page=x", "page=999", "user=x", "status=x", "category=1.5"] {
        let path = format!("/api/crowdfunding/project/?{query}");
        recorder.operation("demo1", Method::GET, &path, &[], Value::Null).await;
    }
}

/// Every body empty and of wrong types.
async fn bodies(recorder: &mut Recorder) {
    let names = [
        "email",
        "password",
        "old_password",
        "token",
        "refresh_token",
        "nickname",
        "type",
        "project",
        "content",
        "image",
        "money",
        "limit",
        "name",
        "feedback",
        "cover",
        "location",
        "location_detail",
        "category",
        "total_money",
        "total_days",
        "summary",
        "tags",
        "package",
        "channel",
        "scene",
        "title",
        "description",
        "status",
        "order",
        "parent",
        "detailinfo",
        "fundinfo",
        "kind",
        "id",
        "reason",
        "text",
        "section",
    ];
    let wrong = |value: Value| -> Value {
        names.iter().map(|name| ((*name).to_owned(), value.clone())).collect::<serde_json::Map<_, _>>().into()
    };
    for resource in routes::table().into_iter().filter(|resource| !APART.contains(&resource.path)) {
        let ids = if resource.path.contains("support") { [UNDER_WAY, 1] } else { [SUCCEEDED, 1] };
        for operation in &resource.operations {
            let changes = matches!(operation.verb.as_str(), "POST" | "PUT" | "PATCH");
            if !changes || resource.path.ends_with("save/") || resource.path.ends_with("attention/") {
                continue;
            }
            for value in [json!({ "a": {} }), json!(-1)] {
                let verb = operation.verb.clone();
                recorder.operation("demo1", verb, resource.path, &ids, wrong(value)).await;
            }
            if operation.verb == "POST" && resource.path != "/api/accounts/user/" {
                recorder.operation("demo1", Method::POST, resource.path, &ids, json!({})).await;
            }
        }
    }
    for (name, body) in [
        ("an open brace", "{"),
        ("a list", "[]"),
        ("a text", "\"text\""),
        ("a NUL", "{\"content\":\"\\u0000\"}"),
        ("half a surrogate pair", "{\"content\":\"\\ud800\"}"),
    ] {
        let token = format!("Token {}", recorder.token("demo1"));
        let request = recorder
            .request(Method::POST, "/api/crowdfunding/feedback/")
            .header("authorization", token)
            .header("content-type", "application/json")
            .body(body);
        recorder.send(json!({ "call": "POST /api/crowdfunding/feedback/", "body": name }), request).await;
    }
}

/// Single fields with values that their operations refuse.
async fn fields(recorder: &mut Recorder) {
    let project = "/api/crowdfunding/project/";
    let comments = "/api/crowdfunding/project/{id}/comment/";
    for (user, verb, path, id, body) in [
        ("", "POST", "/api/token/get/", 0, json!({ "email": "no address", "password": "x" })),
        ("", "POST", "/api/token/get/", 0, json!({ "email": "demo1@miaohui.example", "password": "x" })),
        ("", "POST", "/api/token/get/", 0, json!({ "email": "nobody@miaohui.example", "password": "x" })),
        ("", "POST", "/api/token/refresh/", 0, json!({ "token": "x", "refresh_token": "y" })),
        ("", "POST", "/api/accounts/activate/", 0, json!({ "token": "x" })),
        (
            "",
            "POST",
            "/api/accounts/password/reset/confirm/",
            0,
            json!({ "token": "x", "password": "12345678" }),
        ),
        (
            "",
            "POST",
            "/api/accounts/password/reset/confirm/",
            0,
            json!({ "token": "x", "password": "a new one" }),
        ),
        (
            "",
            "POST",
            "/api/accounts/register/",
            0,
            json!({ "email": "demo1@miaohui.example", "password": "long enough", "nickname": "n" }),
        ),
        (
            "demo1",
            "POST",
            "/api/accounts/password/change/",
            0,
            json!({ "old_password": "wrong", "password": "a new one" }),
        ),
        ("demo1", "PATCH", "/api/accounts/user/", 0, json!({ "detailinfo": { "sex": "x", "age": 200 } })),
        (
            "demo1",
            "PATCH",
            "/api/accounts/user/",
            0,
            json!({ "detailinfo": { "native": 7, "avatar": 999_999 } }),
        ),
        ("demo1", "PUT", "/api/accounts/user/", 0, json!({ "nickname": "" })),
        ("demo1", "POST", "/api/accounts/user/recharge/", 0, json!({ "money": 0 })),
        ("demo1", "POST", "/api/accounts/user/recharge/", 0, json!({ "money": 1.234 })),
        ("demo1", "POST", "/api/accounts/user/recharge/", 0, json!({ "money": 1, "channel": "nobody" })),
        ("demo1", "POST", "/api/accounts/user/withdraw/", 0, json!({ "money": 1e12 })),
        ("demo3", "POST", "/api/accounts/user/withdraw/", 0, json!({ "money": 100_000 })),
        ("demo1", "GET", "/api/location/city/{id}/", 7, Value::Null),
        ("demo1", "GET", "/api/location/country/{id}/", 110_000, Value::Null),
        ("demo1", "POST", "/api/crowdfunding/feedback/", 0, json!({ "project": 3, "content": "x" })),
        (
            "demo1",
            "POST",
            "/api/crowdfunding/feedback/",
            0,
            json!({ "project": DRAFT, "content": "x", "image": 1 }),
        ),
        (
            "demo1",
            "POST",
            "/api/crowdfunding/package/",
            0,
            json!({ "project": DRAFT, "money": "5.555", "limit": -1, "type": 2, "name": "", "feedback": [1] }),
        ),
        (
            "demo1",
            "PATCH",
            "/api/crowdfunding/project/{id}/",
            UNDER_WAY,
            json!({ "name": "x", "total_days": 1 }),
        ),
        ("demo1", "PATCH", "/api/crowdfunding/project/{id}/", DRAFT, json!({ "cover": 1, "category": 999 })),
        ("demo1", "PATCH", "/api/crowdfunding/project/{id}/", DRAFT, json!({ "tags": ["x", 5] })),
        (
            "demo1",
            "POST",
            project,
            0,
            json!({ "name": "字".repeat(101), "total_money": "much", "total_days": 0 }),
        ),
        ("", "POST", comments, UNDER_WAY, json!({ "type": "normal", "content": "x" })),
        (
            "demo1",
            "POST",
            comments,
            UNDER_WAY,
            json!({ "type": "anonymous", "content": " ", "parent": 999_999 }),
        ),
        ("demo1", "POST", comments, UNDER_WAY, json!({ "type": "normal", "content": "x", "parent": 1 })),
        ("demo1", "POST", "/api/report/", 0, json!({ "kind": "project", "id": 999_999, "reason": "spam" })),
        ("demo1", "POST", "/api/report/", 0, json!({ "kind": "package", "id": 1, "reason": "boring" })),
    ] {
        recorder.operation(user, verb.parse().unwrap(), path, &[id], body).await;
    }
}

async fn images(recorder: &mut Recorder) {
    let image = "/api/image/{id}/";
    for (verb, path) in [(Method::POST, "/api/image/"), (Method::PUT, image), (Method::PATCH, image)] {
        for (user, fields, picture) in [
            ("", vec![("type", "2")], None),
            ("demo1", vec![("type", "9")], Some(1)),
            ("demo1", vec![("type", "2"), ("image", "no file")], None),
            ("demo1", vec![], Some(1)),
        ] {
            // Another user's image, so that nothing is changed.
            recorder.upload(user, verb.clone(), path, &[3], &fields, ("image", picture)).await;
        }
    }
}

/// Every operation on the first user's things, as a user who has nothing to do with them.
async fn foreign_things(recorder: &mut Recorder) {
    for resource in routes::table().into_iter().filter(|resource| resource.path.contains("{id}")) {
        for operation in resource.operations.iter().filter(|operation| operation.verb != "GET") {
            if resource.path.ends_with("attention/") || APART.contains(&resource.path) {
                continue;
            }
            let (verb, ids) = (operation.verb.clone(), [SUCCEEDED, 1]);
            recorder.operation("demo5", verb, resource.path, &ids, json!({ "type": 1 })).await;
        }
    }
}

/// Operations that the state of a thing refuses.
async fn states(recorder: &mut Recorder) {
    let delete = Method::DELETE;
    for (user, verb, path, ids, body) in [
        ("demo1", delete.clone(), "/api/crowdfunding/project/{id}/", UNDER_WAY, Value::Null),
        ("demo1", delete.clone(), "/api/crowdfunding/package/{id}/", 1, Value::Null),
        ("demo1", delete.clone(), "/api/crowdfunding/feedback/{id}/", 1, Value::Null),
        ("demo1", delete, "/api/image/{id}/", 1, Value::Null),
        ("demo2", Method::POST, "/api/crowdfunding/project/{id}/support/", ENDED, json!({ "package": 5 })),
        ("demo2", Method::POST, "/api/crowdfunding/project/{id}/support/", PENDING, json!({ "package": 1 })),
        (
            "demo2",
            Method::POST,
            "/api/crowdfunding/project/{id}/support/",
            SUCCEEDED,
            json!({ "package": 1 }),
        ),
    ] {
        recorder.operation(user, verb, path, &[ids, 1], body).await;
    }
}

async fn headers(recorder: &mut Recorder) {
    for accept in ["text/html", "application/json;q=0", "application/xml, text/*"] {
        let headers = [("accept", accept)];
        recorder
            .operation_with("", Method::GET, "/api/crowdfunding/category/", &[], Value::Null, &headers)
            .await;
    }
    let recharge = "/api/accounts/user/recharge/";
    for key in ["", "a b", "k\u{e9}"] {
        let headers = [("idempotency-key", key)];
        recorder.operation_with("demo1", Method::POST, recharge, &[], json!({ "money": 3 }), &headers).await;
    }
}
