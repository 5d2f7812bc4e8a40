//! What webhooks are told of payments and refunds, in the transaction of the change.

use miaohui_db::{Result, Tx};
use miaohui_webhooks::{Event, EventGroup, record};
use serde_json::json;

use crate::ids::{IntentId, RefundId};

/// Records what has happened to a payment.
pub(crate) fn payment(tx: &mut Tx<'_>, kind: &'static str, id: IntentId, now: i64) -> Result<()> {
    record(tx, EventGroup::Payments, now, |tx| {
        let sql = "SELECT reference, channel, subject, subject_id, fen, paid FROM payment_intent
             WHERE id = $1";
        let row: Option<(String, String, String, i64, i64, i64)> = tx.query_opt(sql, &[id.into()])?;
        Ok(row.map(|(reference, channel, subject, subject_id, fen, paid)| {
            let data = json!({
                "payment_id": id, "reference": reference, "channel": channel, "subject": subject,
                "subject_id": subject_id, "fen": fen, "paid_fen": paid,
            });
            Event { kind, thing: format!("payment:{id}"), data }
        }))
    })
}

/// Records what has happened to a refund.
pub(crate) fn refund(tx: &mut Tx<'_>, kind: &'static str, id: RefundId, now: i64) -> Result<()> {
    record(tx, EventGroup::Refunds, now, |tx| {
        let sql = "SELECT reference, intent_id, channel, fen FROM payment_refund WHERE id = $1";
        let row: Option<(String, IntentId, String, i64)> = tx.query_opt(sql, &[id.into()])?;
        Ok(row.map(|(reference, payment, channel, fen)| {
            let data = json!({
                "refund_id": id, "reference": reference, "payment_id": payment, "channel": channel, "fen": fen,
            });
            Event { kind, thing: format!("refund:{id}"), data }
        }))
    })
}
