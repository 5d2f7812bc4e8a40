//! Subjects: the kinds of things that users write or report and operators review.

use miaohui_moderation::{Thing, ThingId};

/// The product's name in reports.
pub const PRODUCT: &str = "crowdfunding";

macro_rules! subjects {
    ($($(#[$doc:meta])* $name:ident = $word:literal,)*) => {
        /// A kind of thing that can be reported.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Subject {
            $($(#[$doc])* $name,)*
        }

        impl Subject {
            /// All kinds.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// The kind's word in the API, in reports and in the audit.
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
    /// A feedback of a project.
    Feedback = "feedback",
    /// A package of a project.
    Package = "package",
    /// A section of a project.
    Section = "section",
    /// A task of a section.
    Task = "task",
    /// A comment of a project.
    Comment = "comment",
    /// A topic of a project.
    Topic = "topic",
    /// A comment of a topic.
    TopicComment = "topic_comment",
    /// A user: nickname, name and profession.
    User = "user",
}

impl Subject {
    /// Finds the kind with this word.
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|subject| subject.word() == word)
    }

    /// Names the thing of this kind with this id, for a report.
    pub fn thing(self, id: impl Into<i64>) -> Thing<'static> {
        Thing { product: PRODUCT, kind: self.word(), id: ThingId(id.into()) }
    }
}
