//! Fields: the columns of a resource and how pages show, read and check them.

use crate::access::Permission;
use crate::cell::Cell;
use crate::label::Label;

/// The colour of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// Without a colour: nothing to do and nothing wrong.
    Plain,
    /// Something waits.
    Wait,
    /// It has come to a good end.
    Good,
    /// It failed, or was refused.
    Bad,
}

impl Tone {
    /// Its name in styles.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::Wait => "wait",
            Self::Good => "good",
            Self::Bad => "bad",
        }
    }
}

/// One of a fixed set of values.
#[derive(Clone, Copy, Debug)]
pub struct Choice {
    /// The stored value.
    pub value: &'static str,
    /// Its name on pages.
    pub label: Label,
    /// Its colour.
    pub tone: Tone,
}

impl Choice {
    /// The choice with a stored value.
    pub fn of(choices: &'static [Self], cell: &Cell) -> Option<&'static Self> {
        Self::named(choices, &cell.plain())
    }

    /// The choice with a value as pages write it.
    pub fn named(choices: &'static [Self], value: &str) -> Option<&'static Self> {
        choices.iter().find(|choice| choice.value == value)
    }
}

/// Choices, written as `"value" => ("中文", "English")`, with a [`Tone`] as an optional third word.
#[macro_export]
macro_rules! choices {
    (@tone) => { $crate::Tone::Plain };
    (@tone $tone:ident) => { $crate::Tone::$tone };
    ($($value:literal => ($zh:literal, $en:literal $(, $tone:ident)?)),* $(,)?) => {
        &[$($crate::Choice {
            value: $value,
            label: $crate::Label($zh, $en),
            tone: $crate::choices!(@tone $($tone)?),
        }),*]
    };
}

/// How a column names the kinds of things.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Naming {
    /// By the word that payments have for them ([`Resource::subject`](crate::Resource::subject)).
    /// Their keys are numbers.
    Subjects,
    /// By the names of resources. Their keys are stored as texts.
    Resources,
}

/// What a field holds.
#[derive(Clone, Copy, Debug)]
pub enum Kind {
    /// One line; the number is its most characters.
    Text(usize),
    /// The address of a web page, http or https; the number is its most characters.
    Link(usize),
    /// Several lines; the number is their most characters.
    Long(usize),
    /// Paragraphs and pictures of the Community API: `["第一段", "{media}.jpg"]`, or plain text.
    Story,
    /// A number.
    Number,
    /// Fen, shown and read in yuan.
    Money,
    /// Yes or no.
    Flag,
    /// A time in Unix ms.
    Time,
    /// One of a fixed set of numbers.
    Choice(&'static [Choice]),
    /// One of a fixed set of words.
    Word(&'static [Choice]),
    /// A picture of the Community API: a media name.
    Picture,
    /// Pictures of the Community API: a JSON list of media names.
    Pictures,
    /// A picture of the Crowdfunding API: an image's id.
    Image,
    /// The key of a row of the resource with this name.
    Relation(&'static str),
    /// The key of a thing; the column `kind` says of what kind. Things of two kinds have the same
    /// keys, so that a filter is always kind and key: `order:118`.
    Thing {
        /// The column with the kind.
        kind: &'static str,
        /// How that column names kinds.
        naming: Naming,
    },
    /// The name of a resource.
    ResourceName,
    /// The name of an action of the resource in the column `resource`.
    ActionName,
    /// A JSON list of words.
    Words,
    /// One of a fixed set of words: the result of a SQL expression over `t`.
    SqlWord(&'static str, &'static [Choice]),
    /// An account of the ledger: `user:7`. The choices name the words before the colon; what is
    /// behind it is the key of a row ([`Resource::accounts`](crate::Resource::accounts)).
    Account(&'static [Choice]),
    /// The key of a posting of the ledger, which names what it is for (`payment:12`,
    /// [`Resource::postings`](crate::Resource::postings)): the result of a SQL expression over `t`.
    PostingKey(&'static str),
    /// The kind of the reported thing that the row names in `product`, `kind` and `thing_id`.
    ThingKind,
    /// The text of the reported thing that the row names in `product`, `kind` and `thing_id`.
    ThingText,
    /// The console's page of that thing.
    ThingPage,
    /// JSON, shown indented.
    Json,
    /// Changes of the audit: column → `[before, after]`.
    Changes,
    /// 32 hexadecimal digits, generated with the row.
    Uid,
    /// The creation time of the row, in Unix ms.
    Created,
    /// The time of the row's last change, in Unix ms.
    Updated,
    /// The result of a SQL expression over `t`, shown as text.
    Sql(&'static str),
    /// A time in Unix ms: the result of a SQL expression over `t`.
    SqlTime(&'static str),
}

impl Kind {
    /// Whether the field is a column of the table, rather than an expression over it.
    pub const fn is_column(self) -> bool {
        !matches!(
            self,
            Self::Sql(_)
                | Self::SqlTime(_)
                | Self::SqlWord(..)
                | Self::PostingKey(_)
                | Self::ThingKind
                | Self::ThingText
                | Self::ThingPage
        )
    }

    /// Whether its values have an order that people look for.
    pub const fn is_ordered(self) -> bool {
        matches!(
            self,
            Self::Text(_)
                | Self::Number
                | Self::Money
                | Self::Flag
                | Self::Time
                | Self::Created
                | Self::Updated
                | Self::Choice(_)
                | Self::Word(_)
                | Self::Relation(_)
        )
    }

    /// Whether no form changes a field of this kind.
    const fn is_read_only(self) -> bool {
        !self.is_column()
            || matches!(
                self,
                Self::Uid | Self::Created | Self::Updated | Self::Words | Self::Json | Self::Changes
            )
    }
}

/// A value that few rows have, and how an index finds them.
#[derive(Clone, Copy, Debug)]
pub struct Rare {
    /// The value as filters write it.
    pub value: &'static str,
    /// A condition over `s` that an index serves, and that every row with the value fulfils.
    pub found: &'static str,
}

/// A column and what pages do with it.
#[derive(Clone, Copy, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each flag is a word of a description")]
pub struct Field {
    /// The column, and the field's name in forms.
    pub column: &'static str,
    /// Its name on pages.
    pub label: Label,
    /// What it holds.
    pub kind: Kind,
    /// Whether lists show it by default.
    pub in_list: bool,
    /// Whether the search compares it, as [`Resource::searching`](crate::Resource::searching) says.
    pub in_search: bool,
    /// A condition over `s` that the search in this field adds for its index; empty: none.
    pub search_index: &'static str,
    /// Whether lists filter by it. Needs an index with the key, a small table, or values of which
    /// each is frequent or [rare](Rare).
    pub in_filter: bool,
    /// The values that an index finds while few rows have them.
    pub rare: &'static [Rare],
    /// Whether the filter asks only if there is a value.
    pub filters_presence: bool,
    /// Whether lists sort by it. Needs an index of this column, or of it and the key.
    pub in_sort: bool,
    /// Whether forms require it.
    pub is_required: bool,
    /// Whether forms show it without changing it.
    pub is_read_only: bool,
    /// The permission to see it, beside the resource's own.
    pub see: Option<Permission>,
    /// Whether it is a phone or a mail address of a person, which exports need a permission for.
    pub is_personal: bool,
    /// Whether messages are sent to it, so that its page leads to them.
    pub is_recipient: bool,
    /// The kind of the templates that forms offer beside it; empty: none.
    pub templates: &'static str,
    /// Its column with the table, if its values are encrypted; no list searches, filters or sorts by
    /// it.
    pub sealed: Option<&'static str>,
}

impl Field {
    /// A field that forms change and lists do not show.
    pub const fn new(column: &'static str, label: Label, kind: Kind) -> Self {
        Self {
            column,
            label,
            kind,
            in_list: false,
            in_search: false,
            search_index: "",
            in_filter: false,
            rare: &[],
            filters_presence: false,
            in_sort: false,
            is_required: false,
            is_read_only: kind.is_read_only(),
            see: None,
            is_personal: false,
            is_recipient: false,
            templates: "",
            sealed: None,
        }
    }

    /// Lists show it.
    #[must_use]
    pub const fn listed(self) -> Self {
        Self { in_list: true, ..self }
    }

    /// The search compares it.
    #[must_use]
    pub const fn searched(self) -> Self {
        Self { in_search: true, ..self }
    }

    /// The search compares it, under a condition over `s` for its index.
    #[must_use]
    pub const fn searched_by(self, search_index: &'static str) -> Self {
        Self { in_search: true, search_index, ..self }
    }

    /// Lists filter by it.
    #[must_use]
    pub const fn filtered(self) -> Self {
        Self { in_filter: true, ..self }
    }

    /// Lists filter by it; an index finds the values that few rows have.
    #[must_use]
    pub const fn filtered_with(self, rare: &'static [Rare]) -> Self {
        Self { in_filter: true, rare, ..self }
    }

    /// Lists filter by whether there is a value. Needs an index of the rows that have one.
    #[must_use]
    pub const fn filtered_by_presence(self) -> Self {
        Self { in_filter: true, filters_presence: true, ..self }
    }

    /// Lists sort by it.
    #[must_use]
    pub const fn sorted(self) -> Self {
        Self { in_sort: true, ..self }
    }

    /// Forms require it.
    #[must_use]
    pub const fn required(self) -> Self {
        Self { is_required: true, ..self }
    }

    /// Forms show it without changing it.
    #[must_use]
    pub const fn read_only(self) -> Self {
        Self { is_read_only: true, ..self }
    }

    /// It is a phone or a mail address of a person.
    #[must_use]
    pub const fn personal(self) -> Self {
        Self { is_personal: true, ..self }
    }

    /// It is a phone or a mail address of a person, to which messages are sent.
    #[must_use]
    pub const fn recipient(self) -> Self {
        Self { is_recipient: true, ..self.personal() }
    }

    /// Forms offer the templates of this kind beside it.
    #[must_use]
    pub const fn with_templates(self, kind: &'static str) -> Self {
        Self { templates: kind, ..self }
    }

    /// Its values are encrypted, as those of this column: `table.column`.
    #[must_use]
    pub const fn sealed(self, column: &'static str) -> Self {
        Self { sealed: Some(column), ..self }
    }

    /// Only roles with this permission see it.
    #[must_use]
    pub const fn only_for(self, permission: Permission) -> Self {
        Self { see: Some(permission), ..self }
    }
}
