//! The wire format: verbs, slashes, bodies and headers, and requests that must never fail the
//! server.

use miaohui_crowdfunding::routes;
use miaohui_testkit::{CrowdfundingFixture, TestApp};
use reqwest::Method;
use serde_json::{Value, json};

#[tokio::test]
async fn unsupported_verbs_give_405_with_their_codes() {
    let app = TestApp::start().await;
    let codes = [
        ("GET", 10016),
        ("POST", 10017),
        ("PUT", 10018),
        ("DELETE", 10019),
        ("PATCH", 10021),
        ("TRACE", 10040),
    ];
    for resource in routes::table() {
        let path = resource.path.replace("{id}", "1").replace("{sid}", "1");
        for (verb, code) in codes {
            if resource.operations.iter().any(|operation| operation.verb == verb) {
                continue;
            }
            let answer = app.api(None, verb.parse().unwrap(), &path, Value::Null).await;
            assert_eq!((answer.status.as_u16(), answer.error()), (405, code), "{verb} {path}");
            let allow = answer.headers["allow"].to_str().unwrap();
            assert!(!allow.contains(verb) && allow.contains("OPTIONS"), "{path}: {allow}");
        }
    }
    let head = app.http.head(app.url("/api/crowdfunding/category/")).send().await.unwrap();
    assert_eq!((head.status().as_u16(), &head.headers()["content-length"]), (200, &"226".parse().unwrap()));
    assert_eq!(app.http.head(app.url("/api/token/get/")).send().await.unwrap().status(), 405);
}

#[tokio::test]
async fn paths_accept_an_optional_trailing_slash() {
    let app = TestApp::start().await;
    for resource in routes::table() {
        let path = resource.path.replace("{id}", "1").replace("{sid}", "1");
        let answer = async |path: &str| app.api(None, Method::OPTIONS, path, Value::Null).await.status;
        let bare = path.trim_end_matches('/');
        assert_eq!(answer(&path).await, 200, "{path}");
        assert_eq!(answer(bare).await, 200, "{bare}");
        let get = async |path: &str| app.api(None, Method::GET, path, Value::Null).await;
        assert_eq!(get(&path).await.body, get(bare).await.body, "{path}");
    }
    for nowhere in [
        "/api",
        "/api/",
        "/api/x/y",
        "/api/image/x/",
        "/api/image/0/",
        "/api/image/-1/",
        "/api/image/9999999999999999999/",
    ] {
        let answer = app.api(None, Method::GET, nowhere, Value::Null).await;
        assert_eq!((answer.status.as_u16(), answer.error()), (404, 10015), "{nowhere}");
    }
}

#[tokio::test]
async fn json_urlencoded_and_multipart_bodies_are_equivalent() {
    let app = TestApp::start().await;
    let crowdfunding = CrowdfundingFixture::create(&app).await;
    let owner = &crowdfunding.owner;
    let path = "/api/crowdfunding/package/";
    let body = json!({
        "project": crowdfunding.project, "money": 5.5, "limit": 3, "type": 1, "name": "套 & 餐", "feedback": [crowdfunding.feedback],
    });
    let mut seen: Vec<Value> = Vec::new();
    let (project, feedback) = (crowdfunding.project.to_string(), crowdfunding.feedback.to_string());
    let pairs = [
        ("project", project.as_str()),
        ("money", "5.50"),
        ("limit", "3"),
        ("type", "1"),
        ("name", "套 & 餐"),
        ("feedback", &feedback),
    ];
    let multipart = pairs.iter().fold(reqwest::multipart::Form::new(), |form, (name, value)| {
        form.text((*name).to_owned(), (*value).to_owned())
    });
    let request = || app.request(Some(owner), Method::POST, path);
    for request in [request().json(&body), request().form(&pairs), request().multipart(multipart)] {
        let mut made = app.send(request).await.body;
        made["id"].take();
        seen.push(made);
    }
    assert!(seen.iter().all(|made| *made == seen[0] && made["money"] == 5.5), "{seen:?}");
    // A repeated key is a list.
    let second = json!({ "project": crowdfunding.project, "content": "x" });
    let second = app.post(owner, "/api/crowdfunding/feedback/", second).await["id"].to_string();
    let mut pairs = pairs.to_vec();
    pairs.push(("feedback", &second));
    let made = app.send(request().form(&pairs)).await.body;
    assert_eq!(made["feedback"].as_array().unwrap().len(), 2, "{made}");
}

