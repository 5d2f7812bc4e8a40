//! The registry of the console: the descriptions of all components, in the order of the pages.

use miaohui_admin::{Registry, ReportedThings};
use {
    miaohui_community::admin as community, miaohui_console::admin as console,
    miaohui_crowdfunding::admin as crowdfunding, miaohui_gateways::admin as gateways,
    miaohui_ledger::admin as ledger, miaohui_moderation::admin as moderation,
    miaohui_payments::admin as payments, miaohui_webhooks::admin as webhooks,
};

/// Collects the descriptions of all components.
pub fn registry() -> Registry {
    Registry {
        resources: [
            community::RESOURCES,
            payments::RESOURCES,
            crowdfunding::RESOURCES,
            ledger::RESOURCES,
            moderation::RESOURCES,
            gateways::RESOURCES,
            webhooks::RESOURCES,
            console::RESOURCES,
        ]
        .concat(),
        queues: [
            crowdfunding::QUEUES,
            payments::QUEUES,
            console::QUEUES,
            moderation::QUEUES,
            community::QUEUES,
            gateways::QUEUES,
            webhooks::QUEUES,
        ]
        .concat(),
        series: [community::SERIES, ledger::SERIES, crowdfunding::SERIES, payments::SERIES].concat(),
        rankings: [crowdfunding::RANKINGS, community::RANKINGS].concat(),
        reported: ReportedThings([community::REPORTED, crowdfunding::REPORTED].concat()),
    }
}
