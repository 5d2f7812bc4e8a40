//! Resources: what operators list, look at and change.

use miaohui_db::Tx;

use crate::access::Permission;
use crate::action::Action;
use crate::field::{Field, Kind};
use crate::label::Label;
use crate::related::{Related, Timeline};

/// A section of the navigation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Area {
    /// The Community API.
    Community,
    /// The Crowdfunding API.
    Crowdfunding,
    /// Payments and the ledger.
    Money,
    /// Moderation, messages, staff.
    System,
}

impl Area {
    /// All of them, in the order of the navigation.
    pub const ALL: [Self; 4] = [Self::Community, Self::Crowdfunding, Self::Money, Self::System];

    /// Its heading.
    pub const fn title(self) -> Label {
        match self {
            Self::Community => Label("庙会", "Community"),
            Self::Crowdfunding => Label("好味道众筹", "Crowdfunding"),
            Self::Money => Label("资金", "Money"),
            Self::System => Label("系统", "System"),
        }
    }
}

/// The order of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// The newest first.
    Newest,
    /// By a column that operators set by dragging rows.
    Position(&'static str),
}

/// How the search of a list compares the searched fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Searching {
    /// Their beginnings. Each needs an index.
    Beginnings,
    /// Any part of them, by reading the whole table, which stays small.
    Table,
    /// Any part of them, by a table of pieces: each text from each of its characters on
    /// (`miaohui_kernel::pieces`). Rows younger than a minute are found by their beginnings too.
    Pieces {
        /// The table. Its columns are `piece` and `id`.
        table: &'static str,
    },
    /// Any part of a folded text, by a table of its runs of one to three characters.
    Grams {
        /// The table. It has a column `gram`.
        table: &'static str,
        /// Its column with the key of the row.
        id: &'static str,
        /// The column with the folded text.
        folded: &'static str,
    },
}

/// Checks what must hold after a change; returns what the operator reads if it does not.
pub type Invariant = fn(&mut Tx<'_>) -> miaohui_db::Result<Option<Label>>;

/// A figure on the page of a row.
pub struct Figure {
    /// Its name.
    pub label: Label,
    /// What the page shows.
    pub value: String,
    /// The page that it leads to.
    pub page: Option<String>,
}

/// The figures of a row with a key, for its page.
pub type ReadFigures = fn(&mut Tx<'_>, i64) -> miaohui_db::Result<Vec<Figure>>;

/// A kind of thing that operators list, look at and change. A description is
/// `Resource { table: …, ..Resource::EMPTY }`.
#[expect(clippy::struct_excessive_bools, reason = "each flag is a word of a description")]
pub struct Resource {
    /// Its name in paths and in the audit.
    pub name: &'static str,
    /// Its name on pages.
    pub title: Label,
    /// Its section of the navigation.
    pub area: Area,
    /// The table.
    pub table: &'static str,
    /// The key's column.
    pub key: &'static str,
    /// Whether keys are texts rather than numbers.
    pub text_key: bool,
    /// The column that labels a row.
    pub label: &'static str,
    /// The word by which payments name its rows; empty: nothing is paid for them.
    pub subject: &'static str,
    /// The words of the ledger's accounts whose keys are its rows: `user` of `user:7`.
    pub accounts: &'static [&'static str],
    /// The words of the ledger's postings that are about its rows: `payment` of `payment:12`.
    pub postings: &'static [&'static str],
    /// How the search compares the searched fields.
    pub searching: Searching,
    /// The time by which a list is narrowed to days, in SQL over `t`; it grows with the key. Empty:
    /// the column of [`Kind::Created`], if there is one.
    pub dated: &'static str,
    /// The condition on its rows, in SQL over `t`; empty: all rows of the table.
    pub only: &'static str,
    /// The order of its list.
    pub order: Order,
    /// The filter of a list that names none: column and value.
    pub default_filter: Option<(&'static str, &'static str)>,
    /// The fields, in the order of forms and columns.
    pub fields: &'static [Field],
    /// The permission to see it.
    pub see: Permission,
    /// The permission to change its rows; `None`: forms change nothing.
    pub edit: Option<Permission>,
    /// Whether forms create rows.
    pub creates: bool,
    /// Whether rows can be deleted, unless another row refers to them.
    pub deletes: bool,
    /// Extra in-use condition, in SQL over `t`; such a row is not deleted.
    pub in_use: &'static str,
    /// The condition under which a row can be changed, in SQL over its columns; empty: always.
    pub editable: &'static str,
    /// The version of a row, in SQL over `t`: an action on a row fails if it is not the one that the page
    /// showed. Empty: rows have no version.
    pub version: &'static str,
    /// The actions.
    pub actions: &'static [Action],
    /// What belongs to a row: the sections of its page.
    pub related: &'static [Related],
    /// What happened to a row, in the order of time.
    pub timeline: Option<&'static Timeline>,
    /// Whether the navigation leads to its list; a list without is reached from what it belongs to.
    pub in_navigation: bool,
    /// Whether its rows only record what became of others, such as messages: the search over
    /// everything goes straight to one only if it finds nothing else.
    pub is_record: bool,
    /// The figures on the page of a row.
    pub figures: Option<ReadFigures>,
    /// The page that creates a row, where it is not the form of the fields.
    pub new_page: Option<&'static str>,
    /// What must hold after a change; the change is rolled back if it does not.
    pub invariant: Option<Invariant>,
}

impl Resource {
    /// The defaults of a description.
    pub const EMPTY: Self = Self {
        name: "",
        title: Label("", ""),
        area: Area::System,
        table: "",
        key: "id",
        text_key: false,
        label: "id",
        subject: "",
        accounts: &[],
        postings: &[],
        searching: Searching::Beginnings,
        dated: "",
        only: "",
        order: Order::Newest,
        default_filter: None,
        fields: &[],
        see: Permission::SeeContent,
        edit: None,
        creates: false,
        deletes: false,
        in_use: "",
        editable: "",
        version: "",
        actions: &[],
        related: &[],
        timeline: None,
        in_navigation: true,
        is_record: false,
        figures: None,
        new_page: None,
        invariant: None,
    };

    /// The field of a column.
    pub fn field(&self, column: &str) -> Option<&'static Field> {
        self.fields.iter().find(|field| field.column == column)
    }

    /// The time by which a list is narrowed to days, in SQL over `t`. Keys that are texts do not grow
    /// with time.
    pub fn dated(&self) -> Option<String> {
        if self.text_key {
            return None;
        }
        if !self.dated.is_empty() {
            return Some(self.dated.to_owned());
        }
        let created = self.fields.iter().find(|field| matches!(field.kind, Kind::Created));
        created.map(|field| format!("t.{}", field.column))
    }

    /// The column by which its list sorts for a field; `None`: it does not. Keys grow with time, so that
    /// the key stands for the time of creation. A small table sorts by any of its columns.
    pub fn sorts_by(&self, field: &Field) -> Option<&'static str> {
        let is_small = self.searching == Searching::Table && field.sealed.is_none();
        match field.kind {
            Kind::Created if !self.text_key => Some(self.key),
            _ if field.in_sort || is_small && field.kind.is_ordered() => Some(field.column),
            _ => None,
        }
    }

    /// The action with a name.
    pub fn action(&self, name: &str) -> Option<&'static Action> {
        self.actions.iter().find(|action| action.name == name)
    }
}
