//! What the revenue counts of payments.

use miaohui_admin::Series;
use miaohui_ledger::admin::LINES;

/// What came in for a product, what went back for it, and what providers kept.
pub static SERIES: &[&Series] = &[&Series {
    name: "revenue of payments",
    // A line of fees or of a refund takes from its account.
    fen: "CASE WHEN p.key LIKE 'payment:%' THEN t.fen ELSE -t.fen END",
    // What bought nothing is in suspense or due, and takes nothing back from a product.
    only: "t.account LIKE 'fees:%' OR t.account <> 'due' AND t.account <> 'suspense'
      AND (p.key LIKE 'payment:%' AND t.fen > 0
        OR (p.key LIKE 'refund:%' OR p.key LIKE 'foreign-refund:%') AND t.fen < 0)",
    revenue: "CASE
      WHEN t.account LIKE 'fees:%' THEN 'fee//' || substr(t.account, 6)
      WHEN p.key LIKE 'payment:%' THEN COALESCE('sale/' || p.what || '/' || (SELECT i.channel
        FROM payment_intent i WHERE i.id = CAST(substr(p.key, 9) AS BIGINT)), 'sale//')
      WHEN p.key LIKE 'refund:%' THEN COALESCE('refund/' || (SELECT i.subject || '/' || i.channel
        FROM payment_refund r JOIN payment_intent i ON i.id = r.intent_id
        WHERE r.id = CAST(substr(p.key, 8) AS BIGINT)), 'refund//')
      ELSE COALESCE('refund/' || (SELECT i.subject || '/' || i.channel
        FROM payment_case c JOIN payment_intent i ON i.id = c.intent_id
        WHERE c.id = CAST(substr(p.key, 16) AS BIGINT)), 'refund//') END",
    ..LINES
}];
