//! Moderation: a word list for texts, and reports that operators decide. Knows no product.
//!
//! A product names its own things, and hides them itself when a report is upheld.

pub mod admin;
mod erasure;
pub mod report;
mod thing;
pub mod word;
mod words;

pub use erasure::{forget_reporter, forget_things};
pub use report::{ReportId, ReporterId};
pub use thing::{Thing, ThingId};
pub use word::WordId;
pub use words::{Error, Queued, Refused, Words};

use miaohui_db::{Migration, Migrations, Script};

/// The tables of moderation.
pub const MIGRATIONS: Migrations = Migrations {
    component: "moderation",
    steps: &[
        Migration {
            version: 1,
            name: "words and reports",
            sql: Script::Text(include_str!("../migrations/0001_moderation.sql")),
        },
        Migration {
            version: 2,
            name: "reports by subject",
            sql: Script::Text(include_str!("../migrations/0002_erasure.sql")),
        },
    ],
};
