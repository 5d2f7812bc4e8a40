//! The invariants of payments.

use miaohui_db::Check;

use crate::case::{case_kind, case_status};
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
    // With no open case, the sum is 0.
    Check::never(
        "the suspense balance is not what open cases explain",
        concat!(
            "SELECT 1 AS x FROM (SELECT
               (SELECT COALESCE(CAST(SUM(fen) AS BIGINT), 0) FROM ledger_line WHERE account = 'suspense') AS suspense,
               (SELECT COALESCE(CAST(SUM(i.paid - (SELECT COALESCE(CAST(SUM(r.fen) AS BIGINT), 0)
                  FROM payment_refund r WHERE r.intent_id = i.id AND r.is_foreign)) AS BIGINT), 0)
                FROM payment_case c JOIN payment_intent i ON i.id = c.intent_id
                WHERE c.status = ",
            case_status!(Open),
            " AND c.kind = ",
            case_kind!(RefundedUnknown),
            ") AS held,
               (SELECT COALESCE(CAST(SUM(c.fen) AS BIGINT), 0) FROM payment_case c
                WHERE c.refund_id IS NOT NULL AND c.status = ",
            case_status!(Open),
            " AND c.kind = ",
            case_kind!(ForeignRefund),
            " AND NOT EXISTS (SELECT 1 FROM payment_case h WHERE h.intent_id = c.intent_id AND h.status = ",
            case_status!(Open),
            " AND h.kind = ",
            case_kind!(RefundedUnknown),
            ")) AS refunded) sums WHERE suspense <> held - refunded"
        ),
    ),
];
