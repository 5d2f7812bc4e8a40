//! Fields: the columns of a resource and how pages show, read and check them.

use crate::access::Permission;
use crate::cell::Cell;
use crate::label::Label;

/// One of a fixed set of values.
#[derive(Clone, Copy, Debug)]
pub struct Choice {
    /// The stored value.
    pub value: &'static str,
    /// Its name on pages.
    pub label: Label,
}

impl Choice {
    /// The choice with a stored value.
    pub fn of(choices: &'static [Self], cell: &Cell) -> Option<&'static Self> {
        let plain = cell.plain();
        choices.iter().find(|choice| choice.value == plain)
    }
}

/// Choices, written as `"value" => ("中文", "English")`.
#[macro_export]
macro_rules! choices {
    ($($value:literal => ($zh:literal, $en:literal)),* $(,)?) => {
        &[$($crate::Choice { value: $value, label: $crate::Label($zh, $en) }),*]
    };
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
    /// A JSON list of words.
    Words,
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
}

impl Kind {
    /// Whether the field is a column of the table, rather than an expression over it.
    pub const fn is_column(self) -> bool {
        !matches!(self, Self::Sql(_) | Self::ThingText | Self::ThingPage)
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
    /// Whether the search compares its beginning. Needs an index, or a small table.
    pub in_search: bool,
    /// Whether lists filter by it. Needs an index with the key, or a small table.
    pub in_filter: bool,
    /// Whether lists sort by it. Needs an index with the key.
    pub in_sort: bool,
    /// Whether forms require it.
    pub is_required: bool,
    /// Whether forms show it without changing it.
    pub is_read_only: bool,
    /// The permission to see it, beside the resource's own.
    pub see: Option<Permission>,
    /// Whether it is a phone or a mail address of a person, which exports need a permission for.
    pub is_personal: bool,
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
            in_filter: false,
            in_sort: false,
            is_required: false,
            is_read_only: kind.is_read_only(),
            see: None,
            is_personal: false,
            sealed: None,
        }
    }

    /// Lists show it.
    #[must_use]
    pub const fn listed(self) -> Self {
        Self { in_list: true, ..self }
    }

    /// The search compares its beginning.
    #[must_use]
    pub const fn searched(self) -> Self {
        Self { in_search: true, ..self }
    }

    /// Lists filter by it.
    #[must_use]
    pub const fn filtered(self) -> Self {
        Self { in_filter: true, ..self }
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
