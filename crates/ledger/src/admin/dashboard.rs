//! What the dashboard counts in the ledger.

use miaohui_admin::{Label, Series};

/// The lines of all postings, without a name; a series adds its name and its condition.
pub const LINES: Series = Series {
    name: "",
    title: Label("", ""),
    is_money: true,
    from: "ledger_line t JOIN ledger_posting p ON p.id = t.posting_id",
    at: "p.created_at",
    fen: "t.fen",
    only: "TRUE",
    revenue: "",
};

/// The daily counts: what came in, what went back, and the difference.
pub static SERIES: &[&Series] = &[
    &Series {
        name: "sales",
        title: Label("平台收款", "Sales"),
        only: "t.account = 'platform' AND t.fen > 0",
        ..LINES
    },
    &Series {
        name: "refunds",
        title: Label("平台退款与支出", "Refunds and costs"),
        fen: "-t.fen",
        only: "t.account = 'platform' AND t.fen < 0",
        ..LINES
    },
    &Series {
        name: "revenue",
        title: Label("平台净收入", "Net revenue"),
        only: "t.account = 'platform'",
        ..LINES
    },
];
