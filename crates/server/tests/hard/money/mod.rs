//! Money under random histories, kills, two processes and removed guards.

mod back_office;
mod generators;
mod guards;
mod histories;
mod in_time;
mod kill;
mod operations;
mod operator_operations;
mod outage;
mod payers;
mod provider_operations;
mod revenue;
mod test_data;
mod two_processes;
mod world;

use miaohui_db::{Check, Database};

/// Invariants of money beyond those of `verify`.
const CHECKS: &[Check] = &[
    Check::never("the ledger does not sum to zero", "SELECT 1 AS x FROM (SELECT COALESCE(SUM(fen), 0) AS fen FROM ledger_line) sums WHERE fen <> 0"),
    Check::never(
        "more was kept for an order than it costs",
        "SELECT o.id FROM co_order o WHERE o.price < (SELECT COALESCE(CAST(SUM(i.paid - i.returned) AS BIGINT), 0)
           FROM payment_intent i JOIN ledger_posting p ON p.key = 'payment:' || i.id
             JOIN ledger_line l ON l.posting_id = p.id AND l.account = 'platform'
           WHERE i.subject = 'ticket order' AND i.subject_id = o.id)",
    ),
    // A refund at the provider is in suspense until it is decided, and may then be borne by the platform.
    Check::never(
        "the operators do not have what was kept for orders and projects",
        "SELECT 1 AS x FROM (SELECT
           (SELECT COALESCE(CAST(SUM(fen) AS BIGINT), 0) FROM ledger_line WHERE account = 'platform') AS has,
           (SELECT COALESCE(CAST(SUM(i.paid - i.returned) AS BIGINT), 0) FROM payment_intent i
              JOIN ledger_posting p ON p.key = 'payment:' || i.id
              JOIN ledger_line l ON l.posting_id = p.id AND l.account = 'platform') AS orders,
           (SELECT COALESCE(CAST(SUM(c.fen) AS BIGINT), 0) FROM payment_case c
              JOIN ledger_posting p ON p.key = 'payment:' || c.intent_id
              JOIN ledger_line l ON l.posting_id = p.id AND l.account = 'platform'
            WHERE c.kind = 'foreign refund' AND c.status = 0 AND c.refund_id IS NOT NULL) AS undecided,
           (SELECT COALESCE(CAST(SUM(l.fen) AS BIGINT), 0) FROM payment_case c
              JOIN payment_intent i ON i.id = c.intent_id AND i.subject <> 'ticket order'
              JOIN ledger_posting p ON p.key = 'foreign-refund:' || c.id
              JOIN ledger_line l ON l.posting_id = p.id AND l.account = 'platform') AS borne,
           (SELECT COALESCE(CAST(SUM(fee) AS BIGINT), 0) FROM cf_settlement) AS fees) sums
         WHERE has <> orders + undecided + borne + fees",
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

/// What operators must have settled after they have worked on everything.
const SETTLED_CHECKS: &[Check] = &[
    Check::never("a refund has failed", "SELECT id FROM payment_refund WHERE status = 2"),
    Check::never("a case is open", "SELECT id FROM payment_case WHERE status = 0"),
    Check::never(
        "money is in suspense",
        "SELECT 1 AS x FROM (SELECT COALESCE(SUM(fen), 0) AS fen FROM ledger_line WHERE account = 'suspense') sums
         WHERE fen <> 0",
    ),
];

/// What operators have not settled.
async fn unsettled_work(db: &Database) -> Vec<String> {
    let open = miaohui_db::verify(db, SETTLED_CHECKS, false).await.unwrap();
    open.into_iter().map(|finding| finding.what).collect()
}

/// The violated invariants and the unfinished work.
async fn unfinished_work(db: &Database) -> Vec<String> {
    let ended = miaohui_db::verify(db, FINAL_CHECKS, false).await.unwrap();
    violations(db).await.into_iter().chain(ended.into_iter().map(|finding| finding.what)).collect()
}
