//! 账户: accounts with a stored balance.

use miaohui_admin::{Area, Field, Kind, Label, Permission, Related, Resource};

use super::words::ACCOUNTS;

/// Accounts with a stored balance: users, withheld money, escrows.
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
        Field::new("account", Label("账户", "Account"), Kind::Account(ACCOUNTS))
            .listed()
            .searched()
            .read_only(),
        Field::new("balance", Label("余额（元）", "Balance (yuan)"), Kind::Money).listed().read_only(),
    ],
    related: &[Related::by("postings", "account")],
    ..Resource::EMPTY
};
