//! What the page of a row shows that is paid for: its payments, and what belongs to them.

use miaohui_admin::{Related, Timeline};

use super::life::{life, lines};

/// The payments for the row.
const OWN: &str = "i.subject_id = {key} AND i.subject = {subject}";

/// What belongs to the payments for the row.
const OF_OWN: &str = "t.intent_id IN (SELECT i.id FROM payment_intent i WHERE {of})";

/// Its payments.
pub const PAYMENTS: Related = Related::by("intents", "subject_id").offering(&["refund"]);

/// Their refunds.
pub const REFUNDS: Related = Related::on("refunds", OF_OWN).of(OWN).offering(&["retry", "renew", "outside"]);

/// Their cases.
pub const CASES: Related = Related::on("payment-cases", OF_OWN).of(OWN);

/// The lines of the ledger about them, and about the row itself.
pub const LINES: Related = lines(OWN);

/// What happened to them.
pub const LIFE: Timeline = life(OWN);
