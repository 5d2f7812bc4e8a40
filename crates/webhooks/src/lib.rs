//! Webhooks: signed events of what happens, for other systems. Knows no product.
//!
//! An event is written for each endpoint that wants it, in the transaction of the change
//! ([`record`]), and sent after the commit until it is taken: at least once, and in order for each
//! thing. The headers and the signature are those of the Standard Webhooks specification.

mod address;
pub mod admin;
mod client;
mod delivery;
mod endpoint;
mod event;
mod group;
mod ids;
mod metrics;
mod moderation;
mod outcome;
mod sender;
mod signature;
mod verdicts;

pub use address::is_public;
pub use delivery::{forget_past_deliveries, forget_thing, mend_delivery_times};
pub use endpoint::{NewEndpoint, SEALED, hold_endpoints};
pub use event::{Event, record, record_text};
pub use group::EventGroup;
pub use ids::{DeliveryId, EndpointId};
pub use moderation::{Moderator, Verdict, WrittenThing};
pub use sender::{AddError, WebhookSettings, Webhooks};
pub use signature::{
    ID_HEADER, InvalidSignature, SIGNATURE_HEADER, SigningSecret, TIMESTAMP_HEADER, signature, verify,
};

use miaohui_db::{Migration, Migrations, Script};

/// The tables of webhooks.
pub const MIGRATIONS: Migrations = Migrations {
    component: "webhooks",
    steps: &[Migration {
        version: 1,
        name: "webhooks",
        sql: Script::Text(include_str!("../migrations/0001_webhooks.sql")),
    }],
};
