//! What must always hold of payments.

use miaohui_db::Check;

/// Everything that must always hold. Nothing of it is repaired by a program.
pub const CHECKS: &[Check] = &[
    Check::never(
        "a payment is recorded and not in the ledger, or the other way round",
        "SELECT i.id FROM payment_intent i WHERE (i.status IN (2, 5)) <>
           (EXISTS (SELECT 1 FROM ledger_posting p WHERE p.key = 'payment:' || i.id))",
    ),
    Check::never(
        "more has gone back of a payment than its refunds say, or less",
        "SELECT i.id FROM payment_intent i WHERE i.returned <>
           (SELECT COALESCE(CAST(SUM(r.fen) AS BIGINT), 0) FROM payment_refund r WHERE r.intent_id = i.id)",
    ),
    Check::never(
        "what is due back is not what refunds wait for",
        "SELECT 1 AS x FROM (SELECT
           (SELECT COALESCE(CAST(SUM(fen) AS BIGINT), 0) FROM ledger_line WHERE account = 'due') AS due,
           (SELECT COALESCE(CAST(SUM(fen) AS BIGINT), 0) FROM payment_refund WHERE status <> 1) AS waiting) sums
         WHERE due <> waiting",
    ),
];
