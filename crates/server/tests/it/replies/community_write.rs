//! Every method that writes, in an order in which it succeeds, with what shows its effect.

use reqwest::Method;
use serde_json::{Value, json};

use super::recorder::Recorder;

/// A ticket whose price the sandbox channel declines.
const DECLINED_TICKET: i64 = 135;

/// Calls with the clock moved on, so that every row has a time of its own.
async fn call(recorder: &mut Recorder, user: &str, method: &str, params: Value) -> Value {
    recorder.app.clock.advance(1000);
    recorder.method(user, method, params).await
}

/// Makes the same call twice: the second finds its work done.
async fn twice(recorder: &mut Recorder, user: &str, method: &str, params: Value) {
    call(recorder, user, method, params.clone()).await;
    call(recorder, user, method, params).await;
}

/// Records the calls.
pub async fn record(recorder: &mut Recorder) {
    recorder.begin("community-write");
    articles(recorder).await;
    comments_of_articles(recorder).await;
    clothes(recorder).await;
    games(recorder).await;
    follows(recorder).await;
    messages(recorder).await;
    profile(recorder).await;
    tickets(recorder).await;
    orders(recorder).await;
    orders_with_keys(recorder).await;
    taken_tickets(recorder).await;
    reports_and_blocks(recorder).await;
    accounts(recorder).await;
}

async fn uid(recorder: &mut Recorder, user: &str) -> Value {
    recorder.method(user, "my_user_info", json!({})).await["my_user_info"]["uid"].clone()
}

async fn articles(recorder: &mut Recorder) {
    let r = recorder;
    let media = call(r, "user1", "get_media_id", json!({})).await["media_id"].as_str().unwrap().to_owned();
    for id in [media.as_str(), media.as_str(), "nothing"] {
        let fields = [("media_id", id)];
        r.upload("", Method::POST, "/community/upload", &[], &fields, ("file", Some(7))).await;
    }
    let publish = json!({ "content": "今天的庙会 <b>\"热闹\"</b> 🎏", "images": [format!("{media}.jpeg")] });
    let article = call(r, "user1", "article_publish", publish).await["article_id"].clone();
    let article = json!({ "article_id": article });
    twice(r, "user2", "article_like", article.clone()).await;
    twice(r, "user3", "article_collect", article.clone()).await;
    for user in ["user1", "user2", "user3"] {
        call(r, user, "article_detail", article.clone()).await;
    }
    call(r, "user3", "my_article_collect_list", json!({ "limit": 1 })).await;
    twice(r, "user2", "article_unlike", article.clone()).await;
    twice(r, "user3", "article_uncollect", article.clone()).await;
    call(r, "user2", "article_detail", article.clone()).await;
    call(r, "user1", "my_article_list", json!({ "limit": 1 })).await;
    let second =
        call(r, "user1", "article_publish", json!({ "content": "第二篇" })).await["article_id"].clone();
    let list = json!({ "article_id_list": [second, article["article_id"]] });
    call(r, "user2", "article_del", list).await;
    call(r, "user1", "article_del", json!({ "article_id_list": second })).await;
    call(r, "user1", "article_detail", json!({ "article_id": second })).await;
    call(r, "user2", "article_list", json!({ "limit": 1 })).await;
}

async fn comments_of_articles(recorder: &mut Recorder) {
    let r = recorder;
    let article = json!(300);
    let comment = json!({ "article_id": article, "content": "好看！" });
    let top = call(r, "user2", "article_comment_publish", comment).await["comment_id"].clone();
    let answer = json!({ "article_id": article, "reply_id": top, "content": "谢谢" });
    let answer = call(r, "user1", "article_comment_reply", answer).await["comment_id"].clone();
    let last =
        json!({ "article_id": article, "reply_id": answer, "first_reply_id": top, "content": "不客气" });
    let last = call(r, "user3", "article_comment_reply", last).await["comment_id"].clone();
    let elsewhere = json!({ "article_id": 1, "reply_id": answer, "content": "不在这里" });
    call(r, "user3", "article_comment_reply", elsewhere).await;
    twice(r, "user3", "article_comment_up", json!({ "article_comment_id": top })).await;
    call(r, "user3", "article_comment_list", json!({ "article_id": article, "limit": 5 })).await;
    call(r, "user3", "article_comment_del", json!({ "article_comment_id_list": [last, top] })).await;
    call(r, "user3", "article_comment_del", json!({ "article_comment_id_list": [last] })).await;
    call(r, "user2", "article_comment_del", json!({ "article_comment_id_list": [top] })).await;
    call(r, "user1", "article_comment_list", json!({ "article_id": article })).await;
}

