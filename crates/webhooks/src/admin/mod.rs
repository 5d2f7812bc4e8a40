//! What operators see and change of webhooks.

mod deliveries;
mod endpoints;
mod queues;

use miaohui_admin::Resource;

pub use queues::QUEUES;

/// The resources, in the order of the navigation.
pub static RESOURCES: &[&Resource] = &[&endpoints::ENDPOINTS, &deliveries::DELIVERIES];
