//! A payer's complaint about an order.

use serde::Serialize;

use crate::side::Side;

#[derive(Clone, Debug, Serialize)]
pub struct Complaint {
    pub side: Side,
    pub id: String,
    /// The order's reference.
    pub reference: String,
    pub text: String,
    /// Unix ms.
    pub created_at: i64,
    /// Where its notices go.
    pub notify_url: String,
    /// Whether the merchant has answered.
    pub is_answered: bool,
    /// Whether the merchant has ended it.
    pub is_ended: bool,
}
