use miaohui_testkit::{TestApp, code, png};
use serde_json::{Value, json};

fn ids(reply: &Value, key: &str) -> Vec<i64> {
    reply[key].as_array().unwrap().iter().map(|row| row["article_id"].as_i64().unwrap()).collect()
}

#[tokio::test]
async fn articles_are_listed_newest_first_in_pages() {
    let app = TestApp::start().await;
    let (ann, bob) = (app.community_user(1).await, app.community_user(2).await);
    let mut published = Vec::new();
    for n in 0..25 {
        published
            .push(app.publish_article(if n % 2 == 0 { &ann } else { &bob }, &format!("article {n}")).await);
    }
    published.reverse();
    assert_eq!(ids(&app.ok(&ann, "article_list", json!({})).await, "article_list"), published[..20]);
    let page = app.ok(&ann, "article_list", json!({ "limit": "7", "offset": 20 })).await;
    assert_eq!(ids(&page, "article_list"), published[20..]);
    let mine = app.ok(&ann, "my_article_list", json!({ "limit": 100 })).await;
    assert_eq!(ids(&mine, "my_article_list"), published.iter().copied().step_by(2).collect::<Vec<_>>());
    assert_eq!(app.ok(&bob, "my_user_info", json!({})).await["my_user_info"]["article_count"], 12);
}

#[tokio::test]
async fn an_article_carries_its_author_and_the_viewers_marks() {
    let app = TestApp::start().await;
    let (ann, bob) = (app.community_user(1).await, app.community_user(2).await);
    let media_id = app.upload(&ann, png(1, 8, 8)).await;
    let images = json!([format!("{media_id}.jpg"), media_id]);
    let published = app.ok(&ann, "article_publish", json!({ "content": "庙会 🏮", "images": images })).await;
    let id = published["article_id"].clone();
    app.ok(&bob, "article_like", json!({ "article_id": id })).await;
    app.ok(&bob, "article_collect", json!({ "article_id": id.to_string() })).await;
    let row = app.ok(&bob, "article_list", json!({})).await["article_list"][0].clone();
    assert_eq!(row["content"], "庙会 🏮");
    assert_eq!(row["images"], images, "the spelling is kept");
    assert_eq!(row["author"], json!({ "uid": ann.uid, "nickname": "user-1", "avatar": null }));
    assert_eq!((&row["is_like"], &row["is_collect"]), (&json!(true), &json!(true)));
    assert_eq!((&row["like_count"], &row["collect_count"]), (&json!(1), &json!(1)));
    let row = app.ok(&ann, "article_list", json!({})).await["article_list"][0].clone();
    assert_eq!((&row["is_like"], &row["is_collect"]), (&json!(false), &json!(false)));
    app.ok(&bob, "user_follow", json!({ "to_uid": ann.uid })).await;
    let detail = app.ok(&bob, "article_detail", json!({ "article_id": id })).await["article_detail"].clone();
    assert_eq!(detail["author"]["is_follow"], true);
    let liker = json!([{ "uid": bob.uid, "nickname": "user-2", "avatar": null }]);
    assert_eq!((&detail["like_user_list"], &detail["collect_user_list"]), (&liker, &liker));
}

#[tokio::test]
async fn repeated_marks_count_once() {
    let app = TestApp::start().await;
    let (ann, bob) = (app.community_user(1).await, app.community_user(2).await);
    let id = app.publish_article(&ann, "x").await;
    let comment = app.ok(&ann, "article_comment_publish", json!({ "article_id": id, "content": "c" })).await;
    let target = json!({ "article_id": id, "article_comment_id": comment["comment_id"] });
    for method in ["article_like", "article_collect", "article_comment_up"] {
        for member in [&ann, &ann, &bob, &bob] {
            app.ok(member, method, target.clone()).await;
        }
    }
    let detail = app.ok(&ann, "article_detail", target.clone()).await["article_detail"].clone();
    assert_eq!((&detail["like_count"], &detail["collect_count"]), (&json!(2), &json!(2)));
    assert_eq!(
        (&detail["comment_list"][0]["up_count"], &detail["comment_list"][0]["is_up"]),
        (&json!(2), &json!(true))
    );
    for method in ["article_unlike", "article_unlike", "article_uncollect", "article_uncollect"] {
        app.ok(&ann, method, target.clone()).await;
    }
    let detail = app.ok(&ann, "article_detail", target).await["article_detail"].clone();
    assert_eq!((&detail["like_count"], &detail["collect_count"]), (&json!(1), &json!(1)));
    assert_eq!((&detail["is_like"], &detail["is_collect"]), (&json!(false), &json!(false)));
}

