//! The demo data: every list has content.

use std::collections::BTreeSet;

use miaohui_community::ids::UserId;
use miaohui_community::{Kind, methods};
use miaohui_testkit::{CommunityUser, TestApp, code};
use serde_json::{Value, json};

/// Signs in as a demo user and calls every method that reads; each list has content. Returns the user
/// and an article with comments.
pub async fn tour(app: &TestApp) -> (CommunityUser, Value) {
    let login = json!({ "country": "86", "phone": "13800000001", "password": "miaohui-demo" });
    let reply = app.call("user_login", login).await;
    assert_eq!(code(&reply), 0, "{reply}");
    let me = CommunityUser {
        token: reply["token"].as_str().unwrap().to_owned(),
        uid: reply["uid"].as_str().unwrap().to_owned(),
        phone: "13800000001".to_owned(),
        id: UserId(1),
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
    // The demo data contains no blocks.
    for method in methods::table().into_iter().filter(|m| m.kind == Kind::Read && m.name != "my_block") {
        let reply = app.ok(&me, method.name, params.clone()).await;
        let lists = reply.as_object().unwrap().values().filter_map(Value::as_array);
        assert!(lists.clone().all(|list| !list.is_empty()), "{}: {reply}", method.name);
    }
    let commented = commented.clone();
    (me, commented)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_list_of_a_demo_user_has_content() {
    let app = TestApp::start().await;
    miaohui_server::load_demo(&app.service).await.unwrap();
    let (me, commented) = tour(&app).await;
    let counts: (i64, i64, i64, i64, i64, i64) = count(
        &app,
        "SELECT (SELECT COUNT(*) FROM co_user), (SELECT COUNT(*) FROM co_article), (SELECT COUNT(*) FROM co_master),
           (SELECT COUNT(*) FROM co_project), (SELECT COUNT(*) FROM co_ticket), (SELECT COUNT(*) FROM co_merchant)",
    )
    .await;
    assert_eq!(counts, (54, 300, 20, 200, 2000, 20));
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
    // The pictures are real image files.
    let media = commented["author"]["avatar"].as_str().unwrap();
    let avatar = app.http.get(app.url(&format!("/media/{media}"))).send().await.unwrap();
    assert_eq!(avatar.headers()["content-type"], "image/jpeg");
    assert_eq!(image::load_from_memory(&avatar.bytes().await.unwrap()).unwrap().width(), 320);
    // Loading the data again changes nothing.
    miaohui_server::load_demo(&app.service).await.unwrap();
    let (users,): (i64,) = count(&app, "SELECT COUNT(*) FROM co_user").await;
    assert_eq!(users, 54);
    // The console has something to look at in the last thirty days.
    let (refunds, failed, messages): (i64, i64, i64) = count(
        &app,
        "SELECT (SELECT COUNT(*) FROM payment_refund r, co_user u WHERE u.id = 1 AND r.created_at > u.created_at),
           (SELECT COUNT(*) FROM payment_intent WHERE status = 3), (SELECT COUNT(*) FROM outbox WHERE state <> 'sent')",
    )
    .await;
    assert!(refunds > 5 && failed > 5 && messages > 10, "{refunds} {failed} {messages}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_list_of_a_demo_funder_has_content_and_counts_agree() {
    let app = TestApp::start().await;
    // The Community API has a user already, so its demo data is not loaded.
    app.community_user(1).await;
    miaohui_server::load_demo(&app.service).await.unwrap();
    let counts: (i64, i64, i64, i64, i64) = count(
        &app,
        "SELECT (SELECT COUNT(*) FROM co_article), (SELECT COUNT(*) FROM cf_user WHERE is_active AND activated_at IS NOT NULL),
           (SELECT COUNT(*) FROM cf_project), (SELECT COUNT(*) FROM outbox),
           (SELECT COUNT(*) FROM cf_user WHERE is_authentication)",
    )
    .await;
    assert_eq!(counts, (0, 20, 40, 0, 7));
    let token = sign_in(&app, "demo1@miaohui.example").await;
    let own = get(&app, &token, "/api/accounts/user/project/").await;
    assert_eq!(distinct(&own, "status"), (0..7).collect::<BTreeSet<_>>());
    let supports = get(&app, &token, "/api/accounts/user/project/support/").await;
    assert_eq!(distinct(&supports, "status"), (0..3).collect::<BTreeSet<_>>());
    assert_ne!(get(&app, &token, "/api/accounts/user/project/attention/").await, json!([]));
    for (status, projects) in [2, 3, 3, 20, 6, 4, 2].into_iter().enumerate() {
        let list = get(&app, &token, &format!("/api/crowdfunding/project/?status={status}")).await;
        assert_eq!(list["count"], projects, "status {status}");
        for project in list["results"].as_array().unwrap() {
            let (now, all) =
                (project["now_money"].as_f64().unwrap(), project["total_money"].as_f64().unwrap());
            match status {
                3 => assert!(project["remaining_days"].as_i64().unwrap() > 3, "{project}"),
                4 => assert!(now >= all, "{project}"),
                5 => assert!(now > 0.0 && now < all, "{project}"),
                _ => {}
            }
            assert!((2..=4).contains(&project["feedback"].as_array().unwrap().len()), "{project}");
            assert!((2..=4).contains(&project["package"].as_array().unwrap().len()), "{project}");
        }
    }
    let succeeded = own.as_array().unwrap().iter().find(|project| project["status"] == 4).unwrap();
    let project = format!("/api/crowdfunding/project/{}", succeeded["id"]);
    let comments = get(&app, &token, &format!("{project}/comment/")).await;
    assert!(depth(&comments["results"]) >= 5, "{comments}");
    assert!(comments["count"].as_i64() >= Some(3));
    let topics = get(&app, &token, &format!("{project}/topic/")).await;
    let topic = &topics["results"][0]["id"];
    let talk = get(&app, &token, &format!("/api/crowdfunding/project/topic/{topic}/comment/")).await;
    assert!(talk["count"].as_i64() >= Some(2), "{talk}");
    let sections = get(&app, &token, &format!("{project}/section/")).await;
    assert_eq!(distinct(&sections, "status"), (0..3).collect::<BTreeSet<_>>());
    let current = sections.as_array().unwrap().iter().find(|section| section["status"] == 1).unwrap();
    let tasks = format!("/api/crowdfunding/project/section/{}/task/", current["id"]);
    assert_eq!(distinct(&get(&app, &token, &tasks).await, "status"), (0..3).collect::<BTreeSet<_>>());
    // Pictures are real image files.
    let me = get(&app, &token, "/api/accounts/user/").await;
    for (image, width) in [
        (&me["detailinfo"]["avatar"], 320),
        (&me["detailinfo"]["idcard_image"], 640),
        (&succeeded["cover"], 640),
    ] {
        let url =
            get(&app, &token, &format!("/api/image/{image}/")).await["url"].as_str().unwrap().to_owned();
        let file = app.http.get(app.url(&url)).send().await.unwrap();
        assert_eq!(file.headers()["content-type"], "image/jpeg");
        assert_eq!(image::load_from_memory(&file.bytes().await.unwrap()).unwrap().width(), width);
    }
    require_counts(&app).await;
    require_payable(&app).await;
}

/// Requires that the stored counters match the rows.
async fn require_counts(app: &TestApp) {
    for (what, wrong) in [
        (
            "projects",
            "SELECT COUNT(*) FROM cf_project p WHERE
               now_money <> (SELECT COALESCE(SUM(money), 0) FROM cf_support s WHERE s.project_id = p.id AND s.paid)
               OR normal_support_count <> (SELECT COUNT(*) FROM cf_support s WHERE s.project_id = p.id AND s.paid AND s.kind = 0)
               OR partner_support_count <> (SELECT COUNT(*) FROM cf_support s WHERE s.project_id = p.id AND s.paid AND s.kind = 1)
               OR attention_count <> (SELECT COUNT(*) FROM cf_attention a WHERE a.project_id = p.id)",
        ),
        (
            "packages",
            "SELECT COUNT(*) FROM cf_package k WHERE
               taken <> (SELECT COUNT(*) FROM cf_support s WHERE s.package_id = k.id AND s.paid)
               OR NOT EXISTS (SELECT 1 FROM cf_package_feedback f WHERE f.package_id = k.id)",
        ),
        (
            "feedback of other projects",
            "SELECT COUNT(*) FROM cf_package_feedback c JOIN cf_package k ON k.id = c.package_id
             JOIN cf_feedback f ON f.id = c.feedback_id WHERE f.project_id <> k.project_id",
        ),
        (
            "totals",
            "SELECT COUNT(*) FROM cf_project_total t
             WHERE count <> (SELECT COUNT(*) FROM cf_project p WHERE p.status = t.status)",
        ),
        (
            "supports",
            "SELECT COUNT(*) FROM cf_support s JOIN cf_project p ON p.id = s.project_id
             JOIN cf_package k ON k.id = s.package_id
             WHERE s.status <> CASE WHEN NOT s.paid THEN 0 WHEN p.status = 4 THEN 1 WHEN p.status = 5 THEN 2 ELSE 0 END
               OR p.status < 3 OR s.money <> k.money OR s.kind <> k.kind OR k.project_id <> p.id OR s.user_id = p.user_id",
        ),
        (
            "decisions",
            "SELECT COUNT(*) FROM cf_project p WHERE
               (SELECT COUNT(*) FROM cf_audit a WHERE a.subject_id = p.id AND a.action = 'approve')
                 <> CASE WHEN p.status >= 3 THEN 1 ELSE 0 END
               OR (SELECT COUNT(*) FROM cf_audit a WHERE a.subject_id = p.id AND a.action = 'reject' AND a.reason = p.reject_reason)
                 <> CASE WHEN p.status = 2 THEN 1 ELSE 0 END
               OR (SELECT COUNT(*) FROM cf_audit a WHERE a.subject_id = p.id AND a.action = 'stagnate')
                 <> CASE WHEN p.status = 6 THEN 1 ELSE 0 END",
        ),
        (
            "strangers inside",
            "SELECT COUNT(*) FROM (SELECT project_id, user_id FROM cf_topic
               UNION ALL SELECT t.project_id, c.user_id FROM cf_topic_comment c JOIN cf_topic t ON t.id = c.topic_id) w
             JOIN cf_project p ON p.id = w.project_id WHERE w.user_id <> p.user_id
               AND NOT EXISTS (SELECT 1 FROM cf_support s WHERE s.project_id = p.id AND s.user_id = w.user_id AND s.paid)",
        ),
        (
            "answers elsewhere",
            "SELECT COUNT(*) FROM cf_comment c JOIN cf_comment a ON a.id = c.parent_id
             WHERE a.project_id <> c.project_id OR c.root_id <> COALESCE(a.root_id, a.id) OR a.created_at >= c.created_at",
        ),
        (
            "images of another kind",
            "SELECT COUNT(*) FROM cf_image i WHERE i.kind <> CASE
               WHEN EXISTS (SELECT 1 FROM cf_user WHERE idcard_image = i.id) THEN 0
               WHEN EXISTS (SELECT 1 FROM cf_user WHERE avatar = i.id) THEN 1
               WHEN EXISTS (SELECT 1 FROM cf_project WHERE cover = i.id) THEN 2 ELSE 3 END",
        ),
    ] {
        let (rows,): (i64,) = count(app, wrong).await;
        assert_eq!(rows, 0, "{what}");
    }
    // Packages with one free place, with no free place and with a price that the sandbox declines,
    // and unpaid supports.
    let counts: (i64, i64, i64, i64) = count(
        app,
        "SELECT
           (SELECT COUNT(*) FROM cf_package k JOIN cf_project p ON p.id = k.project_id WHERE p.status = 3 AND places = 1 AND taken = 0),
           (SELECT COUNT(*) FROM cf_package k JOIN cf_project p ON p.id = k.project_id WHERE p.status = 3 AND places > 0 AND taken = places),
           (SELECT COUNT(*) FROM cf_package WHERE money % 100 = 44),
           (SELECT COUNT(*) FROM cf_support WHERE NOT paid)",
    )
    .await;
    assert!(counts.0 == 1 && counts.1 >= 1 && counts.2 == 1 && counts.3 >= 3, "{counts:?}");
    // No time is in the future, and no project is overdue.
    let (latest,): (i64,) = count(
        app,
        "SELECT MAX(at) FROM (SELECT MAX(created_at) AS at FROM cf_comment UNION ALL SELECT MAX(created_at) FROM cf_topic_comment
           UNION ALL SELECT MAX(paid_at) FROM cf_support UNION ALL SELECT MAX(created_at) FROM cf_attention
           UNION ALL SELECT MAX(created_at) FROM cf_audit UNION ALL SELECT MAX(post_datetime) FROM cf_project) t",
    )
    .await;
    assert!(latest <= app.clock.now_ms());
    assert_eq!(miaohui_crowdfunding::close_projects(&app.service.crowdfunding).await.unwrap(), 0);
}

/// Requires that the single place can be bought once and that the declined package is declined.
async fn require_payable(app: &TestApp) {
    let token = sign_in(app, "demo20@miaohui.example").await;
    let free = "SELECT project_id, id FROM cf_package WHERE places = 1 AND taken = 0";
    let declined = "SELECT project_id, id FROM cf_package WHERE money % 100 = 44";
    for (sql, pays) in [(free, 200), (declined, 400)] {
        let (project, package): (i64, i64) = count(app, sql).await;
        let supports = format!("/api/crowdfunding/project/{project}/support/");
        let (status, support) = post(app, &token, &supports, json!({ "package": package })).await;
        assert_eq!(status, 201, "{support}");
        let (status, paid) = post(app, &token, &format!("{supports}{}/pay/", support["id"]), json!({})).await;
        assert_eq!(status, pays, "{paid}");
    }
}

async fn sign_in(app: &TestApp, email: &str) -> String {
    let login = json!({ "email": email, "password": "miaohui-demo" });
    let (status, pair) = post(app, "", "/api/token/get/", login).await;
    assert_eq!(status, 200, "{pair}");
    pair["token"].as_str().unwrap().to_owned()
}

async fn get(app: &TestApp, token: &str, path: &str) -> Value {
    let request = app.http.get(app.url(path)).header("authorization", format!("Token {token}"));
    let answer = request.send().await.unwrap();
    assert_eq!(answer.status(), 200, "{path}");
    answer.json().await.unwrap()
}

async fn post(app: &TestApp, token: &str, path: &str, body: Value) -> (u16, Value) {
    let request = app.http.post(app.url(path)).header("authorization", format!("Token {token}"));
    let answer = request.json(&body).send().await.unwrap();
    (answer.status().as_u16(), answer.json().await.unwrap())
}

/// The distinct numbers under a key of a list.
fn distinct(list: &Value, key: &str) -> BTreeSet<i64> {
    list.as_array().unwrap().iter().map(|row| row[key].as_i64().unwrap()).collect()
}

/// The depth of a list of trees.
fn depth(nodes: &Value) -> usize {
    nodes.as_array().unwrap().iter().map(|node| 1 + depth(&node["children"])).max().unwrap_or(0)
}

async fn count<T: miaohui_db::FromRow + Send + 'static>(app: &TestApp, sql: &'static str) -> T {
    app.service.community.db.read(move |tx| tx.query_one(sql, &[])).await.unwrap()
}
