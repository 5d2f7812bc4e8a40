//! The Crowdfunding API. The files mirror its routes.

mod accounts;
mod authorization;
mod catalogue;
mod comments;
mod idempotency;
mod images;
mod moderation;
mod money;
mod progress;
mod project_lists;
mod projects;
mod supports;
mod users;
mod wire;