async fn clothes(recorder: &mut Recorder) {
    let r = recorder;
    for cloth in ["design_circle_cloth", "merchant_cloth"] {
        let id = json!({ "cloth_id": 23 });
        twice(r, "user1", &format!("{cloth}_collect"), id.clone()).await;
        call(r, "user1", &format!("{cloth}_detail"), id.clone()).await;
        twice(r, "user1", &format!("{cloth}_uncollect"), id.clone()).await;
        call(r, "user1", &format!("{cloth}_detail"), id).await;
    }
}

async fn games(recorder: &mut Recorder) {
    let r = recorder;
    let game = json!({ "game_id": 4 });
    for method in ["game_like", "game_collect"] {
        twice(r, "user1", method, game.clone()).await;
    }
    call(r, "user1", "game_detail", game.clone()).await;
    for method in ["game_unlike", "game_uncollect"] {
        twice(r, "user1", method, game.clone()).await;
    }
    call(r, "user1", "game_detail", game.clone()).await;
    let comment = json!({ "game_id": 4, "content": "好玩" });
    let top = call(r, "user1", "game_comment_publish", comment).await["comment_id"].clone();
    let answer = json!({ "game_id": 4, "content": "同意", "reply_id": top });
    call(r, "user2", "game_comment_publish", answer).await;
    for method in ["game_comment_up", "game_comment_down", "game_comment_up"] {
        call(r, "user2", method, json!({ "comment_id": top })).await;
    }
    call(r, "user2", "game_comment_list", json!({ "game_id": 4, "limit": 3 })).await;
    call(r, "user2", "game_comment_del", json!({ "comment_id": top })).await;
    call(r, "user1", "game_comment_del", json!({ "comment_id_list": [top] })).await;
    call(r, "user2", "game_comment_list", json!({ "game_id": 4, "limit": 3 })).await;
}

async fn follows(recorder: &mut Recorder) {
    let r = recorder;
    let masters = r.method("user1", "master_list", json!({ "limit": 20 })).await;
    let master = json!({ "master_id": masters["master_list"][11]["master_id"] });
    twice(r, "user1", "master_follow", master.clone()).await;
    call(r, "user1", "master_detail", master.clone()).await;
    twice(r, "user1", "master_unfollow", master.clone()).await;
    call(r, "user1", "master_detail", master).await;
    let merchants = r.method("user1", "my_following_merchants", json!({})).await;
    let merchant = json!({ "merchant_id": merchants["my_following_merchants"][0]["merchant_id"] });
    twice(r, "user1", "merchant_unfollow", merchant.clone()).await;
    call(r, "user1", "my_following_merchants", json!({})).await;
    twice(r, "user1", "merchant_follow", merchant).await;
    call(r, "user1", "my_following_merchants", json!({ "limit": 2 })).await;
    let to = json!({ "to_uid": uid(r, "user3").await });
    twice(r, "user1", "user_follow", to.clone()).await;
    call(r, "user1", "my_following_users", json!({ "limit": 2 })).await;
    call(r, "user3", "my_follower", json!({ "limit": 2 })).await;
    call(r, "user1", "user_info", to.clone()).await;
    call(r, "user1", "following_article_list", json!({ "limit": 2 })).await;
    twice(r, "user1", "user_unfollow", to.clone()).await;
    call(r, "user1", "user_info", to).await;
}

async fn messages(recorder: &mut Recorder) {
    let r = recorder;
    let masters = r.method("user1", "master_list", json!({ "limit": 4 })).await;
    let merchants = r.method("user1", "my_following_merchants", json!({})).await;
    let (master, merchant) = (
        masters["master_list"][3]["master_id"].clone(),
        merchants["my_following_merchants"][1]["merchant_id"].clone(),
    );
    let third = uid(r, "user3").await;
    let content =
        json!({ "content": "请问几点开门？", "master_id": master, "merchant_id": merchant, "to_uid": third });
    for to in ["master", "merchant", "user", "customer_service"] {
        call(r, "user1", &format!("send_message_to_{to}"), content.clone()).await;
    }
    let first = uid(r, "user1").await;
    let answer = json!({ "to_uid": first, "content": "九点" });
    let answer = call(r, "user3", "send_message_to_user", answer).await["message_id"].clone();
    for to in [&master, &merchant, &third] {
        call(r, "user1", "my_message", json!({ "to_id": to, "limit": 3 })).await;
    }
    call(r, "user3", "my_message", json!({ "to_id": first })).await;
    call(r, "user1", "my_message_with_customer_service", json!({ "limit": 2 })).await;
    let types = json!({ "types": ["master", "merchant", "user", "customer_service"], "limit": 4 });
    call(r, "user1", "my_message_center", types).await;
    twice(r, "user3", "message_del", json!({ "message_id_list": [answer] })).await;
    call(r, "user1", "my_message", json!({ "to_id": third })).await;
    call(r, "user3", "my_message", json!({ "to_id": first })).await;
}

