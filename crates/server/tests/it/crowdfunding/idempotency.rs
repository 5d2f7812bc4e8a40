//! `Idempotency-Key` on the operations that move money.

use std::sync::Arc;

use miaohui_crowdfunding::{Code, Error, routes};
use miaohui_kernel::{DAY_MS, MINUTE_MS};
use miaohui_testkit::{CrowdfundingFixture, CrowdfundingUser, TestApp};
use miaohui_web::idempotency::Once;
use reqwest::Method;
use reqwest::header::{HeaderName, HeaderValue};
use serde_json::{Map, Value, json};
use tokio::sync::oneshot;
use tokio::task::JoinSet;

const RECHARGE: &str = "/api/accounts/user/recharge/";
const WITHDRAW: &str = "/api/accounts/user/withdraw/";

/// The operations that move money.
const MOVING: &[&str] = &[
    "POST /api/accounts/user/recharge/",
    "POST /api/accounts/user/withdraw/",
    "POST /api/crowdfunding/project/{id}/support/",
    "DELETE /api/crowdfunding/project/{id}/support/{sid}/",
    "POST /api/crowdfunding/project/{id}/support/{sid}/pay/",
];

async fn balance(app: &TestApp, who: &CrowdfundingUser) -> Value {
    app.get(Some(who), "/api/accounts/user/balance/").await["balance"].clone()
}

#[test]
fn every_operation_that_moves_money_reads_the_key() {
    let mut marked = Vec::new();
    for resource in routes::table() {
        for operation in resource.operations.iter().filter(|operation| operation.idempotent) {
            marked.push(format!("{} {}", operation.verb, resource.path));
        }
    }
    assert_eq!(marked, MOVING);
}

#[tokio::test]
async fn a_recharge_with_a_key_runs_once() {
    let app = TestApp::start().await;
    let (ann, bob) = (app.crowdfunding_user(1).await, app.crowdfunding_user(2).await);
    let recharge = async |who: &CrowdfundingUser, key: &str, money: Value| {
        app.api_with_key(who, key, Method::POST, RECHARGE, json!({ "money": money })).await
    };
    let first = recharge(&ann, "k", json!(10)).await;
    assert_eq!((first.status.as_u16(), &first.body["status"]), (201, &json!(1)));
    let again = recharge(&ann, "k", json!(10)).await;
    assert_eq!((again.status, &again.body), (first.status, &first.body));
    let changed = recharge(&ann, "k", json!(11)).await;
    assert_eq!((changed.status.as_u16(), changed.error()), (422, 10043));
    let elsewhere = app.api_with_key(&ann, "k", Method::POST, WITHDRAW, json!({ "money": 10 })).await;
    assert_eq!((elsewhere.status.as_u16(), elsewhere.error()), (422, 10043));
    assert_eq!(recharge(&bob, "k", json!(10)).await.status, 201);
    assert_eq!((balance(&app, &ann).await, balance(&app, &bob).await), (json!(10), json!(10)));
    // Simulates a process that ended after the transaction and before the reply.
    app.discard_stored_replies().await;
    let running = recharge(&ann, "k", json!(10)).await;
    assert_eq!((running.status.as_u16(), running.error()), (409, 10042));
    app.clock.advance(2 * MINUTE_MS);
    for _ in 0..2 {
        assert_eq!(recharge(&ann, "k", json!(10)).await.body, first.body);
    }
    assert_eq!(balance(&app, &ann).await, 10);
    // Simulates a process that ended before the transaction: the same recharge continues.
    assert_eq!(recharge(&ann, "d", json!(1.44)).await.error(), 10036);
    app.discard_stored_replies().await;
    let back =
        |tx: &mut miaohui_db::Tx<'_>| tx.execute("UPDATE cf_recharge SET status = 0 WHERE money = 144", &[]);
    app.service.crowdfunding.db.write(back).await.unwrap();
    app.clock.advance(2 * MINUTE_MS);
    for _ in 0..2 {
        assert_eq!(recharge(&ann, "d", json!(1.44)).await.error(), 10036);
    }
    let count = |tx: &mut miaohui_db::Tx<'_>| {
        tx.query_one("SELECT COUNT(*), MAX(status) FROM cf_recharge WHERE money = 144", &[])
    };
    let counted: (i64, i64) = app.service.crowdfunding.db.read(count).await.unwrap();
    assert_eq!(counted, (1, 2));
    app.clock.advance(DAY_MS);
    let new = recharge(&ann, "k", json!(10)).await;
    assert_eq!((new.status.as_u16(), new.body["id"] != first.body["id"]), (201, true), "a new one");
    assert_eq!(balance(&app, &ann).await, 20);
    app.require_verified().await;
}

