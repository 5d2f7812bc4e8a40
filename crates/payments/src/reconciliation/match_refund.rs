//! Matches a refund in a bill with the refund that it belongs to.

use miaohui_db::Tx;
use miaohui_gateways::payment::bill_state::LineOutcome;
use miaohui_kernel::Fen;

use crate::case::{self, CaseKind};
use crate::error::Result;
use crate::foreign_refund;
use crate::intent::{self, Intent};
use crate::reconciliation::lookup::{self, ComparedRefund};
use crate::reconciliation::stored_line::{self, StoredLine, line_status};
use crate::reconciliation::verdict::{Difference, Verdict};
use crate::refund::{self, RefundId, RefundStatus};

/// Compares a refund in a bill with the refunds here. The end of one of ours is recorded; one that was
/// made at the provider is recorded as such.
pub(crate) fn match_refund(tx: &mut Tx<'_>, channel: &str, line: &StoredLine, now: i64) -> Result<Verdict> {
    if let Some(refund) = lookup::refund(tx, channel, &line.refund_number)? {
        let others = stored_line::refund_sum(tx, refund.id, line.id)?;
        // A refund that has a line already was made again under its former number.
        if others == Fen::ZERO || refund.is_foreign {
            return match_known(tx, channel, line, &refund, others, now);
        }
        if !is_former(tx, &refund, line)? {
            let detail = "The bills have this refund twice.";
            return Ok(of(CaseKind::OtherState, &refund, detail));
        }
    }
    match_unknown(tx, channel, line, now)
}

/// Compares a line with the refund that has its number. `others` is the sum of its other lines.
fn match_known(
    tx: &mut Tx<'_>,
    channel: &str,
    line: &StoredLine,
    refund: &ComparedRefund,
    others: Fen,
    now: i64,
) -> Result<Verdict> {
    let payment = lookup::payment(tx, channel, line)?;
    if payment.is_some_and(|payment| payment.id != refund.intent) {
        return Ok(of(CaseKind::OtherState, refund, "The bill has the refund for another payment."));
    }
    let outcome = line.outcome();
    if outcome == LineOutcome::NotDone {
        return match_failed(tx, line, refund, now);
    }
    let sum = others.checked_add(line.fen);
    let agrees =
        if refund.is_foreign { sum.is_some_and(|sum| sum <= refund.fen) } else { line.fen == refund.fen };
    if !agrees {
        let detail = format!("{} yuan are recorded, and the bill has {}.", refund.fen, line.fen);
        return Ok(of(CaseKind::OtherAmount, refund, detail));
    }
    if refund.is_outside && outcome != LineOutcome::Done {
        // It was in progress when the bill was made, and has failed since.
        return Ok(Verdict::Noted);
    }
    if refund.is_outside {
        let detail = "The refund was paid back in another way here, and the bill has it too.";
        return Ok(of(CaseKind::OtherState, refund, detail));
    }
    if outcome == LineOutcome::Done {
        refund::finish(tx, refund.id, now)?;
    }
    if refund.is_foreign
        && let Some(intent) = intent::lock(tx, refund.intent)?
    {
        settle_complete(tx, &intent, now)?;
    }
    Ok(Verdict::Refund(refund.intent, refund.id))
}

/// Compares a refund that failed at the provider.
fn match_failed(tx: &mut Tx<'_>, line: &StoredLine, refund: &ComparedRefund, now: i64) -> Result<Verdict> {
    match refund.status {
        RefundStatus::Done if !refund.is_outside && !is_former(tx, refund, line)? => {
            let detail = format!("The refund is recorded as done, and the bill says {}.", line.state);
            return Ok(of(CaseKind::OtherState, refund, detail));
        }
        // The provider is asked; the bill may be older than its answer.
        RefundStatus::Pending => drop(refund::wake(tx, refund.intent, now)?),
        RefundStatus::Done | RefundStatus::Failed => {}
    }
    Ok(Verdict::Noted)
}

