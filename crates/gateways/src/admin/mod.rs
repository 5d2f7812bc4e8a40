//! What operators see and change of the outbox.

mod outbox;
mod queues;

use miaohui_admin::Resource;

pub use outbox::{REASONS, STATES};
pub use queues::QUEUES;

/// The resources, in the order of the navigation.
pub static RESOURCES: &[&Resource] = &[&outbox::OUTBOX, &outbox::UNSENT];
