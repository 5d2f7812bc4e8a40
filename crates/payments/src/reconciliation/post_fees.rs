//! Posts what only the bills tell: fees, and movements to and from the merchant's account.

use miaohui_db::Tx;
use miaohui_kernel::Fen;
use miaohui_ledger::{Account, Transfer, post};

use crate::error::{Error, Result};
use crate::reconciliation::stored_bill::StoredBill;

/// Posts the fees and the movements of a bill, less what an earlier revision of it has posted.
pub(crate) fn post_fees(tx: &mut Tx<'_>, channel: &str, bill: &StoredBill, now: i64) -> Result<()> {
    let fees = bill.fees.checked_sub(bill.fees_posted).ok_or(Error::Overflow)?;
    let clearing = || Account::Clearing(channel.to_owned());
    let key = |what: &str| format!("{what}:{}-{}", bill.id, bill.revision);
    post_signed(
        tx,
        &key("bill-fees"),
        "fees of a bill",
        (Account::Fees(channel.to_owned()), clearing()),
        fees,
        now,
    )?;
    let movements = bill.movements.checked_sub(bill.movements_posted).ok_or(Error::Overflow)?;
    let accounts = (clearing(), Account::External);
    post_signed(tx, &key("bill-movements"), "movements of a bill", accounts, movements, now)
}

/// Posts an amount, or a negative one in the other direction.
fn post_signed(
    tx: &mut Tx<'_>,
    key: &str,
    what: &str,
    (from, to): (Account, Account),
    fen: Fen,
    now: i64,
) -> Result<()> {
    let transfer = if fen.is_positive() {
        Transfer { from, to, fen }
    } else {
        Transfer { from: to, to: from, fen: fen.checked_neg().ok_or(Error::Overflow)? }
    };
    post(tx, key, what, &[transfer], now)?;
    Ok(())
}
