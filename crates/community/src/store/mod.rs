//! Tables of the Community API, one file per aggregate. All SQL of this crate is here.
//!
//! Functions take the open transaction and their arguments; they know no request.

pub mod article;
mod article_author;
pub mod article_comment;
pub mod article_list;
mod article_text;
pub mod banner;
pub mod block;
mod cached;
pub mod cart;
pub mod check_in;
pub mod cloth;
pub mod conversation;
pub mod erasure;
pub(crate) mod erasure_content;
pub(crate) mod events;
pub mod export;
pub mod follow;
pub mod game;
pub mod inbox;
pub mod json;
pub mod mark;
pub mod master;
pub mod media;
pub mod media_use;
pub mod merchant;
pub mod message;
pub mod order;
pub mod order_limits;
pub mod order_payments;
pub mod party;
pub mod party_kind;
pub mod phone;
pub mod profile;
pub mod project;
pub mod session;
pub mod sms_code;
pub mod ticket;
pub mod ticket_changes;
pub mod ticket_comment;
pub mod user;
mod user_pieces;

use miaohui_db::{Migration, Migrations, Script};

/// Schema of the Community API.
pub const MIGRATIONS: Migrations = Migrations {
    component: "community",
    steps: &[
        Migration {
            version: 1,
            name: "people",
            sql: Script::Text(include_str!("../../migrations/0001_people.sql")),
        },
        Migration {
            version: 2,
            name: "articles",
            sql: Script::Text(include_str!("../../migrations/0002_articles.sql")),
        },
        Migration {
            version: 3,
            name: "blocks and messages",
            sql: Script::Text(include_str!("../../migrations/0003_blocks_messages.sql")),
        },
        Migration {
            version: 4,
            name: "tickets",
            sql: Script::Text(include_str!("../../migrations/0004_tickets.sql")),
        },
        Migration {
            version: 5,
            name: "clothes and games",
            sql: Script::Text(include_str!("../../migrations/0005_clothes_games.sql")),
        },
        Migration {
            version: 6,
            name: "moderation",
            sql: Script::Text(include_str!("../../migrations/0006_moderation.sql")),
        },
        Migration {
            version: 7,
            name: "talks",
            sql: Script::Text(include_str!("../../migrations/0007_talks.sql")),
        },
        Migration {
            version: 8,
            name: "media names",
            sql: Script::Text(include_str!("../../migrations/0008_media_names.sql")),
        },
        Migration {
            version: 9,
            name: "erasure",
            sql: Script::Text(include_str!("../../migrations/0009_erasure.sql")),
        },
        Migration {
            version: 10,
            name: "phones",
            sql: Script::Text(include_str!("../../migrations/0010_phones.sql")),
        },
        Migration { version: 11, name: "nicknames of one line", sql: Script::Rows(nicknames_of_one_line) },
        Migration {
            version: 12,
            name: "expired orders",
            sql: Script::Text(include_str!("../../migrations/0011_expired_orders.sql")),
        },
        Migration {
            version: 13,
            name: "use of media",
            sql: Script::Text(include_str!("../../migrations/0012_media_use.sql")),
        },
        Migration {
            version: 14,
            name: "feed",
            sql: Script::Text(include_str!("../../migrations/0013_feed.sql")),
        },
        Migration {
            version: 15,
            name: "pieces",
            sql: Script::Text(include_str!("../../migrations/0014_pieces.sql")),
        },
        Migration {
            version: 16,
            name: "check-ins",
            sql: Script::Text(include_str!("../../migrations/0015_check_ins.sql")),
        },
        Migration {
            version: 17,
            name: "withdrawn tickets",
            sql: Script::Text(include_str!("../../migrations/0016_withdrawn_tickets.sql")),
        },
        Migration {
            version: 18,
            name: "version of authors",
            sql: Script::Text(include_str!("../../migrations/0017_author_version.sql")),
        },
        Migration {
            version: 19,
            name: "changes of authors",
            sql: Script::Sqlite(include_str!("../../migrations/0018_author_changes.sql")),
        },
    ],
};

/// The step that makes stored nicknames one line. One of control characters alone becomes the
/// default nickname.
fn nicknames_of_one_line() -> String {
    let line = miaohui_kernel::one_line_sql("nickname");
    format!(
        "UPDATE co_user SET nickname = COALESCE(NULLIF({line}, ''), 'nick-' || phone) WHERE nickname <> {line};"
    )
}

/// A page of a list.
#[derive(Clone, Copy, Debug)]
pub struct Page {
    /// Most rows.
    pub limit: i64,
    /// Rows to leave out before it.
    pub offset: i64,
}

/// A change of a value that may be kept (`None`), cleared (`Some(None)`) or set.
pub type Patch<T> = Option<Option<T>>;
