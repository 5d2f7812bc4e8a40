use miaohui_testkit::{TestApp, code};
use serde_json::{Value, json};

const APP: &str = r#"community.apps=[{name="miao",secret="庙会-secret-4f9c"}]"#;

async fn post(app: &TestApp, path: &str, body: String) -> Value {
    let response = app.http.post(app.url(path)).body(body).send().await.unwrap();
    assert_eq!(response.status(), 200, "{path}");
    response.json().await.unwrap()
}

#[tokio::test]
async fn the_method_is_read_from_the_body_or_the_path() {
    let app = TestApp::start().await;
    let body =
        json!({ "method": "current_time", "ver": "1", "ts": 1, "app": "any", "sig": "any" }).to_string();
    for path in ["/community", "/community/", "/yuanyiapi", "/yuanyiapi/"] {
        assert_eq!(
            post(&app, path, body.clone()).await,
            json!({ "time": app.clock.now_ms(), "code": 0 }),
            "{path}"
        );
    }
    for path in ["/community/current_time", "/community/current_time/", "/yuanyiapi/current_time"] {
        assert_eq!(code(&post(&app, path, "{}".into()).await), 0, "{path}");
    }
    assert_eq!(code(&post(&app, "/community/", "{}".into()).await), 401);
    assert_eq!(code(&post(&app, "/community/", r#"{"method": 7}"#.into()).await), 401);
    assert_eq!(code(&post(&app, "/community/no_such_method", "{}".into()).await), 401);
    assert_eq!(code(&post(&app, "/community/current_time", r#"{"ver": "2"}"#.into()).await), 401);
    assert_eq!(code(&post(&app, "/community/current_time", r#"{"ver": 1}"#.into()).await), 401);
}

#[tokio::test]
async fn a_failure_has_a_code_and_a_chinese_text() {
    let app = TestApp::start().await;
    assert_eq!(app.call("my_user_info", json!({})).await, json!({ "code": 403, "err_msg": "没有登录" }));
    assert_eq!(
        app.call("my_user_info", json!({ "token": "x" })).await,
        json!({ "code": 404, "err_msg": "认证失败" })
    );
    assert_eq!(code(&app.call("my_user_info", json!({ "token": null })).await), 403);
    assert_eq!(code(&app.call("my_user_info", json!({ "token": "" })).await), 403);
    assert_eq!(code(&app.call("my_user_info", json!({ "token": 5 })).await), 404);
    let ann = app.community_user(1).await;
    let reply = app.call_as(&ann, "article_detail", json!({ "article_id": "x" })).await;
    assert_eq!(code(&reply), 400);
    assert!(reply["err_msg"].as_str().unwrap().starts_with("参数错误: article_id"), "{reply}");
}

fn vectors() -> (String, Vec<(String, String)>) {
    let made: Value = serde_json::from_str(include_str!("../../data/signatures.json")).unwrap();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let vectors = made["vectors"].as_array().unwrap().iter().map(|v| (text(&v["body"]), text(&v["sig"])));
    (text(&made["secret"]), vectors.collect())
}

fn signed(body: &str, sig: &str) -> String {
    format!("{},\"sig\":\"{sig}\"}}", body.strip_suffix('}').unwrap())
}

/// A correct signature passes: the reply is about the missing token (or the unknown token of the
/// vector).
#[tokio::test]
async fn signatures_match_the_javascript_client() {
    let app = TestApp::start_with(&[APP]).await;
    let (secret, vectors) = vectors();
    assert_eq!(secret, "庙会-secret-4f9c");
    assert!(vectors.len() > 30);
    for (body, sig) in vectors {
        let right = code(&post(&app, "/community/", signed(&body, &sig)).await);
        assert!(matches!(right, 403 | 404), "{body}: {right}");
        let turned: String = sig.chars().rev().collect();
        assert_eq!(code(&post(&app, "/community/", signed(&body, &turned)).await), 402, "{body}");
    }
}

#[tokio::test]
async fn a_signature_must_be_recent_and_may_be_repeated() {
    let app = TestApp::start_with(&[APP]).await;
    let (body, sig) = vectors().1.remove(0);
    let send = || post(&app, "/community/", signed(&body, &sig));
    assert_eq!(code(&send().await), 403);
    assert_eq!(code(&send().await), 403, "the client retries");
    app.clock.advance(600_000);
    assert_eq!(code(&send().await), 403);
    app.clock.advance(1);
    assert_eq!(code(&send().await), 402);
    app.clock.advance(-1_200_002);
    assert_eq!(code(&send().await), 402);
}

#[tokio::test]
async fn configured_apps_require_all_envelope_fields() {
    let app = TestApp::start_with(&[APP]).await;
    let (body, sig) = vectors().1.remove(0);
    let whole: Value = serde_json::from_str(&signed(&body, &sig)).unwrap();
    for (field, expected) in [("ts", 402), ("app", 402), ("sig", 402), ("ver", 401)] {
        let mut call = whole.clone();
        call.as_object_mut().unwrap().remove(field);
        assert_eq!(code(&post(&app, "/community/", call.to_string()).await), expected, "{field}");
    }
    for (field, value, expected) in [
        ("app", json!("unknown"), 402),
        ("ts", json!("soon"), 402),
        ("ver", json!("2"), 401),
        ("sig", json!(5), 402),
    ] {
        let mut call = whole.clone();
        call[field] = value;
        assert_eq!(code(&post(&app, "/community/", call.to_string()).await), expected, "{field}");
    }
    assert_eq!(code(&post(&app, "/community/current_time", "{}".into()).await), 401);
}

#[tokio::test]
async fn every_response_has_a_request_id() {
    let app = TestApp::start().await;
    let ask = || app.http.post(app.url("/community/current_time")).body("{}").header("x-request-id", "mine");
    let (one, two) = (ask().send().await.unwrap(), ask().send().await.unwrap());
    let id = |response: &reqwest::Response| response.headers()["x-request-id"].to_str().unwrap().to_owned();
    assert_ne!(id(&one), id(&two));
    assert_eq!(one.headers()["content-type"], "application/json");
    let app = TestApp::start_with(&["trusted_proxies=127.0.0.1"]).await;
    let ask = |id: &'static str| {
        app.http.post(app.url("/community/current_time")).body("{}").header("x-request-id", id)
    };
    assert_eq!(id(&ask("from-the-proxy").send().await.unwrap()), "from-the-proxy");
    assert_ne!(id(&ask("no good; id").send().await.unwrap()), "no good; id");
}

/// A signed call of a method as the JavaScript client sends it.
fn signed_call(app: &TestApp, ts: i64, mut params: Value) -> Value {
    params["ver"] = json!("1");
    params["ts"] = json!(ts);
    params["app"] = json!("miao");
    let settings = &app.service.community.settings;
    let sig = miaohui_community::sign(params.as_object().unwrap(), settings.apps["miao"].expose());
    params["sig"] = json!(sig);
    params
}

#[tokio::test]
async fn the_path_must_be_the_signed_method() {
    let app = TestApp::start_with(&[APP]).await;
    let call = signed_call(&app, app.clock.now_ms(), json!({ "method": "current_time" })).to_string();
    for (path, expected) in [
        ("/community/", 0),
        ("/community/current_time", 0),
        ("/community/my_user_info", 402),
        ("/community/nothing", 402),
    ] {
        assert_eq!(code(&post(&app, path, call.clone()).await), expected, "{path}");
    }
    let unnamed = signed_call(&app, app.clock.now_ms(), json!({})).to_string();
    assert_eq!(code(&post(&app, "/community/current_time", unnamed).await), 0);
}

#[tokio::test]
async fn a_phone_with_a_wrong_clock_learns_the_time() {
    let app = TestApp::start_with(&[APP]).await;
    let late = signed_call(&app, 1, json!({ "method": "current_time" }));
    assert_eq!(code(&post(&app, "/community/", late.to_string()).await), 0);
    let mut forged = late;
    forged["sig"] = json!("0".repeat(64));
    assert_eq!(code(&post(&app, "/community/", forged.to_string()).await), 402);
}

#[tokio::test]
async fn a_signed_call_that_moves_tickets_happens_once() {
    let app = TestApp::start_with(&[APP]).await;
    let ann = app.community_user(1).await;
    let issue = |tx: &mut miaohui_db::Tx<'_>| {
        miaohui_testkit::project_with_tickets(tx, &"a".repeat(32), 3, miaohui_kernel::Fen(1999))
    };
    let first = *app.service.community.db.write(issue).await.unwrap().tickets.start();
    let create = |ts: i64, ticket: i64| {
        let params = json!({ "method": "order_create", "token": ann.token, "ticket_id_list": [ticket] });
        signed_call(&app, app.clock.now_ms() + ts, params).to_string()
    };
    let call = create(0, first);
    let made = post(&app, "/community/", call.clone()).await;
    assert_eq!(code(&made), 0, "{made}");
    let cancel = json!({ "method": "order_cancel", "token": ann.token, "order_id": made["order_id"] });
    let cancel = signed_call(&app, app.clock.now_ms(), cancel).to_string();
    assert_eq!(code(&post(&app, "/community/", cancel).await), 0);
    // Whoever repeats the call gets its answer; the ticket stays on sale.
    for path in ["/community/", "/community/order_create"] {
        assert_eq!(post(&app, path, call.clone()).await, made);
    }
    let again = post(&app, "/community/", create(1, first)).await;
    assert_eq!(code(&again), 0, "another call");
    assert_ne!(again["order_id"], made["order_id"]);
    // A refusal is repeated too, even when the call could succeed now.
    let refused = create(2, first);
    assert_eq!(code(&post(&app, "/community/", refused.clone()).await), 202);
    let cancel = json!({ "method": "order_cancel", "token": ann.token, "order_id": again["order_id"] });
    let cancel = signed_call(&app, app.clock.now_ms() + 1, cancel).to_string();
    assert_eq!(code(&post(&app, "/community/", cancel).await), 0);
    assert_eq!(code(&post(&app, "/community/", refused).await), 202);
}
