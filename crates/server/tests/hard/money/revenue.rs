//! The revenue that the console counts, against the ledger.

use std::collections::BTreeMap;

use miaohui_kernel::MINUTE_MS;

use super::world::World;

/// Each part of the revenue, computed from the payments' side: kind, subject, channel, number, amount.
const FROM_PAYMENTS: &str = "SELECT part, COUNT(*), CAST(SUM(fen) AS BIGINT) FROM (
    SELECT 'sale/' || i.subject || '/' || i.channel AS part, l.fen AS fen FROM payment_intent i
      JOIN ledger_posting p ON p.key = 'payment:' || i.id JOIN ledger_line l ON l.posting_id = p.id
      WHERE l.fen > 0 AND l.account NOT IN ('due', 'suspense')
    UNION ALL SELECT 'refund/' || i.subject || '/' || i.channel, -l.fen FROM payment_refund r
      JOIN payment_intent i ON i.id = r.intent_id JOIN ledger_posting p ON p.key = 'refund:' || r.id
      JOIN ledger_line l ON l.posting_id = p.id WHERE l.fen < 0 AND l.account NOT IN ('due', 'suspense')
    UNION ALL SELECT 'refund/' || i.subject || '/' || i.channel, -l.fen FROM payment_case c
      JOIN payment_intent i ON i.id = c.intent_id JOIN ledger_posting p ON p.key = 'foreign-refund:' || c.id
      JOIN ledger_line l ON l.posting_id = p.id WHERE l.fen < 0 AND l.account NOT IN ('due', 'suspense')
    UNION ALL SELECT 'fee//' || substr(l.account, 6), -l.fen FROM ledger_line l WHERE l.account LIKE 'fees:%'
    UNION ALL SELECT 'sale/support/balance', s.money FROM cf_support s
      JOIN ledger_posting p ON p.key = 'support:' || s.id
    UNION ALL SELECT 'commission/support/', t.fee FROM cf_settlement t WHERE t.fee > 0
  ) parts GROUP BY part";

/// What is on the accounts of users, projects and the platform, and what was paid out to users.
const ACCOUNTS: &str = "SELECT CAST(COALESCE(SUM(CASE WHEN l.account IN ('platform') OR l.account LIKE 'user:%'
      OR l.account LIKE 'held:%' OR l.account LIKE 'escrow:%' THEN l.fen ELSE 0 END), 0) AS BIGINT),
    CAST(COALESCE(SUM(CASE WHEN p.key LIKE 'withdrawal-end:%' AND l.account = 'external' THEN l.fen ELSE 0 END), 0) AS BIGINT)
  FROM ledger_line l JOIN ledger_posting p ON p.id = l.posting_id";

/// In what the console's revenue differs from the ledger.
pub async fn revenue_differences(world: &World) -> Vec<String> {
    let app = &world.fixture.app;
    // The console counts what is older than a minute.
    app.clock.advance(2 * MINUTE_MS);
    miaohui_console::tidy(&app.service.console).await.unwrap();
    let db = &app.service.console.db;
    let counted =
        "SELECT substr(what, 9), CAST(SUM(count) AS BIGINT), CAST(SUM(fen) AS BIGINT) FROM console_day
        WHERE what LIKE 'revenue/%' GROUP BY what";
    let parts = async |sql: &'static str| -> BTreeMap<String, (i64, i64)> {
        let rows: Vec<(String, i64, i64)> = db.read(move |tx| tx.query(sql, &[])).await.unwrap();
        rows.into_iter().map(|(part, count, fen)| (part, (count, fen))).collect()
    };
    let (counted, expected) = (parts(counted).await, parts(FROM_PAYMENTS).await);
    let mut found = Vec::new();
    if counted != expected {
        found.push(format!("the revenue is {counted:?}, and the payments say {expected:?}"));
    }
    let sum = |kind: &str| -> i64 {
        let own = counted.iter().filter(|(part, _)| part.starts_with(kind) && !part.ends_with("/balance"));
        own.map(|(_, (_, fen))| fen).sum()
    };
    let (has, paid_out): (i64, i64) = db.read(move |tx| tx.query_one(ACCOUNTS, &[])).await.unwrap();
    if sum("sale/") - sum("refund/") != has + paid_out {
        found.push(format!("{} - {} is not {has} + {paid_out}", sum("sale/"), sum("refund/")));
    }
    found
}
