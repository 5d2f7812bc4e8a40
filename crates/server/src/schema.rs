//! The schema of the whole program.

use miaohui_db::Migrations;

/// Every component's schema, in the order in which they build on one another.
pub const SCHEMA: &[Migrations] = &[
    miaohui_gateways::MIGRATIONS,
    miaohui_webhooks::MIGRATIONS,
    miaohui_web::MIGRATIONS,
    miaohui_ledger::MIGRATIONS,
    miaohui_payments::MIGRATIONS,
    miaohui_moderation::MIGRATIONS,
    miaohui_vault::MIGRATIONS,
    miaohui_community::MIGRATIONS,
    miaohui_crowdfunding::MIGRATIONS,
    miaohui_console::MIGRATIONS,
];
