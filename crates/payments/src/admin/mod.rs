//! What operators see and change of payments.

mod bills;
mod cases;
mod intents;
mod queues;
mod refunds;

use miaohui_admin::Resource;

pub use queues::QUEUES;

/// The resources, in the order of the navigation.
pub static RESOURCES: &[&Resource] =
    &[&intents::INTENTS, &refunds::REFUNDS, &cases::CASES, &bills::BILLS, &bills::BILL_LINES];

impl From<crate::Error> for miaohui_admin::Error {
    fn from(error: crate::Error) -> Self {
        match error {
            crate::Error::Database(error) => error.into(),
            other => Self::Invalid(other.to_string()),
        }
    }
}
