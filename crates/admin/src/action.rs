//! Actions: what operators do to rows beside changing their fields.

use std::any::Any;

use miaohui_db::Tx;
use miaohui_kernel::Fen;

use crate::access::Permission;
use crate::cell::Cell;
use crate::error::{Error, Result};
use crate::field::Field;
use crate::label::Label;
use crate::services::Services;

/// What an action is done to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// Rows, one or several at once.
    Rows,
    /// The resource as a whole.
    Resource,
}

/// The background task to wake after an action.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wake {
    /// The outbox sends its messages.
    Outbox,
    /// The list of words is read again.
    Words,
}

/// What an action's function works with: one row in an open transaction.
pub struct ActionContext<'a, 't> {
    /// The transaction; it commits if no row fails.
    pub tx: &'a mut Tx<'t>,
    /// The row's key, where keys are numbers; 0 for an action on the resource.
    pub id: i64,
    /// The row's key as paths write it.
    pub key: &'a str,
    /// The answers to the fields that the action asks for, by column.
    pub answers: &'a [(&'static str, Cell)],
    /// The operator's mail address.
    pub actor: &'a str,
    /// The time in Unix ms.
    pub now: i64,
    /// The services of the process.
    pub services: &'a Services,
}

impl<'a> ActionContext<'a, '_> {
    /// The answer for a column; NULL if it was left empty.
    pub fn answer(&self, column: &str) -> &'a Cell {
        self.answers.iter().find(|(name, _)| *name == column).map_or(&Cell::Null, |(_, cell)| cell)
    }

    /// The text of the answer for a column; empty if it was left empty.
    pub fn text(&self, column: &str) -> &'a str {
        self.answer(column).text()
    }

    /// The service of a type. [`Action::using`] declares it.
    pub fn service<T: Any + Send + Sync>(&self) -> Result<&'a T> {
        let missing = || Error::unexpected(format!("no service {}", std::any::type_name::<T>()));
        self.services.get().ok_or_else(missing)
    }
}

/// An action's function. `false`: the row is not in a state for the action, and nothing has
/// changed.
pub type Run = fn(&mut ActionContext<'_, '_>) -> Result<bool>;

/// The amount of money that an action moves for one row.
pub type Amount = fn(&mut ActionContext<'_, '_>) -> Result<Fen>;

/// Something that operators do to rows, or to a resource as a whole.
pub struct Action {
    /// Its name in paths and in the audit.
    pub name: &'static str,
    /// Its name on buttons.
    pub label: Label,
    /// The permission that it needs.
    pub need: Permission,
    /// What it is done to.
    pub target: Target,
    /// The fields that it asks for first.
    pub asks: &'static [Field],
    /// The rows that it can be done to, in SQL over `t`; empty: all. Pages offer it for no others.
    pub possible: &'static str,
    /// Whether the page asks for confirmation.
    pub needs_confirmation: bool,
    /// The background task to wake after it.
    pub wakes: Option<Wake>,
    /// Whether the service that it uses is there.
    pub uses: Option<fn(&Services) -> bool>,
    /// The amount that it moves: above the configured amount a second person has to approve it.
    pub moves: Option<Amount>,
    /// Does it.
    pub run: Run,
}

impl Action {
    /// An action on rows that asks for nothing.
    pub const fn on_rows(name: &'static str, label: Label, need: Permission, run: Run) -> Self {
        Self {
            name,
            label,
            need,
            target: Target::Rows,
            asks: &[],
            possible: "",
            needs_confirmation: false,
            wakes: None,
            uses: None,
            moves: None,
            run,
        }
    }

    /// An action on the resource as a whole that asks for nothing.
    pub const fn on_resource(name: &'static str, label: Label, need: Permission, run: Run) -> Self {
        Self { target: Target::Resource, ..Self::on_rows(name, label, need, run) }
    }

    /// Asks for these fields first.
    #[must_use]
    pub const fn asking(self, asks: &'static [Field]) -> Self {
        Self { asks, ..self }
    }

    /// Can be done to these rows, in SQL over `t`.
    #[must_use]
    pub const fn on(self, possible: &'static str) -> Self {
        Self { possible, ..self }
    }

    /// Asks for confirmation.
    #[must_use]
    pub const fn confirmed(self) -> Self {
        Self { needs_confirmation: true, ..self }
    }

    /// Moves an amount of money, which a second person has to approve if it is large.
    #[must_use]
    pub const fn moving(self, moves: Amount) -> Self {
        Self { moves: Some(moves), ..self }
    }

    /// Wakes a background task afterwards.
    #[must_use]
    pub const fn waking(self, wakes: Wake) -> Self {
        Self { wakes: Some(wakes), ..self }
    }

    /// Uses a service: `.using(Services::has::<Desk>)`.
    #[must_use]
    pub const fn using(self, uses: fn(&Services) -> bool) -> Self {
        Self { uses: Some(uses), ..self }
    }
}
