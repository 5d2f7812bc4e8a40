//! What operators can look at and change. Each description is a file.

mod article_comments;
mod articles;
mod audit;
mod balances;
mod banners;
mod categories;
mod clothes;
mod comments;
mod design_clothes;
mod feedbacks;
mod game_comments;
mod games;
mod hiding;
mod identities;
mod images;
mod intents;
mod locations;
mod masters;
mod merchants;
mod orders;
mod outbox;
mod packages;
mod people;
mod postings;
mod projects;
mod recommended;
mod refunds;
mod reports;
mod staff;
mod stalls;
mod supports;
mod ticket_comments;
mod tickets;
mod topic_comments;
mod topics;
mod users;
mod withdrawals;
mod words;

pub use staff::ROLES;

use crate::resource::Resource;
use crate::visitor::Visitor;
use crate::{Error, Result};

/// All of them, in the order of the navigation.
pub static ALL: &[&Resource] = &[
    &users::USERS,
    &articles::ARTICLES,
    &article_comments::ARTICLE_COMMENTS,
    &masters::MASTERS,
    &stalls::STALLS,
    &tickets::TICKETS,
    &ticket_comments::TICKET_COMMENTS,
    &orders::ORDERS,
    &merchants::MERCHANTS,
    &clothes::CLOTHES,
    &design_clothes::DESIGN_CLOTHES,
    &games::GAMES,
    &game_comments::GAME_COMMENTS,
    &banners::BANNERS,
    &recommended::MASTERS,
    &recommended::PROJECTS,
    &recommended::CLOTHES,
    &recommended::GAMES,
    &people::PEOPLE,
    &identities::IDENTITIES,
    &projects::PROJECTS,
    &feedbacks::FEEDBACKS,
    &packages::PACKAGES,
    &supports::SUPPORTS,
    &comments::COMMENTS,
    &topics::TOPICS,
    &topic_comments::TOPIC_COMMENTS,
    &images::IMAGES,
    &categories::CATEGORIES,
    &locations::LOCATIONS,
    &intents::INTENTS,
    &refunds::REFUNDS,
    &withdrawals::WITHDRAWALS,
    &balances::BALANCES,
    &postings::LINES,
    &reports::REPORTS,
    &words::WORDS,
    &outbox::OUTBOX,
    &outbox::UNSENT,
    &staff::STAFF,
    &audit::AUDIT,
];

/// The resource with this name.
pub fn find(name: &str) -> Option<&'static Resource> {
    ALL.iter().copied().find(|resource| resource.name == name)
}

/// The resource with this name, if the visitor may look at it.
pub fn visible(name: &str, visitor: &Visitor) -> Result<&'static Resource> {
    let resource = find(name).ok_or(Error::NotFound)?;
    visitor.require(resource.see)?;
    Ok(resource)
}
