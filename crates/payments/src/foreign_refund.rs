//! Refunds that were made in a provider's own back office.

use miaohui_db::Tx;
use miaohui_kernel::Fen;
use miaohui_ledger::{Account, Transfer};

use crate::case::{self, CaseKind, NewCase, case_kind};
use crate::error::{Error, Result};
use crate::intent::Intent;
use crate::refund::{self, RefundId, refund_status};

/// The reason of a refund that was made at the provider.
const REASON: &str = "渠道后台退款";

/// Records a refund of a payment that was made at the provider, once for each `number`: it reduces
/// what can be refunded, is booked against the suspense account, and opens a case. A refund that
/// exceeds the remainder only opens a case.
pub(crate) fn record(tx: &mut Tx<'_>, intent: &Intent, number: &str, fen: Fen, now: i64) -> Result<()> {
    let reference = format!("{}-{number}", intent.channel);
    if refund::find(tx, &reference)?.is_some() {
        return Ok(());
    }
    let fits = refund::reserve(tx, intent.id, fen)?;
    let recorded = if fits { Some(insert(tx, intent, &reference, fen, now)?) } else { None };
    if let Some(id) = recorded {
        let to = Account::Clearing(intent.channel.clone());
        refund::end(tx, id, intent.id, Transfer { from: Account::Suspense, to, fen }, now)?;
    }
    tracing::warn!(
        reference = intent.reference,
        number,
        fen = fen.get(),
        fits,
        "a refund was made at the provider"
    );
    let detail = if fits {
        "The refund was made at the provider and is booked against the suspense account."
    } else {
        "The refund was made at the provider and exceeds what is left of the payment. It is not booked."
    };
    let case = NewCase {
        kind: CaseKind::ForeignRefund,
        channel: &intent.channel,
        key: number,
        intent: Some(intent.id),
        refund: recorded,
        fen: Some(fen),
        detail,
        deadline_at: None,
    };
    case::open(tx, &case, now)?;
    Ok(())
}

fn insert(tx: &mut Tx<'_>, intent: &Intent, reference: &str, fen: Fen, now: i64) -> Result<RefundId> {
    let (id,) = tx.query_one(
        concat!(
            "INSERT INTO payment_refund (reference, intent_id, channel, fen, reason, status, is_foreign,
               created_at, ended_at) VALUES ($1, $2, $3, $4, $5, ",
            refund_status!(Done),
            ", TRUE, $6, $6) RETURNING id"
        ),
        &[
            reference.into(),
            intent.id.into(),
            (&intent.channel).into(),
            fen.into(),
            REASON.into(),
            now.into(),
        ],
    )?;
    Ok(id)
}

/// The sum of the refunds of a payment that the provider has made, ours and its own.
pub(crate) fn made(tx: &mut Tx<'_>, intent: &Intent) -> Result<Fen> {
    let (made,) = tx.query_one(
        concat!(
            "SELECT COALESCE(CAST(SUM(fen) AS BIGINT), 0) FROM payment_refund
             WHERE intent_id = $1 AND NOT is_outside AND status = ",
            refund_status!(Done)
        ),
        &[intent.id.into()],
    )?;
    Ok(made)
}

/// The sum of the refunds of a payment that the provider has made and that are known here, also those
/// that exceed what is left of it and are only cases.
pub(crate) fn told(tx: &mut Tx<'_>, intent: &Intent) -> Result<Fen> {
    let (unbooked,): (Fen,) = tx.query_one(
        concat!(
            "SELECT COALESCE(CAST(SUM(fen) AS BIGINT), 0) FROM payment_case
             WHERE intent_id = $1 AND refund_id IS NULL AND kind = ",
            case_kind!(ForeignRefund)
        ),
        &[intent.id.into()],
    )?;
    made(tx, intent)?.checked_add(unbooked).ok_or(Error::Overflow)
}

/// Whether refunds of a payment are waiting for the provider.
pub(crate) fn are_pending(tx: &mut Tx<'_>, intent: &Intent) -> Result<bool> {
    let pending: Option<(RefundId,)> = tx.query_opt(
        concat!(
            "SELECT id FROM payment_refund WHERE intent_id = $1 AND tries > 0 AND status = ",
            refund_status!(Pending),
            " LIMIT 1"
        ),
        &[intent.id.into()],
    )?;
    Ok(pending.is_some())
}
