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
};

/// The daily counts.
pub static SERIES: &[&Series] = &[&Series {
    name: "revenue",
    title: Label("平台收入（元）", "Revenue (yuan)"),
    only: "t.account = 'platform'",
    ..LINES
}];
