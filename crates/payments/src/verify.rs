//! The invariants of payments.

use miaohui_db::Check;

use crate::intent::intent_status;
use crate::refund::refund_status;

/// All invariants of payments. None of them is repaired automatically.
pub const CHECKS: &[Check] = &[
    Check::never(
        "a payment has no ledger posting, or a posting has no payment",
        concat!(
            "SELECT i.id FROM payment_intent i WHERE (i.status IN (",
            intent_status!(Succeeded),
            ", ",
            intent_status!(Refunded),
            ")) <> (EXISTS (SELECT 1 FROM ledger_posting p WHERE p.key = 'payment:' || i.id))"
        ),
    ),
    Check::never(
        "a provider's transaction is recorded twice",
        "SELECT i.channel FROM payment_intent i WHERE i.transaction_no IS NOT NULL
         GROUP BY i.channel, i.transaction_no HAVING COUNT(*) > 1",
    ),
    Check::never(
        "the clearing balance of a channel is not its payments less its refunds and fees",
        concat!(
            "SELECT c.channel FROM
               (SELECT i.channel, CAST(SUM(i.paid - (SELECT COALESCE(CAST(SUM(r.fen) AS BIGINT), 0)
                  FROM payment_refund r WHERE r.intent_id = i.id AND NOT r.is_outside AND r.status = ",
            refund_status!(Done),
            ")) AS BIGINT) AS fen FROM payment_intent i WHERE i.status IN (",
            intent_status!(Succeeded),
            ", ",
            intent_status!(Refunded),
            ") GROUP BY i.channel) c
             WHERE c.fen <> (SELECT COALESCE(CAST(-SUM(l.fen) AS BIGINT), 0) FROM ledger_line l
               WHERE l.account IN ('clearing:' || c.channel, 'fees:' || c.channel))"
        ),
    ),
    Check::never(
        "the refunds of a payment exceed the paid amount",
        "SELECT i.id FROM payment_intent i WHERE i.returned > i.paid",
    ),
    Check::never(
        "the refunded amount of a payment is not the sum of its refunds",
        "SELECT i.id FROM payment_intent i WHERE i.returned <>
           (SELECT COALESCE(CAST(SUM(r.fen) AS BIGINT), 0) FROM payment_refund r WHERE r.intent_id = i.id)",
    ),
    Check::never(
        "the balance of the refunds due is not the sum of the open refunds",
        concat!(
            "SELECT 1 AS x FROM (SELECT
               (SELECT COALESCE(CAST(SUM(fen) AS BIGINT), 0) FROM ledger_line WHERE account = 'due') AS due,
               (SELECT COALESCE(CAST(SUM(fen) AS BIGINT), 0) FROM payment_refund WHERE status <> ",
            refund_status!(Done),
            ") AS waiting) sums WHERE due <> waiting"
        ),
    ),
];