#[tokio::test]
async fn unreadable_bodies_are_malformed() {
    let app = TestApp::start().await;
    let ann = app.crowdfunding_user(1).await;
    let path = "/api/crowdfunding/feedback/";
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    let large = format!("{{\"content\":\"{}\"}}", "x".repeat(2 << 20));
    let bodies: Vec<Vec<u8>> = vec![
        b"{".to_vec(),
        b"[]".to_vec(),
        b"\"text\"".to_vec(),
        b"{\"content\": \"\\u0000\"}".to_vec(),
        b"{\"content\": \"\\ud800\"}".to_vec(),
        b"\xff\xfe".to_vec(),
        format!("{{\"content\":{deep}}}").into_bytes(),
        large.into_bytes(),
    ];
    for body in bodies {
        let start = String::from_utf8_lossy(&body[..body.len().min(30)]).into_owned();
        let request =
            app.request(Some(&ann), Method::POST, path).header("content-type", "application/json").body(body);
        let answer = app.send(request).await;
        assert_eq!(
            (answer.status.as_u16(), answer.error(), &answer.body["errors"]),
            (400, 10011, &json!([])),
            "{start}"
        );
    }
    for kind in ["multipart/form-data", "multipart/form-data; boundary=x"] {
        let request =
            app.request(Some(&ann), Method::POST, path).header("content-type", kind).body("rubbish");
        assert_eq!(app.send(request).await.error(), 10011, "{kind}");
    }
    let form = app.request(Some(&ann), Method::POST, path).form(&[("content", "a\0b")]);
    assert_eq!(app.send(form).await.error(), 10011);
    // 庙会 in GBK, encoded and raw.
    for gbk in [b"content=%C3%ED%BB%E1".as_slice(), b"content=\xc3\xed\xbb\xe1"] {
        let form = app.request(Some(&ann), Method::POST, path).body(gbk.to_vec());
        let form = form.header("content-type", "application/x-www-form-urlencoded");
        assert_eq!(app.send(form).await.error(), 10011);
    }
    let gbk = b"--x\r\nContent-Disposition: form-data; name=\"content\"\r\n\r\n\xc3\xed\r\n--x--\r\n";
    let form = app.request(Some(&ann), Method::POST, path).body(gbk.to_vec());
    let form = form.header("content-type", "multipart/form-data; boundary=x");
    assert_eq!(app.send(form).await.error(), 10011);
    let json = app.request(Some(&ann), Method::POST, path).body(" {\"content\": \"x\"}");
    let json = json.header("content-type", "application/x-www-form-urlencoded");
    assert_eq!(app.send(json).await.error(), 10011);
    // A name with many dots is an unknown field.
    let dotted = format!("{}a", "a.".repeat(100_000));
    let form = app.request(Some(&ann), Method::POST, path).form(&[(dotted.as_str(), "1")]);
    assert_eq!(app.send(form).await.fields(), [("project".to_owned(), 10001), ("content".to_owned(), 10001)]);
    let form = app.request(Some(&ann), Method::POST, path).form(&[("a", "1"), ("a.b", "2")]);
    assert_eq!(app.send(form).await.error(), 10011);
}

/// Sends wrong types for every field of every form: each is a field error and never HTTP 500.
#[tokio::test]
async fn wrong_types_are_field_errors() {
    let app = TestApp::start().await;
    let crowdfunding = CrowdfundingFixture::create(&app).await;
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
        "title",
        "description",
        "status",
        "order",
        "parent",
        "detailinfo",
        "fundinfo",
    ];
    let values = [
        json!(null),
        json!(true),
        json!(-1),
        json!(1e300),
        json!(0.5),
        json!(9_223_372_036_854_775_807_u64),
        json!(""),
        json!("text"),
        json!([]),
        json!({}),
        json!([[]]),
        json!([null]),
        json!({ "sex": {} , "age": 1e99 }),
        json!("长".repeat(100_000)),
    ];
    for resource in routes::table() {
        let path = resource
            .path
            .replace("{id}", &crowdfunding.project.to_string())
            .replace("{sid}", &crowdfunding.support.to_string());
        for operation in resource
            .operations
            .iter()
            .filter(|operation| operation.verb != "GET" && operation.verb != "DELETE")
        {
            for value in &values {
                let body: serde_json::Map<String, Value> =
                    names.iter().map(|name| ((*name).to_owned(), value.clone())).collect();
                let answer =
                    app.api(Some(&crowdfunding.owner), operation.verb.clone(), &path, body.into()).await;
                assert!(answer.status.as_u16() < 500, "{} {path} {value}: {}", operation.verb, answer.body);
            }
        }
    }
}

#[tokio::test]
async fn clients_that_do_not_accept_json_get_406() {
    let app = TestApp::start().await;
    let ask = async |accept: &str| {
        let request = app.http.get(app.url("/api/crowdfunding/category/")).header("accept", accept);
        let answer = app.send(request).await;
        (answer.status.as_u16(), answer.error())
    };
    for fine in
        ["application/json", "*/*", "text/html, application/*;q=0.5", "application/json; charset=utf-8"]
    {
        assert_eq!(ask(fine).await, (200, 0), "{fine}");
    }
    for other in ["text/html", "application/xml", "application/json;q=0", "application/json;q=0, */*"] {
        assert_eq!(ask(other).await, (406, 10022), "{other}");
    }
}

#[tokio::test]
async fn cors_allows_the_configured_origins() {
    let preflight = async |app: &TestApp, origin: &str| {
        let request = app
            .http
            .request(Method::OPTIONS, app.url("/api/crowdfunding/project/1/"))
            .header("origin", origin)
            .header("access-control-request-method", "PATCH")
            .header("access-control-request-headers", "authorization,content-type");
        request.send().await.unwrap().headers().clone()
    };
    let open = TestApp::start().await;
    let headers = preflight(&open, "https://any.example").await;
    assert_eq!(headers["access-control-allow-origin"], "*");
    assert!(headers["access-control-allow-methods"].to_str().unwrap().contains("PATCH"));
    assert!(headers["access-control-allow-headers"].to_str().unwrap().contains("authorization"));
    let refused = open.api(None, Method::GET, "/api/accounts/user/", Value::Null).await;
    assert_eq!(
        (refused.status.as_u16(), &refused.headers["access-control-allow-origin"]),
        (401, &"*".parse().unwrap())
    );
    let closed = TestApp::start_with(&["crowdfunding.cors_origins=https://www.example.com"]).await;
    let headers = preflight(&closed, "https://www.example.com").await;
    assert_eq!(headers["access-control-allow-origin"], "https://www.example.com");
    assert!(!preflight(&closed, "https://evil.example").await.contains_key("access-control-allow-origin"));
}
