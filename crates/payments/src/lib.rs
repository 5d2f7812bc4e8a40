//! Payments: intents, notices of providers, reconciliation and refunds. Knows no product.
//!
//! Each attempt to pay is an intent. The product decides about a payment in the transaction that
//! records it ([`Payable`]).

pub mod admin;
mod ask;
mod attempt;
pub mod case;
mod case_decision;
mod channel;
mod check;
mod circuit;
mod desk;
mod error;
mod events;
mod failed_refund;
mod foreign_refund;
mod ids;
mod intent;
mod mend;
mod metrics;
mod notice;
mod operator_refund;
mod payable;
mod reconcile;
mod reconciliation;
mod record;
mod refund;
mod start;
mod success;
pub mod verify;
pub mod verify_bills;

pub use ask::PaymentStanding;
pub use attempt::close_attempts;
pub use case_decision::{Decider, ForeignRefundDecision};
pub use desk::Desk;
pub use error::{Error, Result};
pub use intent::{Intent, IntentId, IntentStatus, NewIntent, PayerId, SubjectId};
pub use miaohui_gateways::payment::bill::{BillDay, BillDayError};
pub use miaohui_gateways::payment::provider::Scene;
pub use operator_refund::{RefundRequest, StartedRefund};
pub use payable::{Payable, PaymentDecision, Reversal};
pub use reconciliation::{
    BillId, BillLineId, BillOutcome, BillProgress, BillReport, BillRequest, BillStep, StoredBillKind,
};
pub use record::{record_failed, record_paid, record_refunded};
pub use refund::{RefundId, RefundStatus};
pub use start::{PaymentOutcome, PaymentRequest};

use miaohui_db::{Migration, Migrations, Script};

/// The tables of payments.
pub const MIGRATIONS: Migrations = Migrations {
    component: "payments",
    steps: &[
        Migration {
            version: 1,
            name: "payments",
            sql: Script::Text(include_str!("../migrations/0001_payments.sql")),
        },
        Migration {
            version: 2,
            name: "who refunds",
            sql: Script::Text(include_str!("../migrations/0002_refund_actor.sql")),
        },
        Migration {
            version: 3,
            name: "subjects",
            sql: Script::Text(include_str!("../migrations/0003_subjects.sql")),
        },
        Migration {
            version: 4,
            name: "attempts and cases",
            sql: Script::Text(include_str!("../migrations/0004_attempts.sql")),
        },
        Migration {
            version: 5,
            name: "bills",
            sql: Script::Text(include_str!("../migrations/0005_bills.sql")),
        },
        Migration {
            version: 6,
            name: "refunds known by their amount",
            sql: Script::Text(include_str!("../migrations/0006_by_amount.sql")),
        },
    ],
};
