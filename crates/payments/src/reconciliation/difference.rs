//! Stores how a line stands, and opens or settles its case.

use miaohui_db::{Result, Tx};
use miaohui_gateways::payment::bill::BillDay;

use crate::case::{self, CaseKind, NewCase};
use crate::reconciliation::stored_line::{self, LineStatus, StoredLine};
use crate::reconciliation::verdict::{Difference, Verdict};

/// The note of a case whose line agrees now.
const AGREES: &str = "The bill and the record agree now.";
/// The note of a case whose line differs in another way now.
const REPLACED: &str = "The line differs in another way now, and has another case.";

/// Stores a verdict about a line of a bill of `day`. A difference opens a case; a case of an earlier
/// verdict is settled.
pub(crate) fn store(
    tx: &mut Tx<'_>,
    channel: &str,
    day: BillDay,
    line: &StoredLine,
    verdict: Verdict,
    now: i64,
) -> Result<()> {
    let (status, of, opened) = match verdict {
        Verdict::Payment(intent) => (LineStatus::Matched, (Some(intent), None), None),
        Verdict::Refund(intent, refund) => (LineStatus::Matched, (Some(intent), Some(refund)), None),
        Verdict::Noted => (LineStatus::Noted, (None, None), None),
        Verdict::Explained(intent, case) => (LineStatus::Difference, (Some(intent), None), Some(case)),
        Verdict::Difference(found) => {
            let of = (found.intent, found.refund);
            (LineStatus::Difference, of, open(tx, channel, day, line, &found, now)?)
        }
    };
    if let Some(earlier) = line.case.filter(|earlier| Some(*earlier) != opened) {
        let note = if opened.is_some() { REPLACED } else { AGREES };
        case::settle_found(tx, earlier, note, now)?;
    }
    stored_line::set(tx, line.id, status, of, opened)
}

/// Opens the case of a difference, or finds the one that was opened for the same line before.
fn open(
    tx: &mut Tx<'_>,
    channel: &str,
    day: BillDay,
    line: &StoredLine,
    found: &Difference,
    now: i64,
) -> Result<Option<case::CaseId>> {
    let key = format!("{day}:{}:{}:{}", line.reference, line.transaction, line.refund_number);
    let new = NewCase {
        kind: found.kind,
        channel,
        key: &key,
        intent: found.intent,
        refund: found.refund,
        fen: Some(line.fen),
        detail: &found.detail,
        deadline_at: None,
    };
    if case::open_again(tx, &new, now)? {
        tracing::warn!(
            channel,
            %day,
            kind = found.kind.value(),
            reference = line.reference,
            refund = line.refund_number,
            fen = line.fen.get(),
            "a bill differs: {}",
            found.detail
        );
    }
    if found.kind == CaseKind::MissingHere {
        // A notice of the same payment may have opened a case, which says less.
        let note = "The bill has the payment, and its difference has a case.";
        case::settle_by_key(tx, CaseKind::UnknownPayment, channel, &line.transaction, note, now)?;
    }
    case::find(tx, found.kind, channel, &key)
}
