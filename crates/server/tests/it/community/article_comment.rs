use miaohui_testkit::{TestApp, code};
use serde_json::json;

#[tokio::test]
async fn a_reply_names_the_comment_and_its_author() {
    let app = TestApp::start().await;
    let (ann, bob) = (app.community_user(1).await, app.community_user(2).await);
    let id = app.publish_article(&ann, "x").await;
    let other = app.publish_article(&ann, "y").await;
    let publish = |content: &str| json!({ "article_id": id, "content": content });
    let top = app.ok(&ann, "article_comment_publish", publish("top")).await["comment_id"].clone();
    let reply = json!({ "article_id": id, "reply_id": top, "content": "first answer" });
    let first = app.ok(&bob, "article_comment_reply", reply).await["comment_id"].clone();
    // The client may send `first_reply_id`, also as a string, or omit it.
    let reply = json!({ "article_id": id, "reply_id": first, "first_reply_id": top.to_string(), "content": "second" });
    app.ok(&ann, "article_comment_reply", reply).await;
    let reply = json!({ "article_id": id, "reply_id": first, "content": "third" });
    app.ok(&ann, "article_comment_reply", reply).await;
    let list =
        app.ok(&bob, "article_comment_list", json!({ "article_id": id })).await["article_comment_list"]
            .clone();
    let texts: Vec<_> = list.as_array().unwrap().iter().map(|c| c["content"].as_str().unwrap()).collect();
    assert_eq!(texts, ["top", "first answer", "second", "third"], "the oldest first");
    assert_eq!((&list[0]["reply_id"], &list[0]["reply_uid"]), (&json!(null), &json!(null)));
    assert!(list[0].get("reply_author").is_none());
    assert_eq!((&list[1]["reply_id"], &list[1]["first_reply_id"]), (&top, &top));
    for third in [&list[2], &list[3]] {
        assert_eq!((&third["reply_id"], &third["first_reply_id"]), (&first, &top));
        assert_eq!((&third["reply_uid"], &third["first_reply_uid"]), (&json!(bob.uid), &json!(ann.uid)));
        assert_eq!(third["reply_author"]["nickname"], "user-2");
        assert_eq!(third["first_reply_author"]["nickname"], "user-1");
    }
    // A comment of another article, or a wrong `first_reply_id`, gives 302.
    let foreign = json!({ "article_id": other, "reply_id": top, "content": "x" });
    assert_eq!(code(&app.call_as(&bob, "article_comment_reply", foreign).await), 302);
    let wrong_top = json!({ "article_id": id, "reply_id": first, "first_reply_id": first, "content": "x" });
    assert_eq!(code(&app.call_as(&bob, "article_comment_reply", wrong_top).await), 302);
    let row = app.ok(&bob, "article_detail", json!({ "article_id": id })).await["article_detail"].clone();
    assert_eq!(row["comment_count"], 4);
    assert_eq!(row["comment_list"], list);
}

#[tokio::test]
async fn the_authors_of_comment_and_article_may_delete_a_comment() {
    let app = TestApp::start().await;
    let (ann, bob, cat) =
        (app.community_user(1).await, app.community_user(2).await, app.community_user(3).await);
    let id = app.publish_article(&ann, "x").await;
    let mut comments = Vec::new();
    for n in 0..4 {
        let comment = json!({ "article_id": id, "content": format!("{n}") });
        comments.push(app.ok(&bob, "article_comment_publish", comment).await["comment_id"].as_i64().unwrap());
    }
    let reply = json!({ "article_id": id, "reply_id": comments[0], "content": "answer" });
    let reply = app.ok(&cat, "article_comment_reply", reply).await["comment_id"].as_i64().unwrap();
    let del = |ids: &[i64]| json!({ "article_comment_id_list": ids });
    assert_eq!(code(&app.call_as(&cat, "article_comment_del", del(&comments[..1])).await), 111);
    assert_eq!(
        code(&app.call_as(&bob, "article_comment_del", del(&[comments[0], reply])).await),
        111,
        "all or nothing"
    );
    assert_eq!(code(&app.call_as(&ann, "article_comment_del", del(&[comments[0], 999])).await), 302);
    app.ok(&bob, "article_comment_del", del(&comments[..1])).await;
    app.ok(&ann, "article_comment_del", del(&comments[1..3])).await;
    let detail = app.ok(&ann, "article_detail", json!({ "article_id": id })).await["article_detail"].clone();
    assert_eq!(detail["comment_count"], 2);
    assert_eq!(detail["comment_list"][1]["content"], "answer", "what answered a deleted comment stays");
    assert_eq!(detail["comment_list"][1]["reply_id"], json!(null));
}

#[tokio::test]
async fn a_detail_shows_the_first_hundred_comments() {
    let app = TestApp::start().await;
    let ann = app.community_user(1).await;
    let id = app.publish_article(&ann, "x").await;
    for n in 0..103 {
        app.ok(&ann, "article_comment_publish", json!({ "article_id": id, "content": format!("{n}") })).await;
    }
    let detail = app.ok(&ann, "article_detail", json!({ "article_id": id })).await["article_detail"].clone();
    assert_eq!(detail["comment_list"].as_array().unwrap().len(), 100);
    let page = json!({ "article_id": id, "limit": 100, "offset": 100 });
    let rest = app.ok(&ann, "article_comment_list", page).await["article_comment_list"].clone();
    assert_eq!(rest.as_array().unwrap().len(), 3);
    assert_eq!(rest[0]["content"], "100");
    for content in [json!(""), json!("   "), json!("字".repeat(1001)), json!(7), json!(null)] {
        let comment = json!({ "article_id": id, "content": content });
        assert_eq!(code(&app.call_as(&ann, "article_comment_publish", comment).await), 400);
    }
}
