//! Moderation: words that texts may not hold, and reports of things for the operators to decide. Knows no product: a
//! product says what its things are called, and hides them itself.

pub mod admin;
pub mod report;
pub mod word;
mod words;

pub use report::Thing;
pub use words::{Error, Queued, Refused, Words};

use miaohui_db::{Migration, Migrations, Script};

/// The tables of moderation.
pub const MIGRATIONS: Migrations = Migrations {
    component: "moderation",
    steps: &[Migration {
        version: 1,
        name: "words and reports",
        sql: Script::Text(include_str!("../migrations/0001_moderation.sql")),
    }],
};
