//! What operators see of the ledger.

mod balances;
mod dashboard;
mod postings;
mod sections;
mod words;

use miaohui_admin::Resource;

pub use dashboard::{LINES, SERIES};
pub use sections::{ACCOUNTS, LINES_OF_ACCOUNTS, LINES_OF_POSTINGS};

/// The resources, in the order of the navigation.
pub static RESOURCES: &[&Resource] = &[&balances::BALANCES, &postings::POSTINGS];
