//! A double-entry ledger in fen. Knows no product.
//!
//! Only [`post`] writes lines, and the lines of a posting sum to zero, so the sum over all accounts
//! is always zero. Each posting has a key and is made once.

mod account;
pub mod admin;
mod posting;
mod statement;
pub mod verify;

pub use account::{Account, AccountNameError, balance};
pub use posting::{PostError, Posted, PostingId, Transfer, post};
pub use statement::{LineId, StatementLine, statement};

use miaohui_db::{Migration, Migrations, Script};

/// The ledger's schema.
pub const MIGRATIONS: Migrations = Migrations {
    component: "ledger",
    steps: &[
        Migration {
            version: 1,
            name: "ledger",
            sql: Script::Text(include_str!("../migrations/0001_ledger.sql")),
        },
        Migration {
            version: 2,
            name: "lines",
            sql: Script::Text(include_str!("../migrations/0002_lines.sql")),
        },
    ],
};
