//! What a fund flow has beside the trade bills.

use miaohui_db::{Result, Tx};
use miaohui_gateways::payment::bill::{BillLine, BillLineKind};

use crate::reconciliation::lookup;
use crate::reconciliation::stored_line;

/// Whether a line of a fund flow is a fee or a movement that no trade bill has.
pub(crate) fn is_own(tx: &mut Tx<'_>, channel: &str, line: &BillLine) -> Result<bool> {
    match line.kind {
        BillLineKind::Payment | BillLineKind::Refund => Ok(false),
        BillLineKind::Fee | BillLineKind::Other => Ok(!belongs_to_trade(tx, channel, line)?),
    }
}

/// Whether a line belongs to a payment or a refund. The trade bill of its day has it, also if that is
/// another day.
fn belongs_to_trade(tx: &mut Tx<'_>, channel: &str, line: &BillLine) -> Result<bool> {
    Ok(lookup::by_reference(tx, channel, &line.reference)?.is_some()
        || lookup::by_transaction(tx, channel, &line.transaction)?.is_some()
        || lookup::refund(tx, channel, &line.refund)?.is_some()
        || stored_line::is_in_trade(tx, channel, line)?)
}
