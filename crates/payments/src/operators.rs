//! What operators do to payments: money goes back, in whole or in part.

use miaohui_db::Tx;

use crate::{Desk, Error, Result, intent, refund};

/// A refund that an operator asks for.
#[derive(Clone, Debug)]
pub struct Refunding {
    /// The payment's id, or our number of it.
    pub payment: String,
    /// How much, in fen; `None`: what is left.
    pub fen: Option<i64>,
    /// Who asks for it.
    pub actor: String,
    /// Why; the payer may read it at the provider.
    pub reason: String,
}

/// Money of a payment that is to go back, for its product.
#[derive(Clone, Copy, Debug)]
pub struct Return<'a> {
    /// How much, in fen.
    pub fen: i64,
    /// Whether nothing of the payment is left then.
    pub whole: bool,
    /// Who asks for it.
    pub actor: &'a str,
    /// Why.
    pub reason: &'a str,
}

/// A refund that has begun. The provider is told by [`Desk::tend`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refunded {
    /// The payment's id.
    pub payment: i64,
    /// What it was for, such as `recharge 7`.
    pub subject: String,
    /// How much goes back, in fen.
    pub fen: i64,
    /// How much of the payment stays, in fen.
    pub left: i64,
}

impl Desk {
    /// Sends money of a payment back in the name of an operator. Its product gives it up in the same transaction, or
    /// says why it does not ([`Error::Kept`]).
    pub async fn refund(&self, asked: Refunding) -> Result<Refunded> {
        let (own, now) = (self.clone(), self.0.clock.now_ms());
        self.0.db.write(move |tx| own.begin_refund(tx, &asked, now)).await
    }

    /// The same in a transaction of the caller's.
    pub fn begin_refund(&self, tx: &mut Tx<'_>, asked: &Refunding, now: i64) -> Result<Refunded> {
        let id = match asked.payment.parse() {
            Ok(id) => Some(id),
            Err(_) => intent::find(tx, &asked.payment)?.map(|intent| intent.id),
        };
        let intent = id.map(|id| intent::hold(tx, id)).transpose()?.flatten().ok_or(Error::NoPayment)?;
        if !intent.was_paid() {
            return Err(Error::NotPaid);
        }
        let left = intent.paid - intent.returned;
        let fen = asked.fen.unwrap_or(left);
        if fen <= 0 || fen > left {
            return Err(Error::Left(left));
        }
        let payable = self.0.payables.get(intent.subject.as_str()).ok_or(Error::NoPayment)?;
        let back = Return { fen, whole: fen == left, actor: &asked.actor, reason: &asked.reason };
        let from = payable.refunded(tx, &intent, &back, now)?;
        refund::begin(tx, (intent.id, fen), &asked.reason, Some((&asked.actor, from)), &self.number(), now)?;
        let subject = format!("{} {}", intent.subject, intent.subject_id);
        Ok(Refunded { payment: intent.id, subject, fen, left: left - fen })
    }
}