async fn profile(recorder: &mut Recorder) {
    let r = recorder;
    for changes in [
        json!({ "nickname": "新名", "gender": 1, "province": "广东省", "city": "深圳市", "email": "new@miaohui.example" }),
        json!({ "intro": "你好", "birthday": 1_699_708_371_238_i64 }),
        json!({ "avatar": "", "birthday": null }),
        json!({}),
    ] {
        call(r, "user2", "my_user_info_update", changes).await;
        call(r, "user2", "my_user_info", json!({})).await;
    }
}

async fn tickets(recorder: &mut Recorder) {
    let r = recorder;
    let comment = json!({ "ticket_id": 1203, "content": "值得一看" });
    let comment = call(r, "user1", "ticket_comment_publish", comment).await["comment_id"].clone();
    call(r, "user2", "ticket_comment_list", json!({ "ticket_id": 1203 })).await;
    call(r, "user2", "ticket_circle", json!({ "limit": 2 })).await;
    call(r, "user2", "ticket_comment_del", json!({ "ticket_comment_id_list": [comment] })).await;
    call(r, "user1", "ticket_comment_del", json!({ "ticket_comment_id_list": [comment] })).await;
    call(r, "user2", "ticket_comment_list", json!({ "ticket_id": 1203 })).await;
}

async fn orders(recorder: &mut Recorder) {
    let r = recorder;
    for ticket in [1204, 1205, 1206] {
        twice(r, "user1", "shopping_cart_add", json!({ "ticket_id": ticket })).await;
    }
    twice(r, "user1", "shopping_cart_del", json!({ "ticket_id": 1206 })).await;
    call(r, "user1", "shopping_cart_info", json!({})).await;
    let tickets = json!({ "ticket_id_list": [1204, 1205] });
    let order = call(r, "user1", "order_create_by_shopping_cart", tickets).await["order_id"].clone();
    call(r, "user1", "shopping_cart_info", json!({})).await;
    let order = json!({ "order_id": order });
    call(r, "user1", "order_detail", order.clone()).await;
    for user in ["user2", "user1", "user1"] {
        call(r, user, "order_pay", order.clone()).await;
    }
    call(r, "user1", "order_cancel", order.clone()).await;
    for user in ["user2", "user1"] {
        r.method(user, "order_payment", order.clone()).await;
    }
    call(r, "user1", "order_detail", order).await;
    call(r, "user1", "my_ticket_list", json!({ "limit": 3 })).await;
    let tickets = json!({ "ticket_id_list": [DECLINED_TICKET] });
    let order = call(r, "user1", "order_create", tickets.clone()).await["order_id"].clone();
    for channel in ["sandbox", "nobody"] {
        call(r, "user1", "order_pay", json!({ "order_id": order, "channel": channel })).await;
    }
    r.method("user1", "order_payment", json!({ "order_id": order })).await;
    twice(r, "user1", "order_cancel", json!({ "order_id": order })).await;
    call(r, "user1", "order_pay", json!({ "order_id": order })).await;
    call(r, "user2", "order_create", tickets).await;
    call(r, "user1", "my_order_list", json!({ "limit": 3 })).await;
}

async fn orders_with_keys(recorder: &mut Recorder) {
    let r = recorder;
    let tickets = json!({ "ticket_id_list": [1207] });
    let order = r.method_with_key("user2", "create", "order_create", tickets.clone()).await;
    r.method_with_key("user2", "create", "order_create", tickets).await;
    r.method_with_key("user2", "create", "order_create", json!({ "ticket_id_list": [1208] })).await;
    r.method_with_key("user2", "create", "order_cancel", json!({ "order_id": order["order_id"] })).await;
    for _ in 0..2 {
        let params = json!({ "order_id": order["order_id"], "channel": "sandbox" });
        r.method_with_key("user2", "pay", "order_pay", params).await;
    }
    call(r, "user2", "shopping_cart_add", json!({ "ticket_id": 1209 })).await;
    for _ in 0..2 {
        let params = json!({ "ticket_id_list": [1209] });
        r.method_with_key("user2", "cart", "order_create_by_shopping_cart", params).await;
    }
    let orders = r.method("user2", "my_order_list", json!({ "limit": 1 })).await;
    let last = json!({ "order_id": orders["my_order_list"][0]["order_id"] });
    for _ in 0..2 {
        r.method_with_key("user2", "cancel", "order_cancel", last.clone()).await;
    }
    r.method_with_key("user2", "cancel-again", "order_cancel", last).await;
}

