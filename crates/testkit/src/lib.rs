//! Support for tests: a private database for each test, a running service, a manual clock, and
//! factories of data for both APIs.
//!
//! Tests run on SQLite, or on PostgreSQL when `MIAOHUI_TEST_POSTGRES` names a server
//! (`postgres://user:password@host:port`, with a role that may create databases).

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::missing_panics_doc)]

mod app;
mod community_fixture;
mod console_client;
mod console_page;
mod crowdfunding_client;
mod crowdfunding_fixture;
mod database;
mod pictures;
mod providers;
mod reference;
mod relay;

pub use app::{CommunityUser, TestApp, code};
pub use community_fixture::{CommunityFixture, IssuedTickets, project_with_tickets};
pub use console_client::ConsoleClient;
pub use console_page::ConsolePage;
pub use crowdfunding_client::{CrowdfundingReply, CrowdfundingUser};
pub use crowdfunding_fixture::CrowdfundingFixture;
pub use database::TestDatabase;
pub use pictures::{noise, png};
pub use providers::{PaymentFixture, Providers, free_address};
pub use reference::{compile, resolved};
pub use relay::Relay;
