//! 账户: balances that are limits.

use crate::resource::{Area, Field, Kind, Related, Resource};
use crate::{Label, Permission};

/// Accounts of the ledger that have a balance of their own.
pub static BALANCES: Resource = Resource {
    name: "accounts",
    title: Label("账户", "Accounts"),
    area: Area::Money,
    table: "ledger_balance",
    key: "account",
    text_key: true,
    label: "account",
    see: Permission::SeeMoney,
    fields: &[
        Field::new("account", Label("账户", "Account"), Kind::Text(60)).listed().searched().fixed(),
        Field::new("balance", Label("余额（元）", "Balance (yuan)"), Kind::Money).listed().fixed(),
    ],
    related: &[Related { resource: "postings", field: "account" }],
    ..Resource::EMPTY
};
