//! What can be done to rows beside changing their fields.

use miaohui_db::Tx;
use miaohui_payments::Desk;

use super::{Cell, Field};
use crate::staff::Staff;
use crate::{Label, Permission, Result};

/// What an action is done to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum On {
    /// Rows, one or many at once.
    Rows,
    /// The resource as a whole.
    Resource,
}

/// What goes on behind the requests and looks for its work once an action is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wakes {
    /// Messages go out.
    Outbox,
    /// The words that texts may not hold are read again.
    Words,
}

/// What an action's function is given: one row in an open transaction.
pub struct Act<'a, 't> {
    /// The transaction; it commits if no row fails.
    pub tx: &'a mut Tx<'t>,
    /// The row's key, where that is a number; 0 for an action on the resource.
    pub id: i64,
    /// The row's key as paths write it.
    pub key: &'a str,
    /// What was said with it: the columns it asks for.
    pub asked: &'a [(&'static str, Cell)],
    /// Who does it.
    pub staff: &'a Staff,
    /// When, in Unix ms.
    pub now: i64,
    /// Where payments are given back.
    pub desk: &'a Desk,
}

impl Act<'_, '_> {
    /// What was said for a column; nothing if it was left empty.
    pub fn said(&self, column: &str) -> &Cell {
        self.asked.iter().find(|(name, _)| *name == column).map_or(&Cell::Null, |(_, cell)| cell)
    }
}

/// Something that can be done.
pub struct Action {
    /// Its name in paths and in the audit.
    pub name: &'static str,
    /// Its name on buttons.
    pub label: Label,
    /// What one needs to do it.
    pub need: Permission,
    /// What it is done to.
    pub on: On,
    /// What it asks first.
    pub asks: &'static [Field],
    /// Whether to ask if it is meant.
    pub is_grave: bool,
    /// What looks for its work once it is done.
    pub wakes: Option<Wakes>,
    /// Does it; `false` if the row is not in a state for it.
    pub run: fn(&mut Act<'_, '_>) -> Result<bool>,
}

impl Action {
    /// An action on rows that asks nothing.
    pub const fn on_rows(
        name: &'static str,
        label: Label,
        need: Permission,
        run: fn(&mut Act<'_, '_>) -> Result<bool>,
    ) -> Self {
        Self { name, label, need, on: On::Rows, asks: &[], is_grave: false, wakes: None, run }
    }

    /// Asks for these first.
    #[must_use]
    pub const fn asking(self, asks: &'static [Field]) -> Self {
        Self { asks, ..self }
    }

    /// It wakes this once it is done.
    #[must_use]
    pub const fn waking(self, wakes: Wakes) -> Self {
        Self { wakes: Some(wakes), ..self }
    }

    /// Asks if it is meant.
    #[must_use]
    pub const fn grave(self) -> Self {
        Self { is_grave: true, ..self }
    }

    /// It is done to the resource as a whole.
    #[must_use]
    pub const fn on_resource(self) -> Self {
        Self { on: On::Resource, ..self }
    }
}
