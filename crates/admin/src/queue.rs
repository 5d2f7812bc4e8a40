//! Queues: what waits for a decision of an operator.

use miaohui_db::{Result, Tx};
use miaohui_kernel::Fen;

use crate::access::Permission;
use crate::label::Label;

miaohui_db::row! {
    /// Something that waits. A statement selects these columns in this order.
    #[derive(Clone, Debug)]
    pub struct QueueItem as queue_item_columns {
        /// Its id.
        pub id: i64 = "id",
        /// An image of the Crowdfunding API to show beside it.
        pub image: Option<i64> = "image",
        /// Its name.
        pub name: String = "name",
        /// The amount of money that it is about.
        pub money: Option<Fen> = "money",
        /// The time since when it waits, in Unix ms.
        pub since: i64 = "since",
    }
}

/// A list of things that wait for a decision.
pub struct Queue {
    /// Its name, unique among the queues.
    pub name: &'static str,
    /// Its name on pages.
    pub title: Label,
    /// The permission to work on it.
    pub need: Permission,
    /// The page of everything that waits.
    pub page: &'static str,
    /// The page of one item: `{}` is its id.
    pub item_page: &'static str,
    /// Counts what waits, up to a limit.
    pub count: fn(&mut Tx<'_>, u32) -> Result<i64>,
    /// What waits, the longest first, up to a limit.
    pub items: fn(&mut Tx<'_>, u32) -> Result<Vec<QueueItem>>,
}

impl Queue {
    /// The page of an item.
    pub fn page_of(&self, id: i64) -> String {
        self.item_page.replace("{}", &id.to_string())
    }
}
