//! Invalid input never gives HTTP 500 or code -1 and never closes the connection.

use miaohui_testkit::{TestApp, code};
use serde_json::{Value, json};

#[tokio::test]
async fn a_body_that_is_not_an_object_is_400() {
    let app = TestApp::start().await;
    let nested = |open: &str, close: &str| format!("{{\"a\":{}{}}}", open.repeat(500), close.repeat(500));
    let bodies: Vec<Vec<u8>> = vec![
        b"".to_vec(),
        b"{".to_vec(),
        b"[]".to_vec(),
        b"null".to_vec(),
        b"\"text\"".to_vec(),
        b"{\"a\":1,}".to_vec(),
        b"{\"a\":NaN}".to_vec(),
        b"{\"a\":1e999}".to_vec(),
        b"{\"a\":\"\xff\xfe\"}".to_vec(),
        b"{\"a\":\"\\ud800\"}".to_vec(),
        b"{\"a\":\"\\udc00\\ud800\"}".to_vec(),
        b"{\"a\":\"\\u0000\"}".to_vec(),
        b"{\"a\":[{\"b\\u0000\":1}]}".to_vec(),
        b"{\"a\":\"\x00\"}".to_vec(),
        b"\x1f\x8b\x08\x00".to_vec(),
        nested("[", "]").into_bytes(),
        nested("{\"a\":", "}").replace("}}", "1}}").into_bytes(),
        vec![b'['; 10 << 20],
        format!("{{\"a\":\"{}\"}}", "x".repeat(512 << 10)).into_bytes(),
        format!("{{{}}}", (0..1001).map(|n| format!("\"{n}\":1")).collect::<Vec<_>>().join(",")).into_bytes(),
    ];
    for body in bodies {
        let shown: String = String::from_utf8_lossy(&body).chars().take(40).collect();
        assert_eq!(code(&app.post_community("current_time", body).await), 400, "{shown}");
    }
    let large = format!("{{\"a\":\"{}\"}}", "x".repeat((512 << 10) - 8)).into_bytes();
    assert_eq!(large.len(), 512 << 10);
    assert_eq!(code(&app.post_community("current_time", large).await), 0, "the limit itself is allowed");
}

#[tokio::test]
async fn unknown_fields_are_ignored() {
    let app = TestApp::start().await;
    let ann = app.community_user(1).await;
    app.ok(&ann, "article_list", json!({ "colour": "red", "nested": { "deep": [1, { "x": null }] } })).await;
}

#[tokio::test]
async fn wrong_types_are_400_for_every_parameter_of_every_method() {
    let app = TestApp::start().await;
    let ann = app.community_user(1).await;
    let examples: Value = serde_json::from_str(miaohui_community::reference::EXAMPLES).unwrap();
    let wrong = [
        json!(null),
        json!(true),
        json!(-1),
        json!(1.5),
        json!(1e300),
        json!(u64::MAX),
        json!(""),
        json!("x"),
        json!("'; DROP TABLE co_user; --"),
        json!("\u{fffd}\u{202e}"),
        json!([]),
        json!([[]]),
        json!({}),
        json!({ "a": 1 }),
        json!("9".repeat(400)),
        json!(["x", null, 5]),
    ];
    let mut refused = 0;
    for method in miaohui_community::methods::table() {
        let Some(params) = examples[method.name]["params"][0].as_object() else { continue };
        for key in params.keys().filter(|key| *key != "token") {
            for value in &wrong {
                // The calls send no password, so that no failed attempt locks the number.
                let mut call = json!({ "article_id": 1, "country": "86", "phone": "13800000000" });
                call[key] = value.clone();
                let reply = app.call_as(&ann, method.name, call.clone()).await;
                assert_ne!(code(&reply), -1, "{} {call}", method.name);
                refused += i64::from(code(&reply) == 400);
            }
        }
    }
    assert!(refused > 200, "only {refused} were refused as bad parameters");
    app.ok(&ann, "my_user_info", json!({})).await;
}

#[tokio::test]
async fn invalid_bodies_keep_the_connection_open() {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    let app = TestApp::start().await;
    let mut stream = tokio::net::TcpStream::connect(app.address).await.unwrap();
    for body in ["{", "[[[[", "{\"a\":\"\\u0000\"}", "{}"] {
        let request = format!(
            "POST /community/current_time HTTP/1.1\r\nhost: x\r\ncontent-length: {}\r\n\r\n{body}",
            body.len()
        );
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut answer = Vec::new();
        while !answer.ends_with(b"}") {
            let mut byte = [0];
            assert_eq!(stream.read(&mut byte).await.unwrap(), 1, "closed after {body}");
            answer.push(byte[0]);
        }
        assert!(answer.starts_with(b"HTTP/1.1 200 OK"));
    }
}
