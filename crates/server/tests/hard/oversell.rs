//! Many concurrent buyers of few tickets, with cancellations, payments and expiry.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use miaohui_community::ids::{OrderId, TicketId, UserId};
use miaohui_community::store::{order, ticket};
use miaohui_db::{Database, Tx};
use miaohui_kernel::{Fen, MINUTE_MS, Rng};
use miaohui_server::verify;
use miaohui_testkit::{CommunityUser, TestApp, code, project_with_tickets};
use serde_json::json;
use tokio::sync::Barrier;

use crate::program::rounds;

const CLIENTS: u32 = 64;
const TICKETS: u32 = 100;

/// The violated invariants of a database.
async fn violations(db: &Database) -> Vec<String> {
    verify(db, false).await.unwrap().into_iter().map(|finding| finding.what).collect()
}

/// A buyer that orders random tickets, and pays, cancels or abandons each order.
async fn buy(
    app: Arc<TestApp>,
    member: CommunityUser,
    first: i64,
    purchases: usize,
    seed: u64,
    paid: Arc<AtomicU64>,
) {
    let rng = Rng::seeded(seed);
    for _ in 0..purchases {
        let tickets: Vec<i64> =
            (0..=rng.below(3)).map(|_| first + rng.below(TICKETS.into()) as i64).collect();
        let reply = app.call_as(&member, "order_create", json!({ "ticket_id_list": tickets })).await;
        assert!(matches!(code(&reply), 0 | 202), "{reply}");
        if code(&reply) != 0 {
            continue;
        }
        let order = json!({ "order_id": reply["order_id"] });
        match rng.below(10) {
            0 => {
                let reply = app.call_as(&member, "order_pay", order).await;
                assert!(matches!(code(&reply), 0 | 204), "{reply}");
                paid.fetch_add(u64::from(code(&reply) == 0), Ordering::SeqCst);
            }
            1 => {
                // Unpaid orders of all buyers expire.
                app.clock.advance(6 * MINUTE_MS);
                miaohui_community::expire_orders(&app.service.community).await.unwrap();
            }
            2 => {}
            _ => {
                let reply = app.call_as(&member, "order_cancel", order).await;
                assert!(matches!(code(&reply), 0 | 204), "{reply}");
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn concurrent_buyers_get_each_ticket_at_most_once() {
    let app = Arc::new(TestApp::start().await);
    let db = &app.service.community.db;
    let made = db.write(|tx| project_with_tickets(tx, &"a".repeat(32), TICKETS, Fen(1999))).await;
    let first = *made.unwrap().tickets.start();
    let paid = Arc::new(AtomicU64::new(0));
    let mut buyers = tokio::task::JoinSet::new();
    let purchases = rounds(1) * 30;
    for n in 0..CLIENTS {
        let member = app.community_user(n).await;
        buyers.spawn(buy(Arc::clone(&app), member, first, purchases, n.into(), Arc::clone(&paid)));
    }
    buyers.join_all().await;
    assert_eq!(violations(db).await, [""; 0]);
    let (orders, sold): (i64, i64) = db
        .read(|tx| {
            tx.query_one(
                "SELECT (SELECT COUNT(*) FROM co_order WHERE status = 1),
                        (SELECT COUNT(*) FROM co_ticket WHERE state = 2)",
                &[],
            )
        })
        .await
        .unwrap();
    assert_eq!(
        orders as u64,
        paid.load(Ordering::SeqCst),
        "each payment that was confirmed is an order, and no other"
    );
    // The number of payments depends on scheduling; this many are always made.
    assert!(sold > i64::from(TICKETS / 5), "only {sold} were sold");
    // After expiry no ticket stays reserved.
    app.clock.advance(60 * MINUTE_MS);
    miaohui_community::expire_orders(&app.service.community).await.unwrap();
    let held: Vec<(i64,)> =
        db.read(|tx| tx.query("SELECT id FROM co_ticket WHERE state = 1", &[])).await.unwrap();
    assert_eq!(held, []);
    assert_eq!(violations(db).await, [""; 0]);
}

/// Buys a ticket incorrectly: checks first and reserves without checking again.
async fn buy_without_the_guard(
    db: Database,
    user_id: UserId,
    ticket_id: TicketId,
    all_have_checked: Arc<Barrier>,
) {
    let on_sale = db.read(move |tx| ticket::is_on_sale(tx, ticket_id)).await.unwrap().unwrap();
    all_have_checked.wait().await;
    if !on_sale {
        return;
    }
    let take = move |tx: &mut Tx<'_>| {
        let (order,): (OrderId,) = tx.query_one(
            "INSERT INTO co_order (user_id, price, status, created_at, updated_at, expires_at)
             VALUES ($1, 1999, 0, 0, 0, 100) RETURNING id",
            &[user_id.into()],
        )?;
        tx.execute(
            "UPDATE co_ticket SET state = 1, owner_id = NULL, order_id = $1 WHERE id = $2",
            &[order.into(), ticket_id.into()],
        )?;
        tx.execute(
            "INSERT INTO co_order_item (order_id, ticket_id, price, created_at, updated_at) VALUES ($1, $2, 1999, 0, 0)",
            &[order.into(), ticket_id.into()],
        )?;
        order::complete(tx, user_id, order, false, 1)
    };
    db.write(take).await.unwrap();
}

/// Negative control: without the condition of the reserving statement the checks report the damage.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_the_guard_the_checks_report_a_ticket_sold_twice() {
    const RIVALS: usize = 8;
    let app = TestApp::start().await;
    let db = &app.service.community.db;
    let issued = db.write(|tx| project_with_tickets(tx, &"a".repeat(32), 5, Fen(1999))).await.unwrap();
    let ticket = TicketId(*issued.tickets.start());
    let all_have_checked = Arc::new(Barrier::new(RIVALS));
    let mut rivals = tokio::task::JoinSet::new();
    for n in 0..RIVALS as u32 {
        let member = app.community_user(n).await;
        rivals.spawn(buy_without_the_guard(db.clone(), member.id, ticket, Arc::clone(&all_have_checked)));
    }
    rivals.join_all().await;
    let found = violations(db).await;
    assert!(found.iter().any(|what| what == "a ticket was sold twice"), "{found:?}");
}
