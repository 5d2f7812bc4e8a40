//! The ledger's invariants.

use miaohui_db::Check;

/// All invariants of the ledger. None of them is repaired automatically.
pub const CHECKS: &[Check] = &[
    Check::never(
        "a ledger posting does not sum to zero",
        "SELECT posting_id FROM ledger_line GROUP BY posting_id HAVING SUM(fen) <> 0",
    ),
    Check::never(
        "a ledger posting has no lines",
        "SELECT p.id FROM ledger_posting p WHERE p.id NOT IN (SELECT l.posting_id FROM ledger_line l)",
    ),
    Check::never(
        "a ledger balance is not the sum of its lines",
        "SELECT b.account FROM ledger_balance b WHERE b.balance <>
           (SELECT COALESCE(CAST(SUM(l.fen) AS BIGINT), 0) FROM ledger_line l WHERE l.account = b.account)",
    ),
    Check::never(
        "a ledger balance is negative",
        "SELECT b.account FROM ledger_balance b WHERE b.balance < 0",
    ),
    Check::never(
        "two ledger postings have the same key",
        "SELECT p.key FROM ledger_posting p GROUP BY p.key HAVING COUNT(*) > 1",
    ),
    Check::never(
        "a ledger line has a balance, but its account has none",
        "SELECT l.id FROM ledger_line l WHERE l.balance IS NOT NULL AND NOT EXISTS
           (SELECT 1 FROM ledger_balance b WHERE b.account = l.account)",
    ),
];
