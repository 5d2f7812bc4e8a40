//! What operators see of the ledger.

mod balances;
mod dashboard;
mod postings;
mod words;

use miaohui_admin::Resource;

pub use dashboard::{LINES, SERIES};

/// The resources, in the order of the navigation.
pub static RESOURCES: &[&Resource] = &[&balances::BALANCES, &postings::POSTINGS];