#[tokio::test]
async fn a_withdrawal_with_a_key_runs_once() {
    let app = TestApp::start().await;
    let ann = app.crowdfunding_user(1).await;
    let fund = json!({ "fundinfo": { "alipay": "ann@example.com" } });
    app.api(Some(&ann), Method::PATCH, "/api/accounts/user/", fund).await;
    let ask =
        async |key: &str| app.api_with_key(&ann, key, Method::POST, WITHDRAW, json!({ "money": 4 })).await;
    let poor = ask("poor").await;
    assert_eq!(poor.fields(), [("money".to_owned(), 10000)]);
    app.post(&ann, RECHARGE, json!({ "money": 10 })).await;
    assert_eq!(ask("poor").await.body, poor.body, "a refusal is an answer");
    let first = ask("k").await;
    assert_eq!(first.status, 201);
    for _ in 0..2 {
        let again = ask("k").await;
        assert_eq!((again.status, &again.body), (first.status, &first.body));
    }
    let shown = app.get(Some(&ann), "/api/accounts/user/balance/").await;
    assert_eq!((&shown["balance"], &shown["held"]), (&json!(6), &json!(4)));
    app.require_verified().await;
}

#[tokio::test]
async fn a_support_with_a_key_is_created_paid_and_withdrawn_once() {
    let app = TestApp::start().await;
    let crowdfunding = CrowdfundingFixture::create(&app).await;
    let backer = &crowdfunding.backer;
    app.post(backer, RECHARGE, json!({ "money": 100 })).await;
    let path = format!("/api/crowdfunding/project/{}/support/", crowdfunding.project);
    let package = json!({ "package": crowdfunding.package });
    let made = app.api_with_key(backer, "make", Method::POST, &path, package.clone()).await;
    assert_eq!(made.status, 201);
    // The path with and without its trailing slash is the same request.
    let again = app.api_with_key(backer, "make", Method::POST, path.trim_end_matches('/'), package).await;
    assert_eq!((again.status, &again.body), (made.status, &made.body));
    let own = format!("{path}{}/", made.body["id"]);
    let pay = format!("{own}pay/");
    for channel in ["balance", "sandbox"] {
        let key = format!("pay {channel}").replace(' ', "-");
        let first = app.api_with_key(backer, &key, Method::POST, &pay, json!({ "channel": channel })).await;
        assert_eq!((first.status.as_u16(), &first.body["paid"]), (200, &json!(true)));
        app.discard_stored_replies().await;
        app.clock.advance(2 * MINUTE_MS);
        let again = app.api_with_key(backer, &key, Method::POST, &pay, json!({ "channel": channel })).await;
        assert_eq!((again.status, &again.body), (first.status, &first.body));
    }
    assert_eq!(balance(&app, backer).await, 77, "once");
    let in_use = app.api_with_key(backer, "no", Method::DELETE, &own, Value::Null).await;
    assert_eq!(in_use.error(), 10034);
    let gone = format!("{path}{}/", crowdfunding.unpaid);
    for _ in 0..2 {
        assert_eq!(app.api_with_key(backer, "go", Method::DELETE, &gone, Value::Null).await.status, 204);
    }
    assert_eq!(
        app.api(Some(backer), Method::DELETE, &gone, Value::Null).await.status,
        404,
        "without the key"
    );
    assert_eq!(app.api_with_key(backer, "go", Method::DELETE, &own, Value::Null).await.status, 422);
    app.require_verified().await;
}

#[tokio::test]
async fn concurrent_recharges_with_a_key_get_one_result_or_wait() {
    let app = Arc::new(TestApp::start().await);
    let ann = app.crowdfunding_user(1).await;
    let mut calls = JoinSet::new();
    for _ in 0..12 {
        let (app, ann) = (Arc::clone(&app), ann.clone());
        calls.spawn(async move {
            app.api_with_key(&ann, "k", Method::POST, RECHARGE, json!({ "money": 3 })).await
        });
    }
    let (made, refused): (Vec<_>, Vec<_>) =
        calls.join_all().await.into_iter().partition(|answer| answer.status == 201);
    assert!(!made.is_empty() && made.iter().all(|answer| answer.body == made[0].body));
    assert!(refused.iter().all(|answer| (answer.status.as_u16(), answer.error()) == (409, 10042)));
    assert_eq!(balance(&app, &ann).await, 3);
    app.require_verified().await;
}

