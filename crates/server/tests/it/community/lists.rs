//! The keys, the statements and the indexes of lists.

use miaohui_community::Kind;
use miaohui_kernel::Fen;
use miaohui_testkit::{CommunityFixture, TestApp, project_with_tickets};
use serde_json::{Value, json};

use crate::plans::assert_served_in_order;

#[tokio::test]
async fn lists_with_copied_keys_are_returned_under_all_names() {
    let app = TestApp::start().await;
    let community = CommunityFixture::create(&app).await;
    for (method, keys) in [
        ("home_banner", &["home_banner", "banner"][..]),
        ("ticket_banner", &["ticket_banner", "banner"]),
        ("design_circle_banner", &["design_circle_banner", "banner"]),
        ("game_banner", &["game_banner", "design_circle_banner", "banner"]),
        ("merchant_cloth_recommend_list", &["merchant_cloth_recommend_list", "merchant_cloth_list"]),
        ("master_recommend_list", &["master_recommend_list", "master_list"]),
        (
            "my_following_masters_project_list",
            &["my_following_masters_project_list", "project_recommend_list"],
        ),
    ] {
        let reply = app.ok(&community.ann, method, json!({})).await;
        for key in keys {
            assert_eq!(reply[*key].as_array().map(Vec::len), Some(1), "{method} {key}");
            assert_eq!(reply[*key], reply[keys[0]]);
        }
    }
    let opens = async |method: &str| {
        app.ok(&community.ann, method, json!({})).await["banner"][0]["banner_id"].clone()
    };
    assert_eq!(opens("home_banner").await, json!(community.merchant_cloth));
    assert_eq!(opens("design_circle_banner").await, json!(community.design_cloth));
}

/// Methods that return a list.
const LISTS: &[&str] = &[
    "article_list",
    "my_article_list",
    "following_article_list",
    "my_article_collect_list",
    "article_comment_list",
    "master_list",
    "master_recommend_list",
    "my_following_masters",
    "project_list",
    "project_recommend_list",
    "my_following_masters_project_list",
    "ticket_list",
    "ticket_recommend_list",
    "my_following_masters_ticket_list",
    "my_ticket_list",
    "ticket_comment_list",
    "ticket_circle",
    "merchant_cloth_list",
    "merchant_cloth_recommend_list",
    "design_circle_cloth_list",
    "game_recommend_list",
    "game_comment_list",
    "my_order_list",
    "my_message",
    "my_message_center",
    "my_follower",
    "my_following_users",
    "my_following_merchants",
    "shopping_cart_info",
];

#[tokio::test]
async fn every_list_runs_a_constant_number_of_statements() {
    let app = TestApp::start().await;
    let community = CommunityFixture::create(&app).await;
    let statements = || app.service.community.db.stats().statements;
    let count = async |limit: usize| {
        let mut counts = Vec::new();
        for &list in LISTS {
            let mut params = community.params(list);
            params["limit"] = json!(limit);
            params["types"] = json!(["master", "user", "merchant", "customer_service"]);
            if list == "project_list" {
                params["master_id"] = Value::Null;
            }
            // The first call fills the caches of articles; the second is counted.
            app.ok(&community.ann, list, params.clone()).await;
            let before = statements();
            app.ok(&community.ann, list, params).await;
            counts.push((list, statements() - before));
        }
        counts
    };
    let short = count(1).await;
    for n in 0..12_u32 {
        let uid = format!("{n:032x}");
        let made =
            app.service.community.db.write(move |tx| project_with_tickets(tx, &uid, 2, Fen(100))).await;
        let ticket = *made.unwrap().tickets.start();
        let of = json!({ "master_id": format!("{n:032x}"), "content": "你好", "ticket_id": ticket, "ticket_id_list": [ticket],
            "game_id": community.game, "article_id": community.article });
        for method in [
            "master_follow",
            "send_message_to_master",
            "ticket_comment_publish",
            "order_create",
            "game_comment_publish",
            "article_comment_publish",
        ] {
            app.ok(&community.ann, method, of.clone()).await;
        }
        let dan = app.community_user(100 + n).await;
        app.ok(&dan, "user_follow", json!({ "to_uid": community.ann.uid })).await;
        app.ok(&community.ann, "user_follow", json!({ "to_uid": dan.uid })).await;
        app.publish_article(&dan, "x").await;
        app.publish_article(&community.ann, "x").await;
    }
    assert_eq!(count(100).await, short);
}

/// Statements that merge the newest rows of all followed users. An index gives each user's rows in
/// order; the merge itself sorts.
const MERGING: &[&str] = &[
    "WHERE user_id = f.target_id AND NOT hidden",
    "WHERE master_id = f.target_id",
    "WHERE project_id = q.id",
];

#[tokio::test]
async fn every_list_is_served_in_order_by_an_index() {
    let app = TestApp::start().await;
    let community = CommunityFixture::create(&app).await;
    for method in miaohui_community::methods::table().iter().filter(|method| method.kind == Kind::Read) {
        app.ok(&community.ann, method.name, community.params(method.name)).await;
    }
    assert_served_in_order(&app, MERGING, 20);
}
