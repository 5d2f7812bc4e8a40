use miaohui_testkit::{CommunityFixture, CommunityUser, TestApp, code};
use serde_json::{Value, json};

async fn texts(app: &TestApp, who: &CommunityUser, to: &str) -> Vec<String> {
    let reply = app.ok(who, "my_message", json!({ "to_id": to, "limit": 100 })).await;
    reply["my_message"]
        .as_array()
        .unwrap()
        .iter()
        .map(|m| m["content"].as_str().unwrap().to_owned())
        .collect()
}

#[tokio::test]
async fn a_conversation_is_the_same_from_both_sides() {
    let app = TestApp::start().await;
    let (ann, bob) = (app.community_user(1).await, app.community_user(2).await);
    for (from, to, text) in [(&ann, &bob, "1"), (&bob, &ann, "2"), (&ann, &bob, "3")] {
        app.ok(from, "send_message_to_user", json!({ "to_uid": to.uid, "content": text })).await;
    }
    assert_eq!(texts(&app, &ann, &bob.uid).await, ["3", "2", "1"]);
    assert_eq!(texts(&app, &bob, &ann.uid).await, ["3", "2", "1"]);
    for who in [&ann, &bob] {
        let other = if who.id == ann.id { &bob } else { &ann };
        let reply = app.ok(who, "my_message", json!({ "to_id": other.uid })).await;
        assert_eq!(reply["other_side"]["uid"], other.uid);
        let newest = &reply["my_message"][0];
        assert_eq!((&newest["from_id"], &newest["to_id"]), (&json!(ann.uid), &json!(bob.uid)));
    }
    assert_eq!(
        code(&app.call_as(&ann, "send_message_to_user", json!({ "to_uid": ann.uid, "content": "x" })).await),
        400
    );
    assert_eq!(
        code(&app.call_as(&ann, "send_message_to_user", json!({ "to_uid": "x", "content": "x" })).await),
        107
    );
    assert_eq!(code(&app.call_as(&ann, "my_message", json!({ "to_id": "nobody" })).await), 107);
    assert_eq!(code(&app.call_as(&ann, "my_message", json!({ "to_id": ann.uid })).await), 107);
}

#[tokio::test]
async fn a_message_is_deleted_only_for_the_caller() {
    let app = TestApp::start().await;
    let (ann, bob, cat) =
        (app.community_user(1).await, app.community_user(2).await, app.community_user(3).await);
    let mut ids = Vec::new();
    for text in ["1", "2", "3"] {
        let reply = app.ok(&ann, "send_message_to_user", json!({ "to_uid": bob.uid, "content": text })).await;
        ids.push(reply["message_id"].as_i64().unwrap());
    }
    let del = |ids: &[i64]| json!({ "message_id_list": ids });
    assert_eq!(code(&app.call_as(&cat, "message_del", del(&ids[..1])).await), 506);
    assert_eq!(code(&app.call_as(&bob, "message_del", del(&[ids[0], 999])).await), 506);
    app.ok(&bob, "message_del", del(&ids[2..])).await;
    assert_eq!(texts(&app, &bob, &ann.uid).await, ["2", "1"]);
    assert_eq!(texts(&app, &ann, &bob.uid).await, ["3", "2", "1"]);
    let center = json!({ "types": ["user"] });
    let last = async |who: &CommunityUser| {
        app.ok(who, "my_message_center", center.clone()).await["my_message_center"].clone()
    };
    assert_eq!(last(&bob).await[0]["last_message"]["content"], "2");
    assert_eq!(last(&ann).await[0]["last_message"]["content"], "3");
    app.ok(&bob, "message_del", del(&ids[..2])).await;
    assert_eq!(last(&bob).await, json!([]), "nothing is left to show");
    app.ok(&bob, "message_del", del(&ids)).await;
    app.ok(&ann, "send_message_to_user", json!({ "to_uid": bob.uid, "content": "4" })).await;
    assert_eq!(last(&bob).await[0]["last_message"]["content"], "4");
    assert_eq!(texts(&app, &bob, &ann.uid).await, ["4"]);
}

#[tokio::test]
async fn the_message_centre_shows_masters_and_on_request_all() {
    let app = TestApp::start().await;
    let community = CommunityFixture::create(&app).await;
    let ann = &community.ann;
    app.ok(
        ann,
        "send_message_to_merchant",
        json!({ "merchant_id": community.merchant_id, "content": "有货吗" }),
    )
    .await;
    let center = app.ok(ann, "my_message_center", json!({})).await["my_message_center"].clone();
    assert_eq!(center.as_array().unwrap().len(), 1);
    assert_eq!(
        (&center[0]["type"], &center[0]["master_id"]),
        (&json!("master"), &json!(community.master_id))
    );
    assert_eq!(center[0]["master"]["is_follow"], true);
    let types = json!({ "types": ["master", "merchant", "user", "customer_service"] });
    let all = app.ok(ann, "my_message_center", types).await["my_message_center"].clone();
    let kinds: Vec<&Value> = all.as_array().unwrap().iter().map(|row| &row["type"]).collect();
    assert_eq!(kinds, ["merchant", "customer_service", "user", "master"], "the last spoken in first");
    assert_eq!(code(&app.call_as(ann, "my_message_center", json!({ "types": ["nobody"] })).await), 400);
    let service = app.ok(ann, "my_message_with_customer_service", json!({})).await;
    assert_eq!(service["other_side"], "customer_service");
    assert_eq!(service["my_message"][0]["to_id"], "customer_service");
    for (method, key, expected) in
        [("send_message_to_master", "master_id", 501), ("send_message_to_merchant", "merchant_id", 503)]
    {
        assert_eq!(code(&app.call_as(ann, method, json!({ key: "x", "content": "x" })).await), expected);
    }
}
