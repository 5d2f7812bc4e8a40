//! Double-entry money, in fen. A [`post`]ing moves money from accounts to accounts: nothing else makes a line, so the sum
//! over all accounts is always zero. Each posting has a key and happens once. Knows no product.

mod account;
pub mod admin;
mod posting;
mod statement;
pub mod verify;

pub use account::{Account, balance};
pub use posting::{PostError, Posted, Transfer, post};
pub use statement::{Entry, statement};

use miaohui_db::{Migration, Migrations, Script};

/// The ledger's schema.
pub const MIGRATIONS: Migrations = Migrations {
    component: "ledger",
    steps: &[Migration {
        version: 1,
        name: "ledger",
        sql: Script::Text(include_str!("../migrations/0001_ledger.sql")),
    }],
};
