//! Follows, marks and comments of masters, merchants, clothes and games.

use miaohui_testkit::{CommunityFixture, TestApp, code};
use serde_json::json;

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
    assert_eq!(circle().await[0]["last_comment"]["comment_id"], json!(community.ticket_comment));
    app.ok(&community.bob, "ticket_comment_del", of).await;
    assert_eq!(circle().await, json!([]));
}
