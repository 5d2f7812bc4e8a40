//! What a product implements to be paid.

use miaohui_db::Tx;
use miaohui_kernel::Fen;
use miaohui_ledger::Account;

use crate::error::Result;
use crate::intent::Intent;

/// A product's decision about a payment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PaymentDecision {
    /// The purchase is made; this account is credited.
    Accepted(Account),
    /// The thing is deleted, sold or already paid; the money is refunded.
    Refused,
}

/// A refund, as its product sees it.
#[derive(Clone, Copy, Debug)]
pub struct Reversal<'a> {
    /// The amount.
    pub fen: Fen,
    /// Whether nothing of the payment is left after it.
    pub whole: bool,
    /// The operator.
    pub actor: &'a str,
    /// The reason.
    pub reason: &'a str,
}

/// A kind of thing that can be paid for.
pub trait Payable: Send + Sync {
    /// The name of the kind, as intents store it.
    fn subject(&self) -> &'static str;

    /// Whether a part of the thing stays when the rest of its payment is refunded, as of money on a
    /// balance.
    fn is_divisible(&self) -> bool {
        false
    }

    /// Decides about a payment, in the transaction that records it. A refusal must change nothing.
    fn decide(&self, tx: &mut Tx<'_>, intent: &Intent, now: i64) -> miaohui_db::Result<PaymentDecision>;

    /// Reverses the purchase, or a part of it, in the transaction that records the refund; returns
    /// the account to debit. [`Error::NotRefundable`](crate::Error::NotRefundable) says why it
    /// cannot be refunded.
    fn reverse(&self, tx: &mut Tx<'_>, intent: &Intent, reversal: &Reversal<'_>, now: i64)
    -> Result<Account>;
}