#[tokio::test]
async fn unknown_articles_and_comments_give_their_codes() {
    let app = TestApp::start().await;
    let ann = app.community_user(1).await;
    for method in ["article_like", "article_unlike", "article_collect", "article_uncollect", "article_detail"]
    {
        assert_eq!(code(&app.call_as(&ann, method, json!({ "article_id": 999 })).await), 301, "{method}");
    }
    let comment = json!({ "article_id": 999, "content": "x", "reply_id": 1, "article_comment_id": 999 });
    for method in ["article_comment_publish", "article_comment_reply", "article_comment_list"] {
        assert_eq!(code(&app.call_as(&ann, method, comment.clone()).await), 301, "{method}");
    }
    assert_eq!(code(&app.call_as(&ann, "article_comment_up", comment).await), 302);
    let del = json!({ "article_comment_id_list": [1] });
    assert_eq!(code(&app.call_as(&ann, "article_comment_del", del).await), 302);
}

#[tokio::test]
async fn an_article_needs_a_text_or_own_images() {
    let app = TestApp::start().await;
    let (ann, bob) = (app.community_user(1).await, app.community_user(2).await);
    let (own, foreign) = (app.upload(&ann, png(1, 4, 4)).await, app.upload(&bob, png(2, 4, 4)).await);
    let empty = app.ok(&ann, "get_media_id", json!({})).await["media_id"].clone();
    let ten = vec![own.clone(); 10];
    let refused = [
        json!({}),
        json!({ "content": " \n " }),
        json!({ "content": "", "images": [] }),
        json!({ "content": "字".repeat(5001) }),
        json!({ "content": "x", "images": [foreign] }),
        json!({ "content": "x", "images": [own, foreign] }),
        json!({ "content": "x", "images": [empty] }),
        json!({ "content": "x", "images": ["never heard of"] }),
        json!({ "content": "x", "images": ten }),
        json!({ "content": "x", "images": "not a list" }),
        json!({ "content": 5 }),
    ];
    for params in refused {
        assert_eq!(code(&app.call_as(&ann, "article_publish", params.clone()).await), 400, "{params}");
    }
    for params in [
        json!({ "content": "字".repeat(5000) }),
        json!({ "images": vec![own.clone(); 9] }),
        json!({ "content": null, "images": [format!("{own}.jpeg")] }),
        json!({ "content": "no pictures", "images": null }),
    ] {
        app.ok(&ann, "article_publish", params).await;
    }
    assert_eq!(app.ok(&ann, "my_user_info", json!({})).await["my_user_info"]["article_count"], 4);
}

#[tokio::test]
async fn articles_are_deleted_by_their_author_all_or_none() {
    let app = TestApp::start().await;
    let (ann, bob) = (app.community_user(1).await, app.community_user(2).await);
    let (one, two, three) = (
        app.publish_article(&ann, "1").await,
        app.publish_article(&ann, "2").await,
        app.publish_article(&bob, "3").await,
    );
    app.ok(&bob, "article_comment_publish", json!({ "article_id": one, "content": "c" })).await;
    app.ok(&bob, "article_like", json!({ "article_id": one })).await;
    let del = |ids: Value| json!({ "article_id_list": ids });
    assert_eq!(code(&app.call_as(&ann, "article_del", del(json!([one, three]))).await), 111);
    assert_eq!(code(&app.call_as(&ann, "article_del", del(json!([one, 999]))).await), 301);
    assert_eq!(code(&app.call_as(&ann, "article_del", del(json!((1..=101).collect::<Vec<_>>()))).await), 400);
    assert_eq!(app.ok(&ann, "article_list", json!({})).await["article_list"].as_array().unwrap().len(), 3);
    app.ok(&ann, "article_del", del(json!([one, two.to_string()]))).await;
    assert_eq!(ids(&app.ok(&ann, "article_list", json!({})).await, "article_list"), [three]);
    assert_eq!(app.ok(&ann, "my_user_info", json!({})).await["my_user_info"]["article_count"], 0);
    assert_eq!(code(&app.call_as(&bob, "article_detail", json!({ "article_id": one })).await), 301);
    app.ok(&bob, "article_del", del(json!(three))).await;
}

