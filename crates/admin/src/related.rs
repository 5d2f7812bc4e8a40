//! What belongs to a row: rows of other resources, and what happened to it in the order of time.

use crate::field::Choice;
use crate::label::Label;

/// Which rows of another resource belong to a row.
#[derive(Clone, Copy, Debug)]
pub enum Belonging {
    /// Those whose column, which lists filter by, refers to it: by its key, or by kind and key.
    Column(&'static str),
    /// Those that fulfil a condition, in SQL over the other's `t` with [names](Related) for what the row
    /// is. Needs an index that finds them.
    Where(&'static str),
}

/// Rows of another resource that belong to a row of this one: a section of its page.
///
/// SQL has names for what the row is: `{key}` for its key, a number; `{subject}` for the
/// [word](crate::Resource::subject) that payments have for it; `{accounts}` and `{postings}` for the names
/// of its [accounts](crate::Resource::accounts) and [postings](crate::Resource::postings) in the ledger, as
/// the list of an IN; and `{of}` for [`Related::of`].
#[derive(Clone, Copy, Debug)]
pub struct Related {
    /// The other resource's name.
    pub resource: &'static str,
    /// The heading; `None`: the other resource's title.
    pub title: Option<Label>,
    /// Which of its rows.
    pub rows: Belonging,
    /// What `{of}` stands for in the condition.
    pub of: &'static str,
    /// The names of the other's actions that the section offers beside each row.
    pub actions: &'static [&'static str],
}

impl Related {
    /// The rows whose column refers to this one's row.
    pub const fn by(resource: &'static str, column: &'static str) -> Self {
        Self { resource, title: None, rows: Belonging::Column(column), of: "", actions: &[] }
    }

    /// The rows that fulfil a condition, in SQL over the other's `t` and the names of the row.
    pub const fn on(resource: &'static str, condition: &'static str) -> Self {
        Self { resource, title: None, rows: Belonging::Where(condition), of: "", actions: &[] }
    }

    /// The condition that its rows fulfil, if it is one in SQL.
    pub const fn condition(&self) -> Option<&'static str> {
        match self.rows {
            Belonging::Where(condition) => Some(condition),
            Belonging::Column(_) => None,
        }
    }

    /// With this text for `{of}`.
    #[must_use]
    pub const fn of(self, of: &'static str) -> Self {
        Self { of, ..self }
    }

    /// With a heading of its own.
    #[must_use]
    pub const fn titled(self, zh: &'static str, en: &'static str) -> Self {
        Self { title: Some(Label(zh, en)), ..self }
    }

    /// Offers these actions of the other resource beside each row.
    #[must_use]
    pub const fn offering(self, actions: &'static [&'static str]) -> Self {
        Self { actions, ..self }
    }
}

miaohui_db::row! {
    /// Something that happened to a row. The statement of a [`Timeline`] selects these columns.
    #[derive(Clone, Debug)]
    pub struct Moment as moment_columns {
        /// When, in Unix ms.
        pub at: i64 = "at",
        /// What: a word of the timeline.
        pub what: String = "what",
        /// What the provider or the operator said; empty: nothing.
        pub detail: String = "detail",
        /// The amount that it is about.
        pub fen: Option<miaohui_kernel::Fen> = "fen",
        /// The name of the resource that holds it.
        pub resource: String = "resource",
        /// The key of its row there.
        pub key: i64 = "key",
    }
}

impl Moment {
    /// Its select list.
    pub const SELECT_LIST: &'static str = moment_columns!();
}

/// What happened to a row and to what belongs to it, in the order of time.
#[derive(Clone, Copy, Debug)]
pub struct Timeline {
    /// A statement of the columns of [`Moment`] in any order, with the names of a [`Related`].
    pub sql: &'static str,
    /// What `{of}` stands for in it.
    pub of: &'static str,
    /// The words of `what`, in the order of what happens at one time.
    pub words: &'static [Choice],
}
