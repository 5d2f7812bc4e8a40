//! Money under random histories, kills, two processes and removed guards.

mod guards;
mod histories;
mod kill;
mod operations;
mod payers;
mod test_data;
mod two_processes;

use miaohui_db::{Check, Database};

/// Invariants of money beyond those of `verify`.
const CHECKS: &[Check] = &[
    Check::never("the ledger does not sum to zero", "SELECT 1 AS x FROM (SELECT COALESCE(SUM(fen), 0) AS fen FROM ledger_line) sums WHERE fen <> 0"),
    Check::never(
        "more was kept for an order than it costs",
        "SELECT o.id FROM co_order o WHERE o.price < (SELECT COALESCE(CAST(SUM(i.paid - i.returned) AS BIGINT), 0)
           FROM payment_intent i WHERE i.subject = 'ticket order' AND i.subject_id = o.id)",
    ),
    Check::never(
        "the operators do not have what was kept for orders and projects",
        "SELECT 1 AS x FROM (SELECT
           (SELECT COALESCE(CAST(SUM(fen) AS BIGINT), 0) FROM ledger_line WHERE account = 'platform') AS has,
           (SELECT COALESCE(CAST(SUM(paid - returned) AS BIGINT), 0) FROM payment_intent WHERE subject = 'ticket order') AS orders,
           (SELECT COALESCE(CAST(SUM(fee) AS BIGINT), 0) FROM cf_settlement) AS fees) sums
         WHERE has <> orders + fees",
    ),
];

/// The violated invariants of a database.
async fn violations(db: &Database) -> Vec<String> {
    let mut found = miaohui_server::verify(db, false).await.unwrap();
    found.extend(miaohui_db::verify(db, CHECKS, false).await.unwrap());
    found.into_iter().map(|finding| finding.what).collect()
}

/// Work that must have ended after the background tasks have run.
const FINAL_CHECKS: &[Check] = &[
    Check::never("an attempt to pay is open", "SELECT id FROM payment_intent WHERE status IN (0, 1)"),
    Check::never("a refund waits", "SELECT id FROM payment_refund WHERE status = 0"),
    Check::never(
        "all of a payment has gone back and it does not say so",
        "SELECT i.id FROM payment_intent i WHERE i.status = 2 AND i.returned = i.paid AND NOT EXISTS
           (SELECT 1 FROM payment_refund r WHERE r.intent_id = i.id AND r.status <> 1)",
    ),
    Check::never("an order waits", "SELECT id FROM co_order WHERE status = 0"),
    Check::never("a settlement is not done", "SELECT project_id FROM cf_settlement WHERE ended_at IS NULL"),
];

/// The violated invariants and the unfinished work.
async fn unfinished_work(db: &Database) -> Vec<String> {
    let ended = miaohui_db::verify(db, FINAL_CHECKS, false).await.unwrap();
    violations(db).await.into_iter().chain(ended.into_iter().map(|finding| finding.what)).collect()
}
