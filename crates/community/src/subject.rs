//! Subjects of reports: what users write, and users.

use miaohui_moderation::{Thing, ThingId};
use schemars::JsonSchema;
use serde::Deserialize;

/// The product's name in reports.
pub const PRODUCT: &str = "community";

/// The kind of a subject.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
pub enum Subject {
    /// An article.
    Article,
    /// A comment of an article.
    ArticleComment,
    /// A comment of a ticket.
    TicketComment,
    /// A comment of a game.
    GameComment,
    /// A private message.
    Message,
    /// A user's profile.
    User,
}

impl Subject {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::Article,
        Self::ArticleComment,
        Self::TicketComment,
        Self::GameComment,
        Self::Message,
        Self::User,
    ];

    /// The word on the wire and in reports.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Article => "article",
            Self::ArticleComment => "article_comment",
            Self::TicketComment => "ticket_comment",
            Self::GameComment => "game_comment",
            Self::Message => "message",
            Self::User => "user",
        }
    }

    /// The kind with this word.
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|subject| subject.word() == word)
    }

    /// The subject with this id, as reports name it.
    pub fn thing(self, id: impl Into<i64>) -> Thing<'static> {
        Thing { product: PRODUCT, kind: self.word(), id: ThingId(id.into()) }
    }
}
