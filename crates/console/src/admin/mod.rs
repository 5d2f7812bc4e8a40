//! What operators see and change of the console itself: the staff and the audit.

mod audit;
mod staff;

use miaohui_admin::Resource;

/// The resources, in the order of the navigation.
pub static RESOURCES: &[&Resource] = &[&staff::STAFF, &audit::AUDIT];
