//! Records a payment and posts its money.

use miaohui_db::Tx;
use miaohui_kernel::Fen;
use miaohui_ledger::{Account, Transfer, post};

use crate::attempt::close_attempts;
use crate::error::Result;
use crate::intent::{self, Intent, NewIntent};
use crate::payable::{Payable, PaymentDecision};

/// Records an intent that is created and paid at once, and lets its product decide.
///
/// The caller must roll the transaction back if the payment is refused.
pub fn record_paid(
    tx: &mut Tx<'_>,
    new: &NewIntent<'_>,
    transaction: &str,
    payable: Option<&dyn Payable>,
    now: i64,
) -> Result<PaymentDecision> {
    let intent = intent::insert_paid(tx, new, transaction, now)?;
    decide(tx, &intent, payable, new.fen, now)
}

/// Lets the product decide about a payment of `fen`, and credits the account that it names, or the
/// refunds due. Other open attempts for an accepted thing are closed.
pub(crate) fn decide(
    tx: &mut Tx<'_>,
    intent: &Intent,
    payable: Option<&dyn Payable>,
    fen: Fen,
    now: i64,
) -> Result<PaymentDecision> {
    let decision = match payable {
        Some(payable) => payable.decide(tx, intent, now)?,
        None => PaymentDecision::Refused,
    };
    let to = match &decision {
        PaymentDecision::Accepted(to) => {
            close_attempts(tx, &intent.subject, intent.subject_id, now)?;
            to.clone()
        }
        PaymentDecision::Refused => Account::Due,
    };
    let transfer = Transfer { from: Account::Clearing(intent.channel.clone()), to, fen };
    post(tx, &format!("payment:{}", intent.id), &intent.subject, &[transfer], now)?;
    Ok(decision)
}
