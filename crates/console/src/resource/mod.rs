//! One description per kind of thing, and one implementation of lists, forms, actions and exports for all of them.

pub mod action;
pub mod change;
pub mod deeds;
pub mod export;
mod field;
mod form;
pub mod list;
pub mod pages;
mod picture;
pub mod sql;
mod value;

use miaohui_db::Tx;

use crate::{Label, Permission};

pub use action::{Act, Action, On, Wakes};
pub use field::{Choice, Field, Kind, choices};
pub use sql::{ListQuery, MOST_PAGE};
pub use value::{Cell, Record};

/// Where a resource stands in the navigation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Area {
    /// The Community API's things.
    Community,
    /// The Crowdfunding API's things.
    Crowdfunding,
    /// Payments and the ledger.
    Money,
    /// The console's own things.
    System,
}

impl Area {
    /// All, in the order of the navigation.
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

/// In which order a list stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// The newest first.
    Newest,
    /// By a column that operators set by dragging.
    Position(&'static str),
}

/// Looks whether something still holds; what does not is said.
pub type Holds = fn(&mut Tx<'_>) -> miaohui_db::Result<Option<Label>>;

/// A list of another resource that belongs to a row of this one.
#[derive(Clone, Copy, Debug)]
pub struct Related {
    /// The other resource.
    pub resource: &'static str,
    /// Its field that names this one's row.
    pub field: &'static str,
}

/// What operators can look at and change: everything its pages need to know. `Resource { table: …, ..Resource::EMPTY }`.
pub struct Resource {
    /// Its name in paths and in the audit.
    pub name: &'static str,
    /// Its name on pages.
    pub title: Label,
    /// Where it stands.
    pub area: Area,
    /// The table.
    pub table: &'static str,
    /// The key's column.
    pub key: &'static str,
    /// Whether keys are texts rather than numbers.
    pub text_key: bool,
    /// The column that names a row.
    pub label: &'static str,
    /// Which rows it has, in SQL over `t`; empty: all.
    pub only: &'static str,
    /// Its order.
    pub order: Order,
    /// A filter that holds until another is chosen: field and value.
    pub first_filter: Option<(&'static str, &'static str)>,
    /// What a row has, in the order of forms and columns.
    pub fields: &'static [Field],
    /// What one needs to look at it.
    pub see: Permission,
    /// What one needs to change its rows; nobody can where it is nothing.
    pub edit: Option<Permission>,
    /// Whether new rows can be made with a form.
    pub creates: bool,
    /// Whether rows can be deleted; those that something names cannot.
    pub deletes: bool,
    /// Who names a row beside the fields of resources, so that it cannot be deleted; in SQL over `t`.
    pub used: &'static str,
    /// When a row can be changed, in SQL over its columns; empty: always.
    pub editable: &'static str,
    /// What else can be done.
    pub actions: &'static [Action],
    /// Lists that belong to a row.
    pub related: &'static [Related],
    /// The page on which a new row is made, where it is not the form of the fields.
    pub new_page: Option<&'static str>,
    /// What must still hold after a change; what does not is said, and the change undone.
    pub holds: Option<Holds>,
    /// A page that shows a row better than its fields do: `{}` is the key.
    pub own_page: Option<&'static str>,
}

impl Resource {
    /// What a description begins with.
    pub const EMPTY: Self = Self {
        name: "",
        title: Label("", ""),
        area: Area::System,
        table: "",
        key: "id",
        text_key: false,
        label: "id",
        only: "",
        order: Order::Newest,
        first_filter: None,
        fields: &[],
        see: Permission::SeeContent,
        edit: None,
        creates: false,
        deletes: false,
        used: "",
        editable: "",
        actions: &[],
        related: &[],
        new_page: None,
        holds: None,
        own_page: None,
    };

    /// The field with this column.
    pub fn field(&self, column: &str) -> Option<&'static Field> {
        self.fields.iter().find(|field| field.column == column)
    }
}
