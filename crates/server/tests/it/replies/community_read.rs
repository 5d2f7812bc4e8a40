//! Every method that reads, as two users, with several things and pages.

use miaohui_community::{Kind, methods};
use serde_json::{Map, Value, json};

use super::recorder::Recorder;

/// Things that a user may name.
struct Things {
    masters: Vec<Value>,
    merchants: Vec<Value>,
    users: Vec<Value>,
    orders: Vec<Value>,
    /// A ticket that people talk about.
    ticket: Value,
}

/// The values under a key of the rows that a method lists.
async fn column(recorder: &mut Recorder, user: &str, method: &str, key: &str) -> Vec<Value> {
    let reply = recorder.method(user, method, json!({ "limit": 3 })).await;
    reply[method].as_array().unwrap().iter().map(|row| row[key].clone()).collect()
}

impl Things {
    async fn look_up(recorder: &mut Recorder, user: &str) -> Self {
        let circle = recorder.method(user, "ticket_circle", json!({})).await;
        Self {
            masters: column(recorder, user, "master_list", "master_id").await,
            merchants: column(recorder, user, "my_following_merchants", "merchant_id").await,
            users: column(recorder, user, "my_following_users", "uid").await,
            orders: column(recorder, user, "my_order_list", "order_id").await,
            ticket: circle["ticket_circle"][0]["ticket"]["ticket_id"].clone(),
        }
    }

    /// Parameters of a method, each of which is recorded.
    fn variants(&self, method: &str) -> Vec<Value> {
        let each = |key: &str, values: &[Value]| -> Vec<Value> {
            values.iter().map(|value| json!({ key: value })).collect()
        };
        let ids =
            |key: &str, ids: &[i64]| -> Vec<Value> { ids.iter().map(|id| json!({ key: id })).collect() };
        match method {
            "article_detail" | "article_comment_list" => ids("article_id", &[300, 288, 7]),
            "design_circle_cloth_detail" | "merchant_cloth_detail" => ids("cloth_id", &[1, 17]),
            "game_comment_list" | "game_detail" => ids("game_id", &[1, 5]),
            "master_detail" => each("master_id", &self.masters[..2]),
            "my_message" => {
                let others = [&self.masters[0], &self.merchants[0], &self.users[0]];
                others.into_iter().map(|id| json!({ "to_id": id })).collect()
            }
            "my_message_center" => vec![
                json!({}),
                json!({ "types": ["merchant", "user", "customer_service"] }),
                json!({ "types": ["master", "user"], "limit": 2, "offset": 1 }),
            ],
            "my_order_list" => vec![
                json!({}),
                json!({ "status": 0 }),
                json!({ "status": "1" }),
                json!({ "status": 2, "limit": 1 }),
            ],
            "order_detail" => each("order_id", &self.orders),
            "project_detail" => ids("project_id", &[1, 17]),
            "project_list" => vec![json!({ "limit": 4 }), json!({ "master_id": self.masters[0] })],
            "ticket_comment_list" | "ticket_detail" => {
                vec![json!({ "ticket_id": self.ticket }), json!({ "ticket_id": 1201 })]
            }
            "ticket_list" => vec![json!({ "project_id": 1 }), json!({ "limit": 3 })],
            "user_info" => {
                vec![json!({}), json!({ "to_uid": self.users[0] }), json!({ "phone": "13800000005" })]
            }
            _ => vec![json!({})],
        }
    }
}

/// Records the calls, and signs three users in.
pub async fn record(recorder: &mut Recorder) {
    recorder.begin("community-read");
    for number in 1..=3 {
        let login =
            json!({ "country": "86", "phone": format!("1380000000{number}"), "password": "miaohui-demo" });
        let reply = recorder.method("", "user_login", login).await;
        recorder.sign_in(&format!("user{number}"), &reply["token"]);
    }
    recorder.method("", "current_time", json!({})).await;
    for user in ["user1", "user2"] {
        let things = Things::look_up(recorder, user).await;
        for method in methods::table().into_iter().filter(|method| method.kind == Kind::Read) {
            for params in things.variants(method.name) {
                record_pages(recorder, user, method.name, params).await;
            }
        }
    }
    files(recorder).await;
}

/// The first user sees everything and two pages of what is long, the second a short page.
async fn record_pages(recorder: &mut Recorder, user: &str, method: &str, params: Value) {
    let page = |limit: Value, offset: Value| {
        let mut params = params.clone();
        params["limit"] = limit;
        params["offset"] = offset;
        params
    };
    if user != "user1" {
        recorder.method(user, method, page(json!(4), json!(0))).await;
        return;
    }
    let reply = recorder.method(user, method, params.clone()).await;
    let is_long =
        |reply: &Map<String, Value>| reply.values().filter_map(Value::as_array).any(|rows| rows.len() > 4);
    if is_long(reply.as_object().unwrap()) {
        recorder.method(user, method, page(json!(2), json!(1))).await;
        recorder.method(user, method, page(json!("3"), json!("4"))).await;
    }
}

/// A picture of an article, whole and small, and what is no picture.
async fn files(recorder: &mut Recorder) {
    let info = recorder.method("user1", "my_user_info", json!({})).await;
    let avatar = info["my_user_info"]["avatar"].as_str().unwrap().to_owned();
    for path in [format!("/media/{avatar}"), format!("/media/{avatar}?w=160"), "/media/nothing".to_owned()] {
        let request = recorder.request(reqwest::Method::GET, &path);
        recorder.send(json!({ "call": format!("GET {path}") }), request).await;
    }
}
