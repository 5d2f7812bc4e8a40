//! What operators see and change of moderation.

mod queues;
mod reports;
mod words;

use miaohui_admin::Resource;

pub use queues::QUEUES;

/// The resources, in the order of the navigation.
pub static RESOURCES: &[&Resource] = &[&reports::REPORTS, &words::WORDS];
