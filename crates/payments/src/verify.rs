//! The invariants of payments.

use miaohui_db::Check;

use crate::intent::intent_status;
use crate::refund::refund_status;

/// All invariants of payments. None of them is repaired automatically.
pub const CHECKS: &[Check] = &[
    Check::never(
        "a payment is recorded and not in the ledger, or the other way round",
        concat!(
            "SELECT i.id FROM payment_intent i WHERE (i.status IN (",
            intent_status!(Succeeded),
            ", ",
            intent_status!(Refunded),
            ")) <> (EXISTS (SELECT 1 FROM ledger_posting p WHERE p.key = 'payment:' || i.id))"
        ),
    ),
    Check::never(
        "what a provider was paid once counts twice",
        "SELECT i.channel FROM payment_intent i WHERE i.transaction_no IS NOT NULL
         GROUP BY i.channel, i.transaction_no HAVING COUNT(*) > 1",
    ),
    Check::never(
        "a channel does not owe what was paid through it less what has gone back",
        concat!(
            "SELECT c.channel FROM
               (SELECT i.channel, CAST(SUM(i.paid - (SELECT COALESCE(CAST(SUM(r.fen) AS BIGINT), 0)
                  FROM payment_refund r WHERE r.intent_id = i.id AND r.status = ",
            refund_status!(Done),
            ")) AS BIGINT) AS fen FROM payment_intent i WHERE i.status IN (",
            intent_status!(Succeeded),
            ", ",
            intent_status!(Refunded),
            ") GROUP BY i.channel) c
             WHERE c.fen <> (SELECT COALESCE(CAST(-SUM(l.fen) AS BIGINT), 0) FROM ledger_line l
               WHERE l.account = 'clearing:' || c.channel)"
        ),
    ),
    Check::never(
        "more goes back of a payment than was paid",
        "SELECT i.id FROM payment_intent i WHERE i.returned > i.paid",
    ),
    Check::never(
        "more has gone back of a payment than its refunds say, or less",
        "SELECT i.id FROM payment_intent i WHERE i.returned <>
           (SELECT COALESCE(CAST(SUM(r.fen) AS BIGINT), 0) FROM payment_refund r WHERE r.intent_id = i.id)",
    ),
    Check::never(
        "what is due back is not what refunds wait for",
        concat!(
            "SELECT 1 AS x FROM (SELECT
               (SELECT COALESCE(CAST(SUM(fen) AS BIGINT), 0) FROM ledger_line WHERE account = 'due') AS due,
               (SELECT COALESCE(CAST(SUM(fen) AS BIGINT), 0) FROM payment_refund WHERE status <> ",
            refund_status!(Done),
            ") AS waiting) sums WHERE due <> waiting"
        ),
    ),
];