/// Records a refund that was made at the provider, unless it was recorded under another number.
fn match_unknown(tx: &mut Tx<'_>, channel: &str, line: &StoredLine, now: i64) -> Result<Verdict> {
    if line.outcome() == LineOutcome::NotDone {
        return Ok(Verdict::Noted);
    }
    let Some(intent) = lookup::payment(tx, channel, line)? else {
        let detail = format!(
            "The bill has a refund of {} yuan with the number {} of the payment {} ({}), which is not known here.",
            line.fen, line.refund_number, line.reference, line.transaction
        );
        return Ok(Difference::new(CaseKind::MissingHere, None, detail).into());
    };
    let locked = intent::lock(tx, intent.id)?.filter(Intent::was_paid);
    let Some(intent) = locked.filter(|_| line.fen.is_positive()) else {
        intent::query_at(tx, intent.id, now)?;
        let detail = format!(
            "The bill has a refund of {} yuan of a payment that is not recorded here as paid.",
            line.fen
        );
        return Ok(Difference::new(CaseKind::MissingHere, Some(intent.id), detail).into());
    };
    if let Some(refund) = foreign_with_room(tx, &intent, line)? {
        settle_complete(tx, &intent, now)?;
        return Ok(Verdict::Refund(intent.id, refund));
    }
    let number = if line.refund_number.is_empty() {
        // A refund without a number is known by the sum after it, as in a notice.
        let after = foreign_refund::told(tx, &intent)?.checked_add(line.fen).unwrap_or(line.fen);
        format!("{}-{}", intent.reference, after.get())
    } else {
        line.refund_number.clone()
    };
    foreign_refund::record(tx, &intent, &number, line.fen, now)?;
    settle_complete(tx, &intent, now)?;
    if let Some(refund) = refund::find(tx, &format!("{channel}-{number}"))? {
        return Ok(Verdict::Refund(intent.id, refund));
    }
    // It exceeds what is left of the payment, and its own case says so.
    match case::find(tx, CaseKind::ForeignRefund, channel, &number)? {
        Some(case) => Ok(Verdict::Explained(intent.id, case)),
        None => {
            Ok(Difference::new(CaseKind::MissingHere, Some(intent.id), "The refund is not recorded.").into())
        }
    }
}

/// A refund at the provider that is recorded under another number and that other lines do not use up.
/// One of exactly this amount comes first.
fn foreign_with_room(tx: &mut Tx<'_>, intent: &Intent, line: &StoredLine) -> Result<Option<RefundId>> {
    let found: Option<(RefundId, Fen)> = tx.query_opt(
        concat!(
            "SELECT id, room FROM
               (SELECT r.id, r.fen - COALESCE((SELECT CAST(SUM(l.fen) AS BIGINT) FROM payment_bill_line l
                  WHERE l.refund_id = r.id AND l.id <> $3 AND l.status = ",
            line_status!(Matched),
            "), 0) AS room FROM payment_refund r WHERE r.intent_id = $1 AND r.is_foreign) f
             WHERE room >= $2 ORDER BY room, id LIMIT 1"
        ),
        &[intent.id.into(), line.fen.into(), line.id.into()],
    )?;
    Ok(found.map(|(id, _)| id))
}

/// Settles the case of a payment that the provider had refunded before it was recorded here, once
/// the refunds that are known make up the payment.
fn settle_complete(tx: &mut Tx<'_>, intent: &Intent, now: i64) -> Result<()> {
    if foreign_refund::made(tx, intent)? != intent.paid {
        return Ok(());
    }
    let note = "The bills have refunds of the whole payment.";
    if case::settle_of(tx, CaseKind::RefundedUnknown, intent.id, note, now)? > 0 {
        // Nothing was bought, so the refunds at the provider need no decision of their own.
        case::settle_of(tx, CaseKind::ForeignRefund, intent.id, note, now)?;
    }
    Ok(())
}

/// Whether a line has the number that a refund had before it was tried with a new one.
fn is_former(tx: &mut Tx<'_>, refund: &ComparedRefund, line: &StoredLine) -> Result<bool> {
    let former: Option<(RefundId,)> = tx.query_opt(
        "SELECT id FROM payment_refund WHERE id = $1 AND former = $2",
        &[refund.id.into(), (&line.refund_number).into()],
    )?;
    Ok(former.is_some())
}

fn of(kind: CaseKind, refund: &ComparedRefund, detail: impl Into<String>) -> Verdict {
    Difference::of_refund(kind, refund.intent, refund.id, detail).into()
}
