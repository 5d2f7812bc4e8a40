//! Each demo user is erased in turn: the data stay consistent, every list answers, and no row names
//! the user.

use std::collections::BTreeSet;

use miaohui_community::{Kind, methods};
use miaohui_testkit::{CommunityUser, TestApp, code};
use reqwest::Method;
use serde_json::{Value, json};

use super::{erase_due, require_nowhere, text_columns};

/// How many users of each product are erased; all with `MIAOHUI_HARD_ROUNDS`.
fn rounds(all: u32) -> u32 {
    if std::env::var_os("MIAOHUI_HARD_ROUNDS").is_some() { all } else { 4 }
}

/// Every list of a member answers.
async fn require_lists(app: &TestApp, viewer: &CommunityUser) {
    for method in methods::table().into_iter().filter(|method| method.kind == Kind::Read) {
        let params = json!({ "to_uid": viewer.uid, "to_id": "0", "article_id": 1, "master_id": "0", "cloth_id": 1,
            "game_id": 1, "project_id": 1, "ticket_id": 1, "order_id": 1, "limit": 100 });
        let reply = app.call_as(viewer, method.name, params).await;
        assert!(!matches!(code(&reply), -1 | 400), "{}: {reply}", method.name);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn erasing_each_demo_user_leaves_no_name_and_no_gap() {
    let app = TestApp::start_with(&["privacy.erase_after_days=0"]).await;
    miaohui_server::load_demo(&app.service).await.unwrap();
    let columns = text_columns(&app).await;
    let viewer = app.community_user(1).await;
    for number in 1..=rounds(30) {
        let phone = format!("138{number:08}");
        let login = json!({ "country": "86", "phone": phone, "password": "miaohui-demo" });
        let reply = app.call("user_login", login).await;
        let (token, uid) = (&reply["token"], reply["uid"].as_str().unwrap().to_owned());
        let export = app.call("my_data_export", json!({ "token": token })).await;
        assert_eq!(export["data"]["account"][0]["phone"], phone);
        let invitation = export["data"]["account"][0]["invitation_code"].as_str().unwrap().to_owned();
        let media: BTreeSet<String> = export["data"]["media"]
            .as_array()
            .unwrap()
            .iter()
            .map(|media| media["id"].as_str().unwrap().to_owned())
            .collect();
        let reply = app.call("user_delete", json!({ "token": token, "password": "miaohui-demo" })).await;
        assert_eq!(code(&reply), 0, "{reply}");
        assert_eq!(erase_due(&app).await, 1);
        app.require_verified().await;
        require_lists(&app, &viewer).await;
        let mut words = vec![phone, uid, invitation];
        words.extend(media.into_iter().take(3));
        // The demo data give a person the same phone in both products.
        let own: Vec<_> = columns.iter().filter(|(table, _)| !table.starts_with("cf_")).cloned().collect();
        require_nowhere(&app, &own, &words).await;
    }
    for number in 1..=rounds(20) {
        let email = format!("demo{number}@miaohui.example");
        let login = json!({ "email": email, "password": "miaohui-demo" });
        let pair = app.api(None, Method::POST, "/api/token/get/", login).await.body;
        let token = format!("Token {}", pair["token"].as_str().unwrap());
        let request = app.http.delete(app.url("/api/accounts/user/")).header("authorization", token);
        let reply = app.send(request.json(&json!({ "password": "miaohui-demo" }))).await;
        assert_eq!(reply.status, 204, "{}", reply.body);
        assert_eq!(erase_due(&app).await, 1);
        miaohui_crowdfunding::close_projects(&app.service.crowdfunding).await.unwrap();
        app.require_verified().await;
        for path in ["project/?page_size=100", "category/", "project/1/comment/", "project/1/support/"] {
            app.api(None, Method::GET, &format!("/api/crowdfunding/{path}"), Value::Null).await;
        }
        // Mail that was sent is kept until it expires.
        let sent = app.service.platform.db.write(|tx| tx.execute("DELETE FROM outbox", &[]));
        sent.await.unwrap();
        require_nowhere(&app, &columns, &[email]).await;
    }
}
