//! What operators do with a refund that the provider has refused.

use miaohui_admin::Label;
use miaohui_db::Tx;
use miaohui_kernel::Fen;
use miaohui_ledger::{Account, Transfer};

use crate::desk::Desk;
use crate::error::{Error, Result};
use crate::events;
use crate::intent::IntentId;
use crate::reconciliation::stored_line;
use crate::refund::{self, RefundId, refund_status};

/// The provider's state of a refund that may still succeed there under its number.
const ABNORMAL: &str = "ABNORMAL";

impl Desk {
    /// Tries a failed refund again with the same number; `false` if it has not failed. The provider
    /// is asked first whether it knows the number.
    pub fn retry_refund(&self, tx: &mut Tx<'_>, id: RefundId, now: i64) -> Result<bool> {
        let retried = tx.execute(
            concat!(
                "UPDATE payment_refund SET status = ",
                refund_status!(Pending),
                ", next_at = $2, tries = 1, ended_at = NULL WHERE id = $1 AND status = ",
                refund_status!(Failed)
            ),
            &[id.into(), now.into()],
        )?;
        if retried == 1 {
            events::refund(tx, "refund.retried", id, now)?;
        }
        Ok(retried == 1)
    }

    /// Tries a failed refund again with a new number, which WeChat Pay wants after CLOSED; `false`
    /// if it has not failed. One that may still succeed with its old number is refused with
    /// [`Error::NotRefundable`].
    pub fn renew_refund(&self, tx: &mut Tx<'_>, id: RefundId, now: i64) -> Result<bool> {
        let failed: Option<(Option<String>,)> = tx.query_opt(
            concat!(
                "UPDATE payment_refund SET tries = tries WHERE id = $1 AND status = ",
                refund_status!(Failed),
                " RETURNING last_error"
            ),
            &[id.into()],
        )?;
        let Some((error,)) = failed else { return Ok(false) };
        if error.is_some_and(|error| error.starts_with(ABNORMAL)) {
            return Err(Error::NotRefundable(Label(
                "渠道仍可能按原单号退款，不能换号",
                "the provider may still pay it out under its number",
            )));
        }
        tx.execute(
            concat!(
                "UPDATE payment_refund SET status = ",
                refund_status!(Pending),
                ", former = reference, reference = $3, next_at = $2, tries = 0, ended_at = NULL WHERE id = $1"
            ),
            &[id.into(), now.into(), (&self.number()).into()],
        )?;
        stored_line::untie(tx, id)?;
        events::refund(tx, "refund.retried", id, now)?;
        Ok(true)
    }

    /// Records that a failed refund was paid back in another way, as `note` says; `false` if it has
    /// not failed.
    pub fn settle_refund_outside(&self, tx: &mut Tx<'_>, id: RefundId, note: &str, now: i64) -> Result<bool> {
        let settled: Option<(IntentId, Fen)> = tx.query_opt(
            concat!(
                "UPDATE payment_refund SET status = ",
                refund_status!(Done),
                ", is_outside = TRUE, note = $2, ended_at = $3 WHERE id = $1 AND status = ",
                refund_status!(Failed),
                " RETURNING intent_id, fen"
            ),
            &[id.into(), note.into(), now.into()],
        )?;
        let Some((intent, fen)) = settled else { return Ok(false) };
        stored_line::untie(tx, id)?;
        refund::end(tx, id, intent, Transfer { from: Account::Due, to: Account::External, fen }, now)?;
        Ok(true)
    }
}
