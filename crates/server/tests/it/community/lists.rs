//! Follows, marks and comments of masters, merchants, clothes and games; banners; all lists.

use crate::plans::assert_served_in_order;
use miaohui_community::Kind;
use miaohui_testkit::{CommunityFixture, TestApp, code};
use serde_json::{Value, json};

#[tokio::test]
async fn repeated_follows_of_masters_and_merchants_count_once() {
    let app = TestApp::start().await;
    let community = CommunityFixture::create(&app).await;
    let (ann, bob) = (&community.ann, &community.bob);
    let of = json!({ "master_id": community.master_id, "merchant_id": community.merchant_id, "cloth_id": community.merchant_cloth });
    for _ in 0..2 {
        app.ok(bob, "master_follow", of.clone()).await;
        app.ok(bob, "merchant_follow", of.clone()).await;
    }
    let master = app.ok(bob, "master_detail", of.clone()).await["master_detail"].clone();
    assert_eq!((&master["follower_count"], &master["is_follow"]), (&json!(2), &json!(true)));
    assert_eq!((&master["uid"], &master["nickname"]), (&master["master_id"], &master["name"]));
    let merchant =
        app.ok(bob, "merchant_cloth_detail", of.clone()).await["merchant_cloth_detail"]["merchant"].clone();
    assert_eq!((&merchant["follow_count"], &merchant["is_follow"]), (&json!(2), &json!(true)));
    for _ in 0..2 {
        app.ok(bob, "master_unfollow", of.clone()).await;
        app.ok(bob, "merchant_unfollow", of.clone()).await;
    }
    let master = app.ok(bob, "master_detail", of.clone()).await["master_detail"].clone();
    assert_eq!((&master["follower_count"], &master["is_follow"]), (&json!(1), &json!(false)));
    for list in ["my_following_masters", "my_following_merchants"] {
        assert_eq!(app.ok(bob, list, json!({})).await[list], json!([]), "{list}");
        assert_eq!(app.ok(ann, list, json!({})).await[list].as_array().unwrap().len(), 1, "{list}");
    }
    for list in ["my_following_masters_project_list", "my_following_masters_ticket_list"] {
        assert_eq!(app.ok(bob, list, json!({})).await[list], json!([]), "{list}");
        assert_ne!(app.ok(ann, list, json!({})).await[list], json!([]), "{list}");
    }
}

#[tokio::test]
async fn unknown_masters_clothes_and_games_give_their_codes() {
    let app = TestApp::start().await;
    let ann = app.community_user(1).await;
    let nothing = json!({ "master_id": "x", "merchant_id": "x", "cloth_id": 9, "game_id": 9, "project_id": 9,
        "ticket_id": 9, "comment_id": 9, "ticket_comment_id_list": [9], "content": "x" });
    let expected = [
        ("master_detail", 501),
        ("master_follow", 501),
        ("master_unfollow", 501),
        ("project_list", 501),
        ("project_detail", 502),
        ("ticket_list", 502),
        ("merchant_follow", 503),
        ("merchant_unfollow", 503),
        ("merchant_cloth_detail", 504),
        ("merchant_cloth_collect", 504),
        ("merchant_cloth_uncollect", 504),
        ("design_circle_cloth_detail", 504),
        ("design_circle_cloth_collect", 504),
        ("design_circle_cloth_uncollect", 504),
        ("game_detail", 505),
        ("game_like", 505),
        ("game_unlike", 505),
        ("game_collect", 505),
        ("game_uncollect", 505),
        ("game_comment_list", 505),
        ("game_comment_publish", 505),
        ("game_comment_up", 302),
        ("game_comment_down", 302),
        ("game_comment_del", 302),
        ("ticket_detail", 201),
        ("ticket_comment_list", 201),
        ("ticket_comment_publish", 201),
        ("ticket_comment_del", 302),
    ];
    for (method, number) in expected {
        assert_eq!(code(&app.call_as(&ann, method, nothing.clone()).await), number, "{method}");
    }
}

#[tokio::test]
async fn an_up_replaces_a_down_and_vice_versa() {
    let app = TestApp::start().await;
    let community = CommunityFixture::create(&app).await;
    let of = json!({ "game_id": community.game, "comment_id": community.game_comment });
    let counts = async || {
        let row =
            app.ok(&community.ann, "game_comment_list", of.clone()).await["game_comment_list"][0].clone();
        (row["up_count"].clone(), row["down_count"].clone(), row["is_up"].clone(), row["is_down"].clone())
    };
    for _ in 0..2 {
        app.ok(&community.ann, "game_comment_up", of.clone()).await;
    }
    assert_eq!(counts().await, (json!(1), json!(0), json!(true), json!(false)));
    for _ in 0..2 {
        app.ok(&community.ann, "game_comment_down", of.clone()).await;
    }
    assert_eq!(counts().await, (json!(0), json!(1), json!(false), json!(true)));
    app.ok(&community.bob, "game_comment_up", of.clone()).await;
    assert_eq!(counts().await, (json!(1), json!(1), json!(false), json!(true)));
}

#[tokio::test]
async fn only_authors_delete_their_comments() {
    let app = TestApp::start().await;
    let community = CommunityFixture::create(&app).await;
    let of =
        json!({ "comment_id": community.game_comment, "ticket_comment_id_list": [community.ticket_comment] });
    let listed = json!({ "comment_id_list": [community.game_comment.to_string()] });
    assert_eq!(code(&app.call_as(&community.ann, "game_comment_del", of.clone()).await), 111);
    assert_eq!(code(&app.call_as(&community.ann, "ticket_comment_del", of.clone()).await), 111);
    app.ok(&community.bob, "game_comment_del", listed).await;
    assert_eq!(code(&app.call_as(&community.bob, "game_comment_del", json!({})).await), 400);
    // The circle shows the latest remaining comment, then none.
    let said = json!({ "ticket_id": community.sold, "content": "last" });
    let last = app.ok(&community.ann, "ticket_comment_publish", said).await["comment_id"].clone();
    let circle = async || app.ok(&community.ann, "ticket_circle", json!({})).await["ticket_circle"].clone();
    assert_eq!(circle().await[0]["last_comment"]["content"], "last");
    app.ok(&community.ann, "ticket_comment_del", json!({ "ticket_comment_id_list": last })).await;
    assert_eq!(circle().await[0]["last_comment"]["comment_id"], community.ticket_comment);
    app.ok(&community.bob, "ticket_comment_del", of).await;
    assert_eq!(circle().await, json!([]));
}

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
    assert_eq!(opens("home_banner").await, community.merchant_cloth);
    assert_eq!(opens("design_circle_banner").await, community.design_cloth);
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
    use miaohui_testkit::project_with_tickets;
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
            // The first call fills the cache of article texts; the second is counted.
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
        let made = app.service.community.db.write(move |tx| project_with_tickets(tx, &uid, 2, 100)).await;
        let (_, ticket, _) = made.unwrap();
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
