//! The life of payments: what belongs to them and what happened to them, for the pages of payments and
//! of what they are for. `{of}` stands for the condition on the payments, in SQL over `i`.

use miaohui_admin::{Choice, Related, Timeline, choices};

use crate::intent::intent_status;
use crate::reconciliation::stored_line::line_status;
use crate::refund::refund_status;

/// The payment that the row is.
pub const ITSELF: &str = "i.id = {key}";

/// The words of the moments of payments.
const MOMENTS: &[Choice] = choices!(
    "made" => ("发起", "Started"), "asked" => ("向渠道查询", "Asked the provider", Wait),
    "replaced" => ("被新的支付替换，期限", "Replaced by another attempt; ends", Wait), "open" => ("等待付款，期限", "Waits for the payer until", Wait),
    "paid" => ("渠道收款", "Paid at the provider", Good), "recorded" => ("入账", "Recorded here", Good),
    "failed" => ("未付成", "Not paid", Bad), "expired" => ("过期未付", "Not paid in time"),
    "refund" => ("发起退款", "Refund started", Wait), "refund made there" => ("渠道后台退款", "Refunded at the provider", Bad),
    "refund done" => ("退款到账", "Refund paid", Good), "refund failed" => ("退款失败", "Refund failed", Bad),
    "refund waits" => ("退款将重试", "The refund will be tried again", Wait),
    "refund outside" => ("线下已退", "Paid back outside", Good),
    "case" => ("出现异常", "A case was opened", Bad), "case settled" => ("异常已处理", "The case was settled", Good),
    "billed" => ("在对账单中", "In the provider's bill", Good), "billed differs" => ("对账单有差异", "Differs in the bill", Bad),
    "posted" => ("记账", "In the ledger"),
);

/// The keys of the ledger's postings about the payments.
macro_rules! postings {
    () => {
        "SELECT 'payment:' || CAST(i.id AS TEXT) FROM payment_intent i WHERE {of}
         UNION ALL SELECT w.word || CAST(r.id AS TEXT)
           FROM payment_intent i JOIN payment_refund r ON r.intent_id = i.id
           CROSS JOIN (SELECT 'refund:' AS word UNION ALL SELECT 'refund-end:') w WHERE {of}
         UNION ALL SELECT 'foreign-refund:' || CAST(c.id AS TEXT)
           FROM payment_intent i JOIN payment_case c ON c.intent_id = i.id WHERE {of}"
    };
}

/// The lines of the postings about the payments, and of the row's own.
const LINES: &str = concat!(
    "t.posting_id IN (SELECT p.id FROM ledger_posting p WHERE p.key IN (",
    postings!(),
    ") UNION ALL SELECT p.id FROM ledger_posting p WHERE p.key IN ({postings}))"
);

/// What happened to the payments.
const LIFE: &str = concat!(
    "SELECT i.created_at AS at, 'made' AS what, i.reference AS detail, i.fen AS fen,
       'intents' AS resource, i.id AS key FROM payment_intent i WHERE {of}
     UNION ALL SELECT i.asked_at, 'asked', '', CAST(NULL AS BIGINT), 'intents', i.id
       FROM payment_intent i WHERE i.asked_at > i.created_at AND {of}
     UNION ALL SELECT i.expires_at, CASE WHEN i.superseded THEN 'replaced' ELSE 'open' END, '', i.fen,
       'intents', i.id FROM payment_intent i WHERE i.ended_at IS NULL AND i.paid_at IS NULL AND {of}
     UNION ALL SELECT i.paid_at, 'paid', COALESCE(i.transaction_no, ''), i.paid, 'intents', i.id
       FROM payment_intent i WHERE i.paid_at IS NOT NULL AND {of}
     UNION ALL SELECT i.ended_at, CASE i.status WHEN ",
    intent_status!(Failed),
    " THEN 'failed' WHEN ",
    intent_status!(Expired),
    " THEN 'expired' ELSE 'recorded' END, '', CAST(NULL AS BIGINT), 'intents', i.id
       FROM payment_intent i WHERE i.ended_at IS NOT NULL AND {of}
     UNION ALL SELECT r.created_at, CASE WHEN r.is_foreign THEN 'refund made there' ELSE 'refund' END,
       r.reason, r.fen, 'refunds', r.id
       FROM payment_intent i JOIN payment_refund r ON r.intent_id = i.id WHERE {of}
     UNION ALL SELECT r.ended_at, CASE WHEN r.status = ",
    refund_status!(Failed),
    " THEN 'refund failed' WHEN r.is_outside THEN 'refund outside' ELSE 'refund done' END,
       COALESCE(CASE WHEN r.status = ",
    refund_status!(Failed),
    " THEN r.last_error ELSE r.note END, ''), r.fen, 'refunds', r.id
       FROM payment_intent i JOIN payment_refund r ON r.intent_id = i.id
       WHERE r.ended_at IS NOT NULL AND NOT r.is_foreign AND {of}
     UNION ALL SELECT r.next_at, 'refund waits', COALESCE(r.last_error, ''), r.fen, 'refunds', r.id
       FROM payment_intent i JOIN payment_refund r ON r.intent_id = i.id
       WHERE r.next_at IS NOT NULL AND r.tries > 0 AND {of}
     UNION ALL SELECT c.created_at, 'case', c.detail, c.fen, 'payment-cases', c.id
       FROM payment_intent i JOIN payment_case c ON c.intent_id = i.id WHERE {of}
     UNION ALL SELECT c.ended_at, 'case settled', COALESCE(c.note, ''), CAST(NULL AS BIGINT),
       'payment-cases', c.id FROM payment_intent i JOIN payment_case c ON c.intent_id = i.id
       WHERE c.ended_at IS NOT NULL AND {of}
     UNION ALL SELECT b.happened_at, CASE WHEN b.status = ",
    line_status!(Difference),
    " THEN 'billed differs' ELSE 'billed' END, b.state, b.fen, 'bill-lines', b.id
       FROM payment_intent i JOIN payment_bill_line b ON b.intent_id = i.id WHERE {of}
     UNION ALL SELECT p.created_at, 'posted', '', (SELECT CAST(SUM(l.fen) AS BIGINT) FROM ledger_line l
         WHERE l.posting_id = p.id AND l.fen > 0), 'postings',
       (SELECT MIN(l.id) FROM ledger_line l WHERE l.posting_id = p.id)
       FROM ledger_posting p WHERE p.key IN (",
    postings!(),
    ")"
);

/// The section of the lines of the ledger about these payments.
pub const fn lines(of: &'static str) -> Related {
    Related::on("postings", LINES).of(of)
}

/// What happened to these payments.
pub const fn life(of: &'static str) -> Timeline {
    Timeline { sql: LIFE, of, words: MOMENTS }
}
