//! The tables, one file for each aggregate. Stores know ids, values and a [`viewer::Viewer`], and
//! no request.

pub mod attention;
pub mod audit;
pub mod category;
pub mod comment;
pub mod erasure;
pub(crate) mod erasure_content;
pub(crate) mod events;
pub mod export;
pub mod feedback;
pub mod grams;
pub mod image;
pub mod image_use;
pub mod mail_token;
pub mod money;
pub mod node;
pub mod package;
pub mod place;
pub mod profile;
pub mod progress;
pub mod project;
pub mod project_list;
pub mod project_status;
pub mod project_view;
pub mod reset_request;
pub mod room;
pub mod section;
pub mod session;
pub mod settlement;
pub mod support;
pub mod task;
pub mod topic;
pub mod topic_comment;
pub mod tree;
pub mod user;
mod user_pieces;
pub mod version;
pub mod viewer;

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
        Migration {
            version: 7,
            name: "erasure",
            sql: Script::Text(include_str!("../../migrations/0006_erasure.sql")),
        },
        Migration {
            version: 8,
            name: "sealed images",
            sql: Script::Text(include_str!("../../migrations/0007_sealed_images.sql")),
        },
        Migration {
            version: 9,
            name: "requests for resets",
            sql: Script::Text(include_str!("../../migrations/0008_reset_requests.sql")),
        },
        Migration { version: 10, name: "names of one line", sql: Script::Rows(names_of_one_line) },
        Migration {
            version: 11,
            name: "secrets",
            sql: Script::Text(include_str!("../../migrations/0009_secrets.sql")),
        },
        Migration { version: 12, name: "key of image urls", sql: Script::Rows(crate::image_url::key_rows) },
        Migration {
            version: 13,
            name: "unpaid supports",
            sql: Script::Text(include_str!("../../migrations/0010_unpaid_supports.sql")),
        },
        Migration {
            version: 14,
            name: "session families",
            sql: Script::Text(include_str!("../../migrations/0011_session_families.sql")),
        },
        Migration {
            version: 15,
            name: "versions",
            sql: Script::Text(include_str!("../../migrations/0012_versions.sql")),
        },
        Migration {
            version: 16,
            name: "unclaimed images",
            sql: Script::Text(include_str!("../../migrations/0013_unclaimed_images.sql")),
        },
        Migration {
            version: 17,
            name: "folded sigma",
            sql: Script::Text(include_str!("../../migrations/0014_folded_sigma.sql")),
        },
        Migration {
            version: 18,
            name: "newest projects",
            sql: Script::Text(include_str!("../../migrations/0015_newest.sql")),
        },
        Migration {
            version: 19,
            name: "pieces",
            sql: Script::Text(include_str!("../../migrations/0016_pieces.sql")),
        },
    ],
};

/// The step that makes stored names of users one line.
fn names_of_one_line() -> String {
    let (nickname, name) = (miaohui_kernel::one_line_sql("nickname"), miaohui_kernel::one_line_sql("name"));
    format!(
        "UPDATE cf_user SET nickname = COALESCE(NULLIF({nickname}, ''), 'user ' || id) WHERE nickname <> {nickname};
         UPDATE cf_user SET name = {name} WHERE name <> {name};"
    )
}
