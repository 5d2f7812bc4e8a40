//! Payments of orders: what a payment and a refund do to an order.

use miaohui_db::{Result, Tx};
use miaohui_ledger::Account;
use miaohui_payments::{Intent, Payable, PaymentDecision, Reversal};

use super::order;
use crate::ids::{OrderId, UserId};

pub use super::order::SUBJECT;

/// Payments of orders.
#[derive(Clone, Copy, Debug)]
pub struct OrderPayments;

impl Payable for OrderPayments {
    fn subject(&self) -> &'static str {
        SUBJECT
    }

    fn decide(&self, tx: &mut Tx<'_>, intent: &Intent, now: i64) -> Result<PaymentDecision> {
        let (user, id) = (UserId(intent.payer_id.get()), OrderId(intent.subject_id.get()));
        let done = order::complete(tx, user, id, intent.is_paid_in_time(), now)?;
        Ok(if done { PaymentDecision::Accepted(Account::Platform) } else { PaymentDecision::Refused })
    }

    /// A refund of a part leaves the order as it is; a whole one cancels it and puts its tickets on
    /// sale again.
    fn reverse(
        &self,
        tx: &mut Tx<'_>,
        intent: &Intent,
        back: &Reversal<'_>,
        now: i64,
    ) -> miaohui_payments::Result<Account> {
        if back.whole {
            order::cancel_paid(tx, OrderId(intent.subject_id.get()), now)?;
        }
        Ok(Account::Platform)
    }
}
