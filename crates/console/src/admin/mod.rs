//! What operators see and change of the console itself: the staff, the audit, templates, and what
//! waits for a second person.

mod audit;
mod requests;
mod staff;
mod templates;

use miaohui_admin::{Queue, Resource};

/// The resources, in the order of the navigation.
pub static RESOURCES: &[&Resource] =
    &[&requests::REQUESTS, &templates::TEMPLATES, &staff::STAFF, &audit::AUDIT];

/// The queues.
pub static QUEUES: &[&Queue] = &[&requests::QUEUE];
