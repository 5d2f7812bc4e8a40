//! 资金流水: lines of postings.

use miaohui_admin::{Area, Field, Kind, Label, Permission, Resource};

use super::words::{ACCOUNTS, WHAT};

/// The time of the posting of a line.
const POSTED_AT: &str = "(SELECT p.created_at FROM ledger_posting p WHERE p.id = t.posting_id)";

/// Lines of postings, each on one account.
pub static POSTINGS: Resource = Resource {
    name: "postings",
    title: Label("资金流水", "Ledger"),
    area: Area::Money,
    table: "ledger_line",
    dated: POSTED_AT,
    see: Permission::SeeMoney,
    fields: &[
        Field::new("posted_at", Label("时间", "When"), Kind::SqlTime(POSTED_AT)).listed(),
        Field::new("account", Label("账户", "Account"), Kind::Account(ACCOUNTS))
            .listed()
            .filtered()
            .sorted()
            .read_only(),
        Field::new("fen", Label("金额（元）", "Amount (yuan)"), Kind::Money).listed().read_only(),
        Field::new("balance", Label("余额（元）", "Balance (yuan)"), Kind::Money).listed().read_only(),
        Field::new(
            "what",
            Label("事由", "Reason"),
            Kind::SqlWord("SELECT p.what FROM ledger_posting p WHERE p.id = t.posting_id", WHAT),
        )
        .listed(),
        Field::new(
            "posting_key",
            Label("关联单据", "For"),
            Kind::PostingKey("SELECT p.key FROM ledger_posting p WHERE p.id = t.posting_id"),
        )
        .listed(),
        Field::new("posting_id", Label("记账编号", "Posting"), Kind::Number).sorted().read_only(),
    ],
    is_record: true,
    ..Resource::EMPTY
};
