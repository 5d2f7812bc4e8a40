//! What operators see and change of payments.

mod intents;
mod refunds;

use miaohui_admin::Resource;

/// The resources, in the order of the navigation.
pub static RESOURCES: &[&Resource] = &[&intents::INTENTS, &refunds::REFUNDS];

impl From<crate::Error> for miaohui_admin::Error {
    fn from(error: crate::Error) -> Self {
        match error {
            crate::Error::Database(error) => error.into(),
            other => Self::Invalid(other.to_string()),
        }
    }
}
