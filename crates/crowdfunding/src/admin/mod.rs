//! What operators see and change of the Crowdfunding API.

mod categories;
mod comments;
mod dashboard;
mod feedbacks;
mod hiding;
mod identities;
mod images;
mod locations;
mod packages;
mod projects;
mod queues;
mod recharges;
mod reported;
pub mod review;
mod sections;
mod sessions;
mod settlements;
mod supports;
mod topic_comments;
mod topics;
mod users;
mod withdrawals;

use miaohui_admin::{Refusal, Resource};

pub use dashboard::{RANKINGS, SERIES};
pub use queues::QUEUES;
pub use reported::REPORTED;

use crate::code::Code;
use crate::error::Error;

/// The resources, in the order of the navigation.
pub static RESOURCES: &[&Resource] = &[
    &users::USERS,
    &identities::IDENTITIES,
    &sessions::SESSIONS,
    &projects::PROJECTS,
    &feedbacks::FEEDBACKS,
    &packages::PACKAGES,
    &sections::SECTIONS,
    &settlements::SETTLEMENTS,
    &supports::SUPPORTS,
    &comments::COMMENTS,
    &topics::TOPICS,
    &topic_comments::TOPIC_COMMENTS,
    &images::IMAGES,
    &categories::CATEGORIES,
    &locations::LOCATIONS,
    &recharges::RECHARGES,
    &withdrawals::WITHDRAWALS,
];

impl From<Error> for miaohui_admin::Error {
    fn from(error: Error) -> Self {
        match error {
            Error::Refused(Code::NotFound) => Self::NotFound,
            other @ Error::Unexpected(_) => Self::unexpected(other),
            other => Self::Invalid(Refusal::new(format!("不能这样做：{other}"), other.to_string())),
        }
    }
}
