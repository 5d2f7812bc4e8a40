//! `Idempotency-Key` on the methods that move money or tickets.

use std::sync::Arc;

use miaohui_community::ids::TicketId;
use miaohui_community::methods;
use miaohui_kernel::{DAY_MS, Fen, MINUTE_MS};
use miaohui_testkit::{CommunityFixture, CommunityUser, TestApp, code, project_with_tickets};
use miaohui_web::idempotency;
use serde_json::{Value, json};
use tokio::task::JoinSet;

/// The methods that move money or tickets.
const MOVING: &[&str] = &["order_cancel", "order_create", "order_create_by_shopping_cart", "order_pay"];

async fn orders(app: &TestApp, who: &CommunityUser) -> usize {
    app.ok(who, "my_order_list", json!({})).await["my_order_list"].as_array().unwrap().len()
}

/// The balance of the platform account in fen.
async fn takings(app: &TestApp) -> i64 {
    let look = |tx: &mut miaohui_db::Tx<'_>| miaohui_ledger::balance(tx, &miaohui_ledger::Account::Platform);
    app.service.community.db.read(look).await.unwrap().get()
}

#[test]
fn every_method_that_moves_money_or_tickets_reads_the_key() {
    let marked: Vec<&str> =
        methods::table().into_iter().filter(|method| method.idempotent).map(|method| method.name).collect();
    assert_eq!(marked, MOVING);
    let all: Vec<&str> = methods::table().into_iter().map(|method| method.name).collect();
    let of_orders: Vec<&str> = all.into_iter().filter(|name| name.starts_with("order_")).collect();
    assert_eq!(
        of_orders.len(),
        MOVING.len() + 2,
        "all methods of orders but order_detail and order_payment; decide about a new one"
    );
}

#[tokio::test]
async fn a_call_with_a_key_runs_once_and_repeats_its_reply_for_a_day() {
    let app = TestApp::start().await;
    let community = CommunityFixture::create(&app).await;
    let (ann, bob) = (&community.ann, &community.bob);
    let (first, second) = (community.next_ticket(), community.next_ticket());
    let before = orders(&app, ann).await;
    let create = async |who: &CommunityUser, key: &str, ticket: TicketId| {
        app.call_with_key(who, key, "order_create", json!({ "ticket_id_list": [ticket] })).await
    };
    let made = create(ann, "k", first).await;
    assert_eq!(code(&made), 0, "{made}");
    assert_eq!(create(ann, "k", first).await, made);
    // The same call with its method in the body and another `ts`.
    let by_body =
        json!({ "method": "order_create", "ts": 5, "ver": "1", "app": "x", "ticket_id_list": [first] });
    assert_eq!(app.call_with_key(ann, "k", "", by_body).await, made);
    assert_eq!(orders(&app, ann).await, before + 1);
    let other = create(ann, "k", second).await;
    assert_eq!(code(&other), 400);
    assert!(other["err_msg"].as_str().unwrap().contains("Idempotency-Key"), "{other}");
    let cancel = json!({ "ticket_id_list": [first], "order_id": made["order_id"] });
    assert_eq!(code(&app.call_with_key(ann, "k", "order_cancel", cancel).await), 400, "another method");
    let theirs = create(bob, "k", second).await;
    assert_eq!(
        (code(&theirs), theirs["order_id"] != made["order_id"]),
        (0, true),
        "keys are each caller's own"
    );
    app.clock.advance(DAY_MS - 1);
    assert_eq!(create(ann, "k", first).await, made);
    app.clock.advance(1);
    assert_eq!(code(&create(ann, "k", first).await), 202, "a new call");
    // A stored refusal is repeated even after its cause is gone.
    miaohui_community::expire_orders(&app.service.community).await.unwrap();
    assert_eq!(code(&create(ann, "k", first).await), 202);
    assert_eq!(code(&create(ann, "l", first).await), 0);
    assert_eq!(orders(&app, ann).await, before + 2);
    app.require_verified().await;
}

#[tokio::test]
async fn a_payment_with_a_key_is_made_once() {
    let app = TestApp::start().await;
    let community = CommunityFixture::create(&app).await;
    let ann = &community.ann;
    let before = takings(&app).await;
    let order = async || {
        let order = json!({ "ticket_id_list": [community.next_ticket()] });
        json!({ "order_id": app.ok(ann, "order_create", order).await["order_id"] })
    };
    let paid = order().await;
    for _ in 0..3 {
        assert_eq!(app.call_with_key(ann, "pay", "order_pay", paid.clone()).await, json!({ "code": 0 }));
    }
    assert_eq!(code(&app.call_as(ann, "order_pay", paid.clone()).await), 204, "without the key");
    // Simulates a process that ended after the transaction and before the reply.
    app.discard_stored_replies().await;
    assert_eq!(
        code(&app.call_with_key(ann, "pay", "order_pay", paid.clone()).await),
        110,
        "it may still run"
    );
    app.clock.advance(2 * MINUTE_MS - 1);
    assert_eq!(code(&app.call_with_key(ann, "pay", "order_pay", paid.clone()).await), 110);
    app.clock.advance(1);
    for _ in 0..2 {
        assert_eq!(app.call_with_key(ann, "pay", "order_pay", paid.clone()).await, json!({ "code": 0 }));
    }
    assert_eq!(takings(&app).await, before + 1999);
    let given_up = order().await;
    for _ in 0..2 {
        assert_eq!(code(&app.call_with_key(ann, "up", "order_cancel", given_up.clone()).await), 0);
    }
    assert_eq!(code(&app.call_as(ann, "order_cancel", given_up.clone()).await), 204);
    app.require_verified().await;
}

