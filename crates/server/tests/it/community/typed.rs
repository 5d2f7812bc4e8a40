//! Numbers and texts as people type and copy them.

use miaohui_testkit::{TestApp, code};
use serde_json::{Value, json};

#[tokio::test]
async fn a_phone_and_a_code_are_read_however_they_are_typed() {
    let app = TestApp::start().await;
    let sent = app.call("send_sms_code", json!({ "country": "0086", "phone": "+86 138 0013 8000" })).await;
    assert_eq!(code(&sent), 0, "{sent}");
    let right = app.sms_code("13800138000").await.unwrap();
    let spaced: String = right.chars().flat_map(|digit| [digit, ' ']).collect();
    let params = json!({
        "country": "00", "phone": "\u{202d}013800138000\u{202c}", "code": spaced, "password": "123456",
    });
    let reply = app.call("user_signup", params).await;
    assert_eq!(code(&reply), 0, "{reply}");
    assert_eq!(reply["my_user_info"]["phone"], "13800138000");
    for (country, phone) in [("0", "13800138000"), ("+86", "138-0013-8000"), ("00", "008613800138000")] {
        let params = json!({ "country": country, "phone": phone, "password": "123456" });
        assert_eq!(code(&app.call("user_login", params).await), 0, "{country} {phone}");
    }
}

#[tokio::test]
async fn a_text_that_shows_nothing_is_none() {
    let app = TestApp::start().await;
    let ann = app.community_user(1).await;
    let unseen = "\u{200b}\u{feff} \u{3164}";
    let call = async |method: &str, params: Value| app.call_as(&ann, method, params).await;
    assert_eq!(code(&call("article_publish", json!({ "content": unseen })).await), 400);
    let article = app.publish_article(&ann, "庙会").await;
    let reply = call("article_comment_publish", json!({ "article_id": article, "content": unseen })).await;
    assert_eq!(code(&reply), 400, "{reply}");
    let before = app.ok(&ann, "my_user_info", json!({})).await["my_user_info"]["nickname"].clone();
    app.ok(&ann, "my_user_info_update", json!({ "nickname": unseen })).await;
    let empty = app.ok(&ann, "my_user_info", json!({})).await["my_user_info"]["nickname"].clone();
    app.ok(&ann, "my_user_info_update", json!({ "nickname": "" })).await;
    let cleared = app.ok(&ann, "my_user_info", json!({})).await["my_user_info"]["nickname"].clone();
    assert!(empty == cleared, "{before} became {empty}, not {cleared}");
    for email in ["a b@c.com", "a\u{200b}b@c.com", "no at sign"] {
        let reply = call("my_user_info_update", json!({ "email": email })).await;
        assert_eq!((code(&reply), &reply["err_msg"]), (400, &json!("参数错误: email: 不是邮箱地址")));
    }
}

#[tokio::test]
async fn a_character_that_was_cut_is_named() {
    let app = TestApp::start().await;
    let cut = br#"{"nickname":"\ud83d"}"#;
    let reply = app.post_community("my_user_info_update", cut.to_vec()).await;
    let text = "参数错误: 文字中有不完整的字符，可能是被截断的表情";
    assert_eq!((code(&reply), &reply["err_msg"]), (400, &json!(text)));
}
