//! Payments of orders: what a payment and a refund do to an order.

use miaohui_admin::Label;
use miaohui_db::{Result, Tx};
use miaohui_ledger::Account;
use miaohui_payments::{Error, Intent, Payable, PaymentDecision, Reversal};

use super::{check_in, order};
use crate::ids::{OrderId, UserId};

pub use super::order::SUBJECT;

/// Why an order is not refunded as a whole.
const ADMITTED: Label = Label(
    "订单中有已入场的票。请先撤销入场，或只退一部分",
    "A ticket of the order was admitted. Take the admission back first, or refund a part",
);

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
    /// sale again, unless one of them was admitted.
    fn reverse(
        &self,
        tx: &mut Tx<'_>,
        intent: &Intent,
        back: &Reversal<'_>,
        now: i64,
    ) -> miaohui_payments::Result<Account> {
        if back.whole {
            let tickets = order::cancel_paid(tx, OrderId(intent.subject_id.get()), now)?;
            // The tickets are locked now: an admission of the same moment was before, and this error takes
            // the cancellation back, or it comes later and fails.
            if check_in::has_any(tx, &tickets)? {
                return Err(Error::NotRefundable(ADMITTED));
            }
        }
        Ok(Account::Platform)
    }
}
