//! 分录: lines of postings.

use miaohui_admin::{Area, Field, Kind, Label, Permission, Resource};

/// Lines of postings, each on one account.
pub static POSTINGS: Resource = Resource {
    name: "postings",
    title: Label("分录", "Postings"),
    area: Area::Money,
    table: "ledger_line",
    see: Permission::SeeMoney,
    fields: &[
        Field::new("account", Label("账户", "Account"), Kind::Text(60)).listed().filtered().read_only(),
        Field::new("fen", Label("金额（元）", "Amount (yuan)"), Kind::Money).listed().read_only(),
        Field::new("balance", Label("余额（元）", "Balance (yuan)"), Kind::Money).listed().read_only(),
        Field::new(
            "what",
            Label("事由", "What"),
            Kind::Sql("SELECT p.what FROM ledger_posting p WHERE p.id = t.posting_id"),
        )
        .listed(),
        Field::new(
            "posting_key",
            Label("凭证", "Key"),
            Kind::Sql("SELECT p.key FROM ledger_posting p WHERE p.id = t.posting_id"),
        )
        .listed(),
        Field::new("posting_id", Label("凭证编号", "Posting"), Kind::Number).read_only(),
    ],
    ..Resource::EMPTY
};
