//! The invariants of bills: they prove the balances of the channels.

use miaohui_db::Check;

use crate::intent::intent_status;
use crate::reconciliation::stored_bill::bill_status;
use crate::reconciliation::stored_line::{line_kind, line_status};
use crate::refund::refund_status;

/// What each posting has moved on the clearing accounts, as an SQL subquery.
macro_rules! cleared {
    () => {
        "(SELECT p.key AS key, c.account AS account, CAST(SUM(c.fen) AS BIGINT) AS fen
            FROM ledger_line c JOIN ledger_posting p ON p.id = c.posting_id
            WHERE c.account >= 'clearing:' AND c.account < 'clearing;' GROUP BY p.key, c.account)"
    };
}

/// All invariants of bills. None of them is repaired automatically.
pub const BILL_CHECKS: &[Check] = &[
    Check::never(
        "the sums of a reconciled bill are not those of its lines",
        concat!(
            "SELECT b.id FROM payment_bill b LEFT JOIN
               (SELECT l.bill_id, CAST(SUM(CASE WHEN l.kind = ",
            line_kind!(Payment),
            " THEN l.fen ELSE 0 END) AS BIGINT) AS paid, CAST(SUM(CASE WHEN l.kind = ",
            line_kind!(Refund),
            " THEN l.fen ELSE 0 END) AS BIGINT) AS refunded, CAST(SUM(CASE WHEN l.kind = ",
            line_kind!(Other),
            " THEN l.fen ELSE 0 END) AS BIGINT) AS movements, CAST(SUM(l.fee) AS BIGINT) AS fees
                FROM payment_bill_line l GROUP BY l.bill_id) s ON s.bill_id = b.id
             WHERE b.status = ",
            bill_status!(Reconciled),
            " AND (b.paid <> COALESCE(s.paid, 0) OR b.refunded <> COALESCE(s.refunded, 0)
               OR b.movements <> COALESCE(s.movements, 0) OR b.fees <> COALESCE(s.fees, 0)
               OR b.fees_posted <> b.fees OR b.movements_posted <> b.movements)"
        ),
    ),
    Check::never(
        "a line of a reconciled bill is not matched and has no case",
        concat!(
            "SELECT l.id FROM payment_bill_line l JOIN payment_bill b ON b.id = l.bill_id WHERE b.status = ",
            bill_status!(Reconciled),
            " AND (l.status = ",
            line_status!(New),
            " OR (l.status = ",
            line_status!(Difference),
            " AND l.case_id IS NULL))"
        ),
    ),
    // The amounts are those of the ledger, so the bills prove the postings.
    Check::never(
        "a payment in a bill has another amount in the ledger",
        concat!(
            "SELECT l.id FROM payment_bill_line l LEFT JOIN ",
            cleared!(),
            " e ON e.key = 'payment:' || l.intent_id AND e.account = 'clearing:' || l.channel WHERE l.kind = ",
            line_kind!(Payment),
            " AND l.status = ",
            line_status!(Matched),
            " AND l.fen <> -COALESCE(e.fen, 0)"
        ),
    ),
    Check::never(
        "a payment is in two lines of the bills",
        concat!(
            "SELECT l.intent_id FROM payment_bill_line l WHERE l.kind = ",
            line_kind!(Payment),
            " AND l.status = ",
            line_status!(Matched),
            " GROUP BY l.intent_id HAVING COUNT(*) > 1"
        ),
    ),
    // A refund that is in progress has no posting yet, and one at the provider may have several lines.
    Check::never(
        "a refund in the bills has another amount in the ledger",
        concat!(
            "SELECT s.refund_id FROM (SELECT l.refund_id, CAST(SUM(l.fen) AS BIGINT) AS fen FROM payment_bill_line l
                WHERE l.kind = ",
            line_kind!(Refund),
            " AND l.status = ",
            line_status!(Matched),
            " GROUP BY l.refund_id) s JOIN payment_refund r ON r.id = s.refund_id AND r.status = ",
            refund_status!(Done),
            " LEFT JOIN ",
            cleared!(),
            " e ON e.key = 'refund-end:' || r.id AND e.account = 'clearing:' || r.channel
              WHERE s.fen > r.fen OR (NOT r.is_foreign AND s.fen <> r.fen) OR r.fen <> COALESCE(e.fen, 0)"
        ),
    ),
    Check::never(
        "a payment or a refund is in no bill and has no case",
        "SELECT n.intent_id FROM payment_not_billed n",
    ),
    Check::never(
        "the balance of a channel is not its payments less its refunds, its fees and its movements",
        concat!(
            "SELECT c.channel FROM
               (SELECT i.channel, CAST(SUM(i.paid - (SELECT COALESCE(CAST(SUM(r.fen) AS BIGINT), 0)
                  FROM payment_refund r WHERE r.intent_id = i.id AND NOT r.is_outside AND r.status = ",
            refund_status!(Done),
            ")) AS BIGINT) AS fen FROM payment_intent i WHERE i.status IN (",
            intent_status!(Succeeded),
            ", ",
            intent_status!(Refunded),
            ") GROUP BY i.channel
                UNION ALL SELECT b.channel, 0 FROM payment_bill b WHERE NOT EXISTS
                  (SELECT 1 FROM payment_intent i WHERE i.channel = b.channel AND i.paid > 0)) c
             WHERE c.fen + COALESCE((SELECT CAST(SUM(b.movements_posted - b.fees_posted) AS BIGINT) FROM payment_bill b
                 WHERE b.channel = c.channel), 0)
               <> (SELECT COALESCE(CAST(-SUM(e.fen) AS BIGINT), 0) FROM ledger_line e
                   WHERE e.account = 'clearing:' || c.channel)"
        ),
    ),
    Check::never(
        "the balance of a channel is not what its bills and the payments and refunds beside them say",
        concat!(
            "SELECT c.channel FROM (SELECT DISTINCT b.channel FROM payment_bill b) c WHERE
               COALESCE((SELECT CAST(SUM(CASE WHEN l.kind = ",
            line_kind!(Payment),
            " THEN l.fen ELSE -l.fen END) AS BIGINT) FROM payment_bill_line l
                 LEFT JOIN payment_refund r ON r.id = l.refund_id
                 WHERE l.channel = c.channel AND l.status = ",
            line_status!(Matched),
            " AND (r.id IS NULL OR r.status = ",
            refund_status!(Done),
            ")), 0)
               + COALESCE((SELECT CAST(SUM(b.movements - b.fees) AS BIGINT) FROM payment_bill b
                   WHERE b.channel = c.channel AND b.status = ",
            bill_status!(Reconciled),
            "), 0)
               + COALESCE((SELECT CAST(SUM(b.movements_posted - b.fees_posted) AS BIGINT) FROM payment_bill b
                   WHERE b.channel = c.channel AND b.status <> ",
            bill_status!(Reconciled),
            "), 0)
               + COALESCE((SELECT CAST(SUM(i.paid) AS BIGINT) FROM payment_intent i
                   WHERE i.channel = c.channel AND i.status IN (",
            intent_status!(Succeeded),
            ", ",
            intent_status!(Refunded),
            ") AND NOT EXISTS (SELECT 1 FROM payment_bill_line l WHERE l.intent_id = i.id AND l.kind = ",
            line_kind!(Payment),
            " AND l.status = ",
            line_status!(Matched),
            ")), 0)
               - COALESCE((SELECT CAST(SUM(r.fen - COALESCE((SELECT CAST(SUM(l.fen) AS BIGINT)
                     FROM payment_bill_line l WHERE l.refund_id = r.id AND l.status = ",
            line_status!(Matched),
            "), 0)) AS BIGINT) FROM payment_refund r WHERE r.channel = c.channel AND NOT r.is_outside AND r.status = ",
            refund_status!(Done),
            "), 0)
               <> COALESCE((SELECT CAST(-SUM(e.fen) AS BIGINT) FROM ledger_line e
                   WHERE e.account = 'clearing:' || c.channel), 0)"
        ),
    ),
    Check::never(
        "the balance of the fees of a channel is not the sum of its bills",
        "SELECT c.channel FROM (SELECT b.channel, CAST(SUM(b.fees_posted) AS BIGINT) AS fees FROM payment_bill b
            GROUP BY b.channel) c
         WHERE c.fees <> COALESCE((SELECT CAST(-SUM(e.fen) AS BIGINT) FROM ledger_line e
           WHERE e.account = 'fees:' || c.channel), 0)",
    ),
];