#[tokio::test]
async fn an_invalid_key_is_refused() {
    let app = TestApp::start().await;
    let ann = app.crowdfunding_user(1).await;
    let long = "k".repeat(256);
    for bad in ["", "a b", "k\u{e9}", &long] {
        let refused = app.api_with_key(&ann, bad, Method::POST, RECHARGE, json!({ "money": 3 })).await;
        assert_eq!((refused.status.as_u16(), refused.error()), (400, 10041), "{bad}");
        assert_eq!(
            app.api_with_key(&ann, bad, Method::GET, RECHARGE, Value::Null).await.status,
            405,
            "not read"
        );
    }
    let two = app.request(Some(&ann), Method::POST, RECHARGE).json(&json!({ "money": 3 }));
    let two = two.header("idempotency-key", "a").header("idempotency-key", "b");
    assert_eq!(app.send(two).await.error(), 10041);
    // Replies to unauthenticated calls are not stored.
    let stranger = CrowdfundingUser { token: "0".repeat(40), ..ann.clone() };
    assert_eq!(
        app.api_with_key(&stranger, "k", Method::POST, RECHARGE, json!({ "money": 3 })).await.status,
        401
    );
    assert_eq!(
        app.api_with_key(&ann, &long[1..], Method::POST, RECHARGE, json!({ "money": 3 })).await.status,
        201
    );
    assert_eq!(balance(&app, &ann).await, 3);
}

#[tokio::test]
async fn a_throttled_call_can_be_repeated_with_its_key() {
    let app = TestApp::start_with(&["limits.publish_per_minute=1"]).await;
    let ann = app.crowdfunding_user(1).await;
    let recharge =
        async |key: &str| app.api_with_key(&ann, key, Method::POST, RECHARGE, json!({ "money": 3 })).await;
    assert_eq!(recharge("a").await.status, 201);
    assert_eq!(recharge("b").await.status, 429);
    app.clock.advance(MINUTE_MS);
    assert_eq!(recharge("b").await.status, 201);
    assert_eq!(balance(&app, &ann).await, 6);
}

/// A client that disconnects gets the reply when it repeats the request.
#[tokio::test]
async fn a_call_continues_after_its_client_disconnects() {
    let app = TestApp::start().await;
    let own = &app.service.crowdfunding;
    let headers = [(HeaderName::from_static("idempotency-key"), HeaderValue::from_static("k"))];
    let once = Once::of(&headers.into_iter().collect(), "x", &Map::new(), &[]).unwrap().unwrap();
    let who = |_: &mut miaohui_db::Tx<'_>| Ok::<_, Error>("somebody".to_owned());
    let ((go_on, gate), (started, starts)) = (oneshot::channel(), oneshot::channel());
    let (db, clock, first) = (own.db.clone(), own.clock.clone(), once.clone());
    let waiting = tokio::spawn(async move {
        let run = |_| async move {
            started.send(()).unwrap();
            gate.await.unwrap();
            Ok(b"{}".to_vec())
        };
        first.around(&db, &clock, who, run).await
    });
    starts.await.unwrap();
    waiting.abort();
    assert!(waiting.await.unwrap_err().is_cancelled());
    let never = async || {
        let never = |_| async { Err(Error::Unexpected("it ran twice".into())) };
        once.clone().around(&own.db, &own.clock, who, never).await
    };
    assert!(matches!(never().await, Err(Error::Refused(Code::KeyInUse))));
    go_on.send(()).unwrap();
    let answer = loop {
        match never().await {
            Err(Error::Refused(Code::KeyInUse)) => tokio::task::yield_now().await,
            answer => break answer,
        }
    };
    assert_eq!(answer.unwrap(), b"{}");
}

#[tokio::test]
async fn browsers_may_send_the_key() {
    let app = TestApp::start().await;
    let asked = app
        .http
        .request(Method::OPTIONS, app.url(RECHARGE))
        .header("origin", "https://web.example")
        .header("access-control-request-method", "POST")
        .header("access-control-request-headers", "authorization,idempotency-key");
    let response = asked.send().await.unwrap();
    let allowed = response.headers()["access-control-allow-headers"].to_str().unwrap();
    assert!(allowed.to_ascii_lowercase().contains("idempotency-key"), "{allowed}");
}
