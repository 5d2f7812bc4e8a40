//! What a row has.

use crate::{Label, Permission};

/// One of a few values.
#[derive(Clone, Copy, Debug)]
pub struct Choice {
    /// As it is stored.
    pub value: &'static str,
    /// As it is shown.
    pub label: Label,
}

/// Choices of `"value" => ("中文", "English")`.
#[macro_export]
macro_rules! choices {
    ($($value:literal => ($zh:literal, $en:literal)),* $(,)?) => {
        &[$($crate::resource::Choice { value: $value, label: $crate::Label($zh, $en) }),*]
    };
}
pub use choices;

/// What a field holds, and with that how it is shown, read and checked.
#[derive(Clone, Copy, Debug)]
pub enum Kind {
    /// A line of at most so many characters.
    Text(usize),
    /// Lines of at most so many characters.
    Long(usize),
    /// Paragraphs and pictures as the Community API writes them: `["第一段", "{media}.jpg"]`, or plain text.
    Story,
    /// A number.
    Number,
    /// Fen, shown and read in yuan.
    Money,
    /// Yes or no.
    Flag,
    /// A moment in Unix ms.
    Time,
    /// One of a few numbers.
    Choice(&'static [Choice]),
    /// One of a few words.
    Word(&'static [Choice]),
    /// A picture of the Community API: a media name.
    Picture,
    /// Pictures of the Community API: a JSON list of media names.
    Pictures,
    /// A picture of the Crowdfunding API: an image's id.
    Image,
    /// A row of another resource.
    Relation(&'static str),
    /// Where a thing is shown in the console: a SQL expression over `t` that gives a path.
    Path(&'static str),
    /// JSON, laid out.
    Json,
    /// Changes of the audit: column → `[before, after]`.
    Changes,
    /// 32 hexadecimal digits, made with the row.
    Uid,
    /// When the row was made, in Unix ms.
    Created,
    /// When the row was last changed, in Unix ms.
    Updated,
    /// The result of a SQL expression over `t`, shown as it is.
    Sql(&'static str),
}

/// A column with what its pages need to know.
#[derive(Clone, Copy, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a word that a description says or does not say")]
pub struct Field {
    /// The column, and the field's name in forms.
    pub column: &'static str,
    /// Its name on pages.
    pub label: Label,
    /// What it holds.
    pub kind: Kind,
    /// Whether lists show it unless told otherwise.
    pub in_list: bool,
    /// Whether the search looks at how it begins; needs an index, or a small table.
    pub in_search: bool,
    /// Whether lists can be narrowed by it; needs an index with the key, or a small table.
    pub in_filter: bool,
    /// Whether lists can be sorted by it; needs an index with the key.
    pub in_sort: bool,
    /// Whether it must be filled.
    pub is_required: bool,
    /// Whether forms change it.
    pub is_fixed: bool,
    /// What one needs to see it beside the resource.
    pub see: Option<Permission>,
}

impl Field {
    /// A field that forms change and lists do not show.
    pub const fn new(column: &'static str, label: Label, kind: Kind) -> Self {
        let is_fixed = matches!(
            kind,
            Kind::Uid
                | Kind::Created
                | Kind::Updated
                | Kind::Sql(_)
                | Kind::Path(_)
                | Kind::Json
                | Kind::Changes
        );
        Self {
            column,
            label,
            kind,
            in_list: false,
            in_search: false,
            in_filter: false,
            in_sort: false,
            is_required: false,
            is_fixed,
            see: None,
        }
    }

    /// Lists show it.
    #[must_use]
    pub const fn listed(self) -> Self {
        Self { in_list: true, ..self }
    }

    /// The search looks at how it begins.
    #[must_use]
    pub const fn searched(self) -> Self {
        Self { in_search: true, ..self }
    }

    /// Lists can be narrowed by it.
    #[must_use]
    pub const fn filtered(self) -> Self {
        Self { in_filter: true, ..self }
    }

    /// Lists can be sorted by it.
    #[must_use]
    pub const fn sorted(self) -> Self {
        Self { in_sort: true, ..self }
    }

    /// It must be filled.
    #[must_use]
    pub const fn required(self) -> Self {
        Self { is_required: true, ..self }
    }

    /// Forms show it and do not change it.
    #[must_use]
    pub const fn fixed(self) -> Self {
        Self { is_fixed: true, ..self }
    }

    /// Only who may do this sees it.
    #[must_use]
    pub const fn only_for(self, permission: Permission) -> Self {
        Self { see: Some(permission), ..self }
    }
}
