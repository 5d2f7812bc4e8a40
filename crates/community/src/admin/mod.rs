//! What operators see and change of the Community API.

mod article_comments;
mod articles;
mod banners;
mod check_ins;
mod clothes;
mod dashboard;
mod design_clothes;
mod game_comments;
mod games;
mod hiding;
mod masters;
mod media;
mod merchants;
mod orders;
mod projects;
mod queues;
mod recommended;
mod reported;
mod sessions;
mod ticket_comments;
mod tickets;
mod users;

use miaohui_admin::Resource;

pub use dashboard::{RANKINGS, SERIES};
pub use queues::QUEUES;
pub use reported::REPORTED;

/// The resources, in the order of the navigation.
pub static RESOURCES: &[&Resource] = &[
    &users::USERS,
    &sessions::SESSIONS,
    &articles::ARTICLES,
    &media::MEDIA,
    &article_comments::ARTICLE_COMMENTS,
    &masters::MASTERS,
    &projects::PROJECTS,
    &tickets::TICKETS,
    &ticket_comments::TICKET_COMMENTS,
    &orders::ORDERS,
    &check_ins::CHECK_INS,
    &check_ins::DOUBLE_ENTRIES,
    &merchants::MERCHANTS,
    &clothes::CLOTHES,
    &design_clothes::DESIGN_CLOTHES,
    &games::GAMES,
    &game_comments::GAME_COMMENTS,
    &banners::BANNERS,
    &banners::DESIGN_BANNERS,
    &recommended::MASTERS,
    &recommended::PROJECTS,
    &recommended::TICKETS,
    &recommended::CLOTHES,
    &recommended::GAMES,
];