#[tokio::test]
async fn a_declined_payment_is_stored_and_repeated() {
    let app = TestApp::start().await;
    let ann = app.community_user(1).await;
    let made =
        app.service.community.db.write(|tx| project_with_tickets(tx, &"a".repeat(32), 3, Fen(1944))).await;
    let ticket = *made.unwrap().tickets.start();
    let order = app.ok(&ann, "order_create", json!({ "ticket_id_list": [ticket] })).await;
    let order = json!({ "order_id": order["order_id"] });
    let declined = app.call_with_key(&ann, "k", "order_pay", order.clone()).await;
    assert_eq!(code(&declined), 601);
    app.ok(&ann, "order_cancel", order.clone()).await;
    assert_eq!(app.call_with_key(&ann, "k", "order_pay", order.clone()).await, declined);
    assert_eq!(code(&app.call_with_key(&ann, "l", "order_pay", order.clone()).await), 204);
    // Parameter errors are repeated too.
    for _ in 0..2 {
        assert_eq!(code(&app.call_with_key(&ann, "m", "order_pay", json!({})).await), 400);
        assert_eq!(code(&app.call_with_key(&ann, "n", "order_create", json!({})).await), 400);
    }
}

#[tokio::test]
async fn concurrent_calls_with_a_key_get_one_result_or_wait() {
    let app = Arc::new(TestApp::start().await);
    let community = CommunityFixture::create(&app).await;
    let (ann, ticket, before) = (community.ann.clone(), community.next_ticket(), takings(&app).await);
    let all = async |key: &'static str, method: &'static str, params: Value| {
        let mut calls = JoinSet::new();
        for _ in 0..12 {
            let (app, ann, params) = (Arc::clone(&app), ann.clone(), params.clone());
            calls.spawn(async move { app.call_with_key(&ann, key, method, params).await });
        }
        let replies = calls.join_all().await;
        let answers: Vec<Value> = replies.into_iter().filter(|reply| code(reply) != 110).collect();
        assert!(!answers.is_empty());
        assert!(answers.iter().all(|reply| *reply == answers[0] && code(reply) == 0), "{answers:?}");
        answers[0].clone()
    };
    let made = all("a", "order_create", json!({ "ticket_id_list": [ticket] })).await;
    assert_eq!(orders(&app, &ann).await, 2);
    all("b", "order_pay", json!({ "order_id": made["order_id"] })).await;
    assert_eq!(takings(&app).await, before + 1999);
    app.require_verified().await;
}

#[tokio::test]
async fn an_invalid_key_is_refused_by_methods_that_read_it() {
    let app = TestApp::start().await;
    let community = CommunityFixture::create(&app).await;
    let ann = &community.ann;
    let create = json!({ "ticket_id_list": [community.next_ticket()] });
    let long = "k".repeat(256);
    for bad in ["", "a b", "k\u{e9}", &long] {
        let refused = app.call_with_key(ann, bad, "order_create", create.clone()).await;
        assert_eq!(code(&refused), 400, "{bad}");
        assert!(refused["err_msg"].as_str().unwrap().contains("Idempotency-Key"), "{refused}");
        assert_eq!(code(&app.call_with_key(ann, bad, "article_list", json!({})).await), 0, "not read there");
    }
    // Replies to unauthenticated calls are not stored.
    let stranger = CommunityUser { token: "0".repeat(32), ..ann.clone() };
    assert_eq!(code(&app.call_with_key(&stranger, &long[1..], "order_create", create.clone()).await), 404);
    assert_eq!(code(&app.call_with_key(ann, &long[1..], "order_create", create.clone()).await), 0);
}

#[tokio::test]
async fn old_replies_are_removed_in_batches() {
    let app = TestApp::start().await;
    let now = app.clock.now_ms();
    let db = &app.service.community.db;
    let fill = move |tx: &mut miaohui_db::Tx<'_>| -> miaohui_db::Result<()> {
        for n in 0..1001_i64 {
            tx.execute(
                "INSERT INTO idempotency (caller, key, fingerprint, until_ms, created_at) VALUES ('x', $1, 'f', 0, $2)",
                &[(&n.to_string()).into(), (now + i64::from(n == 0)).into()],
            )?;
        }
        Ok(())
    };
    db.write(fill).await.unwrap();
    assert_eq!(idempotency::sweep(db, now + DAY_MS - 1).await.unwrap(), 0);
    assert_eq!(idempotency::sweep(db, now + DAY_MS).await.unwrap(), 1000);
    crate::plans::assert_served_in_order(&app, &[], 1);
}

#[tokio::test]
async fn refused_calls_with_new_keys_do_not_fill_the_table() {
    let app = TestApp::start().await;
    let ann = app.community_user(1).await;
    let refused = json!({ "ticket_id_list": [999] });
    for n in 0..130 {
        app.clock.advance(1);
        let reply = app.call_with_key(&ann, &format!("k{n}"), "order_create", refused.clone()).await;
        assert_eq!(code(&reply), 201);
    }
    let rows = app.service.community.db.read(|tx: &mut miaohui_db::Tx<'_>| {
        tx.query_one::<(i64, i64)>(
            "SELECT COUNT(*), SUM(CASE WHEN key = 'k129' THEN 1 ELSE 0 END) FROM idempotency",
            &[],
        )
    });
    assert_eq!(rows.await.unwrap(), (100, 1), "the newest refusals are kept");
    for key in ["k0", "k129"] {
        assert_eq!(code(&app.call_with_key(&ann, key, "order_create", refused.clone()).await), 201);
    }
}
