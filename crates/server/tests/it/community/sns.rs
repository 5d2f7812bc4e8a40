use miaohui_testkit::{Fair, TestApp, code};
use serde_json::{Value, json};

#[tokio::test]
async fn a_block_works_everywhere_it_should() {
    let app = TestApp::start().await;
    let fair = Fair::build(&app).await;
    let (ann, bob) = (&fair.ann, &fair.bob);
    let dan = app.member(3).await;
    app.article(&dan, "dan's").await;
    app.ok(bob, "article_collect", json!({ "article_id": fair.article })).await;
    let game_comment = json!({ "game_id": fair.game, "content": "of ann" });
    let game_comment = app.ok(ann, "game_comment_publish", game_comment).await["comment_id"].clone();
    let top = json!({ "article_id": fair.article, "content": "of ann" });
    let top = app.ok(ann, "article_comment_publish", top).await["comment_id"].clone();
    app.ok(ann, "sns_block", json!({ "to_uid": bob.uid })).await;
    app.ok(ann, "sns_block", json!({ "to_uid": bob.uid })).await;
    // What bob may no longer do.
    let call = json!({ "to_uid": ann.uid, "article_id": fair.article, "reply_id": top, "content": "x",
        "game_id": fair.game });
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
    // Follows have ended in both directions.
    for who in [ann, bob] {
        let info = app.ok(who, "my_user_info", json!({})).await["my_user_info"].clone();
        assert_eq!((&info["follow_count"], &info["follower_count"]), (&json!(0), &json!(0)));
    }
    // Neither sees the other's articles in lists; details stay readable.
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
    app.ok(bob, "article_detail", json!({ "article_id": fair.article })).await;
    // ann may still write to bob; a block is one-sided there.
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
