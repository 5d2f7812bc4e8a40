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
