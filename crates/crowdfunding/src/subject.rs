//! What operators look at: things that people write or report.

use miaohui_moderation::{Thing, ThingId};

/// The product's name in reports.
pub const PRODUCT: &str = "crowdfunding";

macro_rules! subjects {
    ($($(#[$doc:meta])* $name:ident = $word:literal,)*) => {
        /// A kind of thing; in reports it goes by its word.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Subject {
            $($(#[$doc])* $name,)*
        }

        impl Subject {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// The word on the wire, in reports and in the audit.
            pub const fn word(self) -> &'static str {
                match self {
                    $(Self::$name => $word,)*
                }
            }
        }
    };
}

subjects! {
    /// A project.
    Project = "project",
    /// A promise of a project.
    Feedback = "feedback",
    /// A package of a project.
    Package = "package",
    /// A section of a project's progress.
    Section = "section",
    /// A task of a section.
    Task = "task",
    /// A comment of a project.
    Comment = "comment",
    /// A topic of a project's inner circle.
    Topic = "topic",
    /// A comment of a topic.
    TopicComment = "topic_comment",
    /// A user, with name and profession.
    User = "user",
}

impl Subject {
    /// The kind with this word.
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|subject| subject.word() == word)
    }

    /// The thing with this id, as reports name it.
    pub const fn thing(self, id: i64) -> Thing<'static> {
        Thing { product: PRODUCT, kind: self.word(), id: ThingId(id) }
    }
}
