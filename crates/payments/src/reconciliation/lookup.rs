//! Finds the payment and the refund that a line of a bill is about.

use miaohui_db::{Result, Tx};
use miaohui_kernel::Fen;

use crate::intent::{self, Intent, IntentId, intent_columns};
use crate::reconciliation::stored_line::StoredLine;
use crate::refund::{RefundId, RefundStatus};

miaohui_db::row! {
    /// A refund as a line is compared with it.
    #[derive(Clone, Debug)]
    pub(crate) struct ComparedRefund as compared_columns {
        pub id: RefundId = "id",
        pub intent: IntentId = "intent_id",
        pub fen: Fen = "fen",
        pub status: RefundStatus = "status",
        pub is_foreign: bool = "is_foreign",
        pub is_outside: bool = "is_outside",
    }
}

/// The payment of a channel with our number of it.
pub(crate) fn by_reference(tx: &mut Tx<'_>, channel: &str, reference: &str) -> Result<Option<Intent>> {
    if reference.is_empty() {
        return Ok(None);
    }
    Ok(intent::find(tx, reference)?.filter(|intent| intent.channel == channel))
}

/// The payment of a channel with the provider's number of it.
pub(crate) fn by_transaction(tx: &mut Tx<'_>, channel: &str, transaction: &str) -> Result<Option<Intent>> {
    if transaction.is_empty() {
        return Ok(None);
    }
    tx.query_opt(
        concat!(
            "SELECT ",
            intent_columns!(),
            " FROM payment_intent WHERE channel = $1 AND transaction_no = $2"
        ),
        &[channel.into(), transaction.into()],
    )
}

/// The payment of a line, by our number or by the provider's.
pub(crate) fn payment(tx: &mut Tx<'_>, channel: &str, line: &StoredLine) -> Result<Option<Intent>> {
    match by_reference(tx, channel, &line.reference)? {
        Some(intent) => Ok(Some(intent)),
        None => by_transaction(tx, channel, &line.transaction),
    }
}

/// The refund of a channel with this number, a foreign one with it, or else one that had it before.
pub(crate) fn refund(tx: &mut Tx<'_>, channel: &str, number: &str) -> Result<Option<ComparedRefund>> {
    if number.is_empty() {
        return Ok(None);
    }
    tx.query_opt(
        concat!(
            "SELECT ",
            compared_columns!(),
            " FROM payment_refund WHERE channel = $1 AND (reference = $2 OR reference = $3 OR former = $2)
             ORDER BY CASE WHEN former = $2 THEN 1 ELSE 0 END LIMIT 1"
        ),
        &[channel.into(), number.into(), (&format!("{channel}-{number}")).into()],
    )
}
