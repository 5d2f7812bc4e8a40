//! The tables, one file for each thing that is kept. Nothing here knows HTTP.

pub mod attention;
pub mod audit;
pub mod category;
pub mod comment;
pub mod feedback;
pub mod image;
pub mod mail_token;
pub mod money;
pub mod package;
pub mod place;
pub mod project;
pub mod project_list;
pub mod project_view;
pub mod section;
pub mod session;
pub mod settlement;
pub mod support;
pub mod task;
pub mod topic;
pub mod topic_comment;
pub mod tree;
pub mod user;

use miaohui_db::{Migration, Migrations, Script};

/// The product's schema.
pub const MIGRATIONS: Migrations = Migrations {
    component: "crowdfunding",
    steps: &[
        Migration {
            version: 1,
            name: "accounts",
            sql: Script::Text(include_str!("../../migrations/0001_accounts.sql")),
        },
        Migration {
            version: 2,
            name: "projects",
            sql: Script::Text(include_str!("../../migrations/0002_projects.sql")),
        },
        Migration {
            version: 3,
            name: "progress and talk",
            sql: Script::Text(include_str!("../../migrations/0003_progress_and_talk.sql")),
        },
        Migration { version: 4, name: "places", sql: Script::Rows(crate::places::rows) },
        Migration {
            version: 5,
            name: "money",
            sql: Script::Text(include_str!("../../migrations/0004_money.sql")),
        },
        Migration {
            version: 6,
            name: "moderation",
            sql: Script::Text(include_str!("../../migrations/0005_moderation.sql")),
        },
    ],
};

/// The row decoder of a struct whose fields are in the order of its SELECT list.
macro_rules! row {
    ($name:ident { $($field:ident),* $(,)? }) => {
        impl miaohui_db::FromRow for $name {
            fn from_row(row: &miaohui_db::Row<'_>) -> miaohui_db::Result<Self> {
                let mut c = row.columns();
                Ok(Self { $($field: c.take()?),* })
            }
        }
    };
}
pub(crate) use row;
