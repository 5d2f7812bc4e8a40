//! The registered methods and their replies, compared with the examples of the document.

use std::collections::BTreeSet;

use miaohui_community::Kind;
use miaohui_testkit::{CommunityFixture, TestApp, code};
use serde_json::{Value, json};

/// Documented methods that do not exist.
const MISSING: &[&str] = &[];

/// Methods that the document does not contain.
const UNDOCUMENTED: &[&str] = &[
    "my_block",
    "my_data_export",
    "my_message_with_customer_service",
    "order_payment",
    "report",
    "sns_block",
    "sns_unblock",
    "ticket_recommend_list",
    "user_delete",
];

fn documented() -> serde_json::Map<String, Value> {
    serde_json::from_str(miaohui_community::reference::EXAMPLES).unwrap()
}

#[test]
fn the_registered_methods_are_the_documented_ones() {
    let documented: BTreeSet<String> = documented().into_iter().map(|(name, _)| name).collect();
    let names: Vec<&str> =
        miaohui_community::methods::table().into_iter().map(|method| method.name).collect();
    assert!(names.is_sorted(), "the table is sorted by wire name");
    let registered: BTreeSet<String> = names.iter().map(ToString::to_string).collect();
    assert_eq!(registered.len(), names.len(), "each once");
    let missing: Vec<&str> = documented.difference(&registered).map(String::as_str).collect();
    assert_eq!(missing, *MISSING);
    let extra: Vec<&str> = registered.difference(&documented).map(String::as_str).collect();
    assert_eq!(extra, *UNDOCUMENTED);
    assert_eq!(documented.len(), 91);
}

/// Adds the paths at which a documented value is missing or has another type. A documented null
/// matches every type.
pub fn mismatches(documented: &Value, reply: &Value, at: &str, out: &mut Vec<String>) {
    match (documented, reply) {
        (Value::Object(keys), Value::Object(found)) => {
            for (key, value) in keys {
                match found.get(key) {
                    Some(found) => mismatches(value, found, &format!("{at}.{key}"), out),
                    None => out.push(format!("{at}.{key} is missing")),
                }
            }
        }
        (Value::Array(rows), Value::Array(found)) => {
            if let Some(row) = rows.first() {
                match found.first() {
                    Some(found) => mismatches(row, found, &format!("{at}[0]"), out),
                    None => out.push(format!("{at} is empty")),
                }
            }
        }
        // Optional values such as an avatar are null until they are set.
        (Value::Null, _)
        | (Value::Bool(_), Value::Bool(_))
        | (Value::Number(_), Value::Number(_))
        | (Value::String(_), Value::String(_) | Value::Null) => {}
        // The document writes names such as `article_id` in place of ids.
        (Value::String(text), Value::Number(_)) if text.ends_with("_id") => {}
        _ => out.push(format!("{at}: {documented} is documented, {reply} was answered")),
    }
}

/// Calls the methods that remove data, or that depend on other calls, with data of their own. None
/// for other methods.
async fn call_separately(app: &TestApp, community: &CommunityFixture, method: &str) -> Option<Value> {
    let phone = json!({ "country": "86", "phone": "13800138000", "password": "123456" });
    let with_code = async |params: &Value| {
        app.clock.advance(60_000);
        app.call("send_sms_code", params.clone()).await;
        let mut params = params.clone();
        params["code"] = json!(app.sms_code("13800138000").await.unwrap());
        params
    };
    let number = method.bytes().fold(7, |sum: u32, byte| (sum * 31 + u32::from(byte)) % 1_000_000);
    Some(match method {
        "user_signup" | "user_password_update" => app.call(method, with_code(&phone).await).await,
        "user_login" => app.call(method, phone).await,
        "send_sms_code" => app.call(method, json!({ "country": "86", "phone": "13800138009" })).await,
        "article_del"
        | "article_comment_del"
        | "user_logout"
        | "ticket_comment_del"
        | "game_comment_del"
        | "message_del" => {
            let dan = app.community_user(number).await;
            let id = app.publish_article(&dan, "short-lived").await;
            let mut params = json!({ "article_id": id, "ticket_id": community.sold, "game_id": community.game, "content": "x" });
            for (publish, key, id) in [
                ("article_comment_publish", "article_comment_id_list", "comment_id"),
                ("ticket_comment_publish", "ticket_comment_id_list", "comment_id"),
                ("send_message_to_customer_service", "message_id_list", "message_id"),
                ("game_comment_publish", "comment_id", "comment_id"),
            ] {
                params[key] = json!([app.ok(&dan, publish, params.clone()).await[id]]);
            }
            params["article_id_list"] = json!([id]);
            app.call_as(&dan, method, params).await
        }
        "user_delete" => {
            let dan = app.community_user(number).await;
            app.call("send_sms_code", json!({ "country": "86", "phone": dan.phone })).await;
            let sms = app.sms_code(&dan.phone).await.unwrap();
            app.call_as(&dan, method, json!({ "code": sms })).await
        }
        "order_cancel" | "order_pay" => {
            let dan = app.community_user(number).await;
            let order = json!({ "ticket_id_list": [community.next_ticket()] });
            let order = app.ok(&dan, "order_create", order).await["order_id"].clone();
            app.call_as(&dan, method, json!({ "order_id": order })).await
        }
        "order_create" => {
            app.call_as(&community.ann, method, json!({ "ticket_id_list": [community.next_ticket()] })).await
        }
        "order_create_by_shopping_cart" => {
            let ticket = community.next_ticket();
            app.ok(&community.ann, "shopping_cart_add", json!({ "ticket_id": ticket })).await;
            app.call_as(&community.ann, method, json!({ "ticket_id_list": [ticket] })).await
        }
        "sns_block" | "sns_unblock" => {
            let dan = app.community_user(number).await;
            app.call_as(&community.bob, method, json!({ "to_uid": dan.uid })).await
        }
        _ => return None,
    })
}

#[tokio::test]
async fn every_reply_has_every_documented_key_of_the_documented_type() {
    let app = TestApp::start().await;
    let community = CommunityFixture::create(&app).await;
    // The other calls of the list need the account.
    let mut answers = std::collections::BTreeMap::new();
    for method in ["user_signup", "user_login", "user_password_update"] {
        answers.insert(method, call_separately(&app, &community, method).await.unwrap());
    }
    let examples = documented();
    let mut wrong = Vec::new();
    // Reads come first, because writes change the data.
    let (reads, others): (Vec<_>, Vec<_>) =
        miaohui_community::methods::table().into_iter().partition(|method| method.kind == Kind::Read);
    for method in reads.into_iter().chain(others) {
        let answered = match answers.remove(method.name) {
            Some(answered) => answered,
            None => match call_separately(&app, &community, method.name).await {
                Some(answered) => answered,
                None => app.call_as(&community.ann, method.name, community.params(method.name)).await,
            },
        };
        assert_eq!(code(&answered), 0, "{}: {answered}", method.name);
        let Some(example) = examples.get(method.name) else { continue };
        // The documented row is a reply, and the first comment of the list is not.
        let mut answered = answered;
        if let Some(rows) = answered["article_comment_list"].as_array_mut() {
            rows.reverse();
        }
        mismatches(&example["returns"], &answered, method.name, &mut wrong);
    }
    assert_eq!(wrong, [""; 0]);
}
