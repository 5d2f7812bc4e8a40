use miaohui_testkit::{CommunityFixture, TestApp, code};
use serde_json::{Value, json};

#[tokio::test]
async fn a_block_hides_articles_and_refuses_messages() {
    let app = TestApp::start().await;
    let community = CommunityFixture::create(&app).await;
    let (ann, bob) = (&community.ann, &community.bob);
    let dan = app.community_user(3).await;
    app.publish_article(&dan, "dan's").await;
    app.ok(bob, "article_collect", json!({ "article_id": community.article })).await;
    let game_comment = json!({ "game_id": community.game, "content": "of ann" });
    let game_comment = app.ok(ann, "game_comment_publish", game_comment).await["comment_id"].clone();
    let top = json!({ "article_id": community.article, "content": "of ann" });
    let top = app.ok(ann, "article_comment_publish", top).await["comment_id"].clone();
    app.ok(ann, "sns_block", json!({ "to_uid": bob.uid })).await;
    app.ok(ann, "sns_block", json!({ "to_uid": bob.uid })).await;
    // Calls that the block refuses.
    let call = json!({ "to_uid": ann.uid, "article_id": community.article, "reply_id": top, "content": "x",
        "game_id": community.game });
    let mut game = call.clone();
    game["reply_id"] = game_comment;
    for (method, params) in [
        ("user_follow", &call),
        ("send_message_to_user", &call),
        ("article_comment_publish", &call),
        ("article_comment_reply", &call),
        ("game_comment_publish", &game),
    ] {
        assert_eq!(code(&app.call_as(bob, method, params.clone()).await), 111, "{method}");
    }
    // The block has ended the follows in both directions.
    for who in [ann, bob] {
        let info = app.ok(who, "my_user_info", json!({})).await["my_user_info"].clone();
        assert_eq!((&info["follow_count"], &info["follower_count"]), (&json!(0), &json!(0)));
    }
    // Lists omit the articles of the other user; details stay readable.
    let authors = async |who, list: &str| -> Vec<Value> {
        let reply = app.ok(who, list, json!({ "limit": 100 })).await;
        reply[list].as_array().unwrap().iter().map(|row| row["uid"].clone()).collect()
    };
    for list in ["article_list", "my_article_collect_list", "following_article_list"] {
        assert!(!authors(bob, list).await.contains(&json!(ann.uid)), "{list}");
        assert!(!authors(ann, list).await.contains(&json!(bob.uid)), "{list}");
    }
    assert!(authors(bob, "article_list").await.contains(&json!(dan.uid)));
    assert!(authors(&dan, "article_list").await.contains(&json!(ann.uid)));
    app.ok(bob, "article_detail", json!({ "article_id": community.article })).await;
    // ann may still send messages to bob.
    app.ok(ann, "send_message_to_user", json!({ "to_uid": bob.uid, "content": "x" })).await;
    let blocked = app.ok(ann, "my_block", json!({})).await["my_block"].clone();
    assert_eq!((blocked.as_array().unwrap().len(), &blocked[0]["uid"]), (1, &json!(bob.uid)));
    for _ in 0..2 {
        app.ok(ann, "sns_unblock", json!({ "to_uid": bob.uid })).await;
    }
    app.ok(bob, "user_follow", json!({ "to_uid": ann.uid })).await;
    assert!(authors(bob, "article_list").await.contains(&json!(ann.uid)));
    assert_eq!(code(&app.call_as(ann, "sns_block", json!({ "to_uid": ann.uid })).await), 400);
    assert_eq!(code(&app.call_as(ann, "sns_block", json!({ "to_uid": "nobody" })).await), 107);
}

#[tokio::test]
async fn a_block_hides_marks_and_comments_in_both_directions() {
    let app = TestApp::start().await;
    let community = CommunityFixture::create(&app).await;
    let (ann, bob) = (&community.ann, &community.bob);
    let (dan, eve) = (app.community_user(3).await, app.community_user(4).await);
    let article = app.publish_article(&dan, "dan's").await;
    let ticket = community.next_ticket();
    for who in [ann, bob, &eve] {
        app.ok(who, "article_like", json!({ "article_id": article })).await;
        app.ok(who, "article_collect", json!({ "article_id": article })).await;
        app.ok(who, "article_comment_publish", json!({ "article_id": article, "content": "x" })).await;
        app.ok(who, "ticket_comment_publish", json!({ "ticket_id": ticket, "content": "x" })).await;
        app.ok(who, "game_comment_publish", json!({ "game_id": community.game, "content": "x" })).await;
    }
    app.ok(ann, "sns_block", json!({ "to_uid": eve.uid })).await;
    for (viewer, other) in [(ann, &eve), (&eve, ann)] {
        let mut shown = Vec::new();
        let detail = app.ok(viewer, "article_detail", json!({ "article_id": article })).await;
        let detail = &detail["article_detail"];
        shown.extend(["like_user_list", "collect_user_list", "comment_list"].map(|key| detail[key].clone()));
        for (method, key, params) in [
            ("article_comment_list", "article_comment_list", json!({ "article_id": article })),
            ("ticket_comment_list", "ticket_comment_list", json!({ "ticket_id": ticket })),
            ("game_comment_list", "game_comment_list", json!({ "game_id": community.game })),
        ] {
            shown.push(app.ok(viewer, method, params).await[key].clone());
        }
        for list in shown {
            let text = list.to_string();
            assert!(!text.contains(&other.uid) && text.contains(&bob.uid), "{text}");
        }
    }
    let circle = app.ok(ann, "ticket_circle", json!({})).await["ticket_circle"].to_string();
    assert!(!circle.contains(&eve.uid), "{circle}");
    let all = app.ok(&dan, "article_comment_list", json!({ "article_id": article })).await;
    assert_eq!(all["article_comment_list"].as_array().unwrap().len(), 3, "others see everybody");
}
