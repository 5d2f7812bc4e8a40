//! The demo data: enough of everything to see every method answer with content.

use miaohui_community::{Kind, methods};
use miaohui_testkit::{Member, TestApp, code};
use serde_json::{Value, json};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_list_of_a_demo_user_has_content() {
    let app = TestApp::start().await;
    miaohui_server::load_demo(&app.service).await.unwrap();
    let login = json!({ "country": "86", "phone": "13800000001", "password": "miaohui-demo" });
    let reply = app.call("user_login", login).await;
    assert_eq!(code(&reply), 0, "{reply}");
    let me = Member {
        token: reply["token"].as_str().unwrap().to_owned(),
        uid: reply["uid"].as_str().unwrap().to_owned(),
        phone: "13800000001".to_owned(),
        id: 1,
    };
    let master = app.ok(&me, "master_list", json!({})).await["master_list"][0]["master_id"].clone();
    let followed = app.ok(&me, "my_following_users", json!({})).await["my_following_users"][0]["uid"].clone();
    let order = app.ok(&me, "my_order_list", json!({})).await["my_order_list"][0]["order_id"].clone();
    let talked_of =
        app.ok(&me, "ticket_circle", json!({})).await["ticket_circle"][0]["ticket"]["ticket_id"].clone();
    let commented = app.ok(&me, "article_list", json!({ "limit": 100 })).await["article_list"].clone();
    let commented =
        commented.as_array().unwrap().iter().find(|a| a["comment_count"].as_i64() > Some(0)).unwrap();
    let to = app.ok(&me, "my_message_center", json!({})).await["my_message_center"][0]["master_id"].clone();
    let params = json!({ "master_id": master, "to_uid": followed, "order_id": order, "ticket_id": talked_of, "to_id": to,
        "article_id": commented["article_id"], "cloth_id": 1, "game_id": 1, "project_id": 1 });
    // The blocks of a demo user are its own business.
    for method in methods::table().into_iter().filter(|m| m.kind == Kind::Read && m.name != "my_block") {
        let reply = app.ok(&me, method.name, params.clone()).await;
        let lists = reply.as_object().unwrap().values().filter_map(Value::as_array);
        assert!(lists.clone().all(|list| !list.is_empty()), "{}: {reply}", method.name);
    }
    let counts: (i64, i64, i64, i64, i64, i64) = count(
        &app,
        "SELECT (SELECT COUNT(*) FROM co_user), (SELECT COUNT(*) FROM co_article), (SELECT COUNT(*) FROM co_master),
           (SELECT COUNT(*) FROM co_project), (SELECT COUNT(*) FROM co_ticket), (SELECT COUNT(*) FROM co_merchant)",
    )
    .await;
    assert_eq!(counts, (30, 300, 20, 200, 2000, 20));
    let counts: (i64, i64, i64, i64, i64, i64) = count(
        &app,
        "SELECT (SELECT COUNT(*) FROM co_merchant_cloth), (SELECT COUNT(*) FROM co_design_cloth),
           (SELECT COUNT(*) FROM co_game), (SELECT COUNT(DISTINCT kind) FROM co_banner),
           (SELECT COUNT(DISTINCT project_id) FROM co_ticket WHERE price = 0),
           (SELECT COUNT(DISTINCT project_id) FROM co_ticket WHERE price % 100 = 44)",
    )
    .await;
    assert_eq!(counts, (200, 40, 12, 4, 1, 1));
    for status in 0..3 {
        let orders = app.ok(&me, "my_order_list", json!({ "status": status })).await["my_order_list"].clone();
        assert_ne!(orders, json!([]), "status {status}");
    }
    // Its pictures are real image files.
    let media = commented["author"]["avatar"].as_str().unwrap();
    let avatar = app.http.get(app.url(&format!("/media/{media}"))).send().await.unwrap();
    assert_eq!(avatar.headers()["content-type"], "image/jpeg");
    assert_eq!(image::load_from_memory(&avatar.bytes().await.unwrap()).unwrap().width(), 320);
    // A second time changes nothing.
    miaohui_server::load_demo(&app.service).await.unwrap();
    let (users,): (i64,) = count(&app, "SELECT COUNT(*) FROM co_user").await;
    assert_eq!(users, 30);
}

async fn count<T: miaohui_db::FromRow + Send + 'static>(app: &TestApp, sql: &'static str) -> T {
    app.service.community.db.read(move |tx| tx.query_one(sql, &[])).await.unwrap()
}