/// Refused orders, which come after the others: PostgreSQL does not reuse their ids.
async fn taken_tickets(recorder: &mut Recorder) {
    let r = recorder;
    call(r, "user2", "order_create", json!({ "ticket_id_list": [1204, 1205] })).await;
    call(r, "user2", "order_create", json!({ "ticket_id_list": [1210, 1204] })).await;
    let tickets = json!({ "ticket_id_list": [1207] });
    for _ in 0..2 {
        r.method_with_key("user1", "create", "order_create", tickets.clone()).await;
    }
}

async fn reports_and_blocks(recorder: &mut Recorder) {
    let r = recorder;
    let third = uid(r, "user3").await;
    for (kind, id) in [
        ("article", json!(299)),
        ("article_comment", json!(1)),
        ("ticket_comment", json!(1)),
        ("game_comment", json!("1")),
        ("user", third.clone()),
        ("message", json!(1)),
    ] {
        let report = json!({ "kind": kind, "id": id, "reason": "spam", "text": "广告" });
        twice(r, "user1", "report", report).await;
    }
    let to = json!({ "to_uid": third, "content": "还在吗？" });
    let first = json!({ "to_uid": uid(r, "user1").await, "content": "在" });
    twice(r, "user1", "sns_block", to.clone()).await;
    call(r, "user1", "my_block", json!({})).await;
    call(r, "user3", "send_message_to_user", first.clone()).await;
    call(r, "user3", "user_follow", first.clone()).await;
    call(r, "user1", "send_message_to_user", to.clone()).await;
    twice(r, "user1", "sns_unblock", to).await;
    call(r, "user1", "my_block", json!({})).await;
    call(r, "user3", "send_message_to_user", first).await;
}

async fn accounts(recorder: &mut Recorder) {
    let r = recorder;
    let phone = "13912345678";
    let account = |fields: Value| {
        let mut params = json!({ "country": "86", "phone": phone });
        params.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
        params
    };
    for _ in 0..2 {
        r.method("", "send_sms_code", account(json!({}))).await;
    }
    let inviter = r.method("user1", "my_user_info", json!({})).await;
    let sms = r.app.sms_code(phone).await.unwrap();
    let signup = account(json!({
        "code": sms, "password": "first password", "nickname": "小新",
        "invitation_code": inviter["my_user_info"]["invitation_code"],
    }));
    for _ in 0..2 {
        call(r, "", "user_signup", signup.clone()).await;
    }
    let login = call(r, "", "user_login", account(json!({ "password": "first password" }))).await;
    r.sign_in("new", &login["token"]);
    call(r, "new", "my_user_info", json!({})).await;
    call(r, "new", "article_list", json!({ "limit": 1 })).await;
    r.app.clock.advance(60_000);
    r.method("", "send_sms_code", account(json!({}))).await;
    let sms = r.app.sms_code(phone).await.unwrap();
    let login = call(r, "", "user_login", account(json!({ "code": sms }))).await;
    r.sign_in("new-by-code", &login["token"]);
    twice(r, "new-by-code", "user_logout", json!({})).await;
    call(r, "new", "my_user_info", json!({})).await;
    r.app.clock.advance(60_000);
    r.method("", "send_sms_code", account(json!({}))).await;
    let sms = r.app.sms_code(phone).await.unwrap();
    let update = account(json!({ "code": sms, "password": "second password" }));
    twice(r, "", "user_password_update", update).await;
    call(r, "new", "my_user_info", json!({})).await;
    for password in ["first password", "second password"] {
        call(r, "", "user_login", account(json!({ "password": password }))).await;
    }
    let login = call(r, "", "user_login", account(json!({ "password": "second password" }))).await;
    r.sign_in("new", &login["token"]);
    call(r, "new", "my_data_export", json!({})).await;
    for params in
        [json!({}), json!({ "password": "first password" }), json!({ "password": "second password" })]
    {
        call(r, "new", "user_delete", params).await;
    }
    call(r, "new", "my_user_info", json!({})).await;
}