#[tokio::test]
async fn collected_articles_come_last_collected_first() {
    let app = TestApp::start().await;
    let ann = app.community_user(1).await;
    let (one, two, three) = (
        app.publish_article(&ann, "1").await,
        app.publish_article(&ann, "2").await,
        app.publish_article(&ann, "3").await,
    );
    for id in [two, three, one] {
        app.ok(&ann, "article_collect", json!({ "article_id": id })).await;
    }
    let list = app.ok(&ann, "my_article_collect_list", json!({})).await;
    assert_eq!(ids(&list, "my_article_collect_list"), [one, three, two]);
    app.ok(&ann, "article_uncollect", json!({ "article_id": three })).await;
    let list = app.ok(&ann, "my_article_collect_list", json!({ "limit": 1, "offset": 1 })).await;
    assert_eq!(ids(&list, "my_article_collect_list"), [two]);
}

#[tokio::test]
async fn the_following_list_has_the_articles_of_followed_users() {
    let app = TestApp::start().await;
    let (ann, bob, cat, dan) = (
        app.community_user(1).await,
        app.community_user(2).await,
        app.community_user(3).await,
        app.community_user(4).await,
    );
    let mut expected = Vec::new();
    for n in 0..12 {
        for member in [&bob, &cat, &dan] {
            let id = app.publish_article(member, &format!("{n}")).await;
            if member.id != dan.id {
                expected.push(id);
            }
        }
    }
    expected.reverse();
    let none = app.ok(&ann, "following_article_list", json!({})).await;
    assert_eq!(none["following_article_list"], json!([]));
    for uid in [&bob.uid, &cat.uid] {
        app.ok(&ann, "user_follow", json!({ "to_uid": uid })).await;
    }
    for (limit, offset) in [(20, 0), (5, 0), (5, 5), (10, 20), (10, 30)] {
        let list = app.ok(&ann, "following_article_list", json!({ "limit": limit, "offset": offset })).await;
        let wanted: Vec<i64> = expected.iter().copied().skip(offset).take(limit).collect();
        assert_eq!(ids(&list, "following_article_list"), wanted, "{limit} from {offset}");
    }
}

#[tokio::test]
async fn article_lists_run_a_constant_number_of_statements() {
    let app = TestApp::start().await;
    let ann = app.community_user(1).await;
    app.ok(&ann, "user_follow", json!({ "to_uid": app.community_user(2).await.uid })).await;
    let lists = ["article_list", "my_article_list", "my_article_collect_list", "following_article_list"];
    // The author is cached.
    app.publish_article(&ann, "first").await;
    app.ok(&ann, "article_list", json!({})).await;
    let mut counts = Vec::new();
    for round in 0..2 {
        for n in 0..10 + round * 30 {
            let id = app.publish_article(&ann, &format!("{n}")).await;
            app.ok(&ann, "article_collect", json!({ "article_id": id })).await;
        }
        let before = |app: &TestApp| app.service.community.db.stats().statements;
        for list in lists {
            let start = before(&app);
            app.ok(&ann, list, json!({ "limit": 100 })).await;
            counts.push(before(&app) - start);
        }
    }
    assert_eq!(counts[..lists.len()], counts[lists.len()..], "{counts:?}");
}
