//! Settles differences that have resolved themselves.

use miaohui_db::Tx;

use crate::case::{self, CaseId, case_kind, case_status};
use crate::desk::Desk;
use crate::error::Result;
use crate::intent::IntentId;
use crate::reconciliation::difference;
use crate::reconciliation::stored_line;
use crate::reconciliation::verdict::DIFFERENCE_KINDS;
use crate::refund::{RefundId, RefundStatus};

/// The number of cases that one transaction looks at.
const BATCH: i64 = 50;

miaohui_db::row! {
    /// An open case of a payment or a refund that the bills lacked.
    #[derive(Clone, Debug)]
    struct LackingCase as lacking_columns {
        id: CaseId = "id",
        intent: Option<IntentId> = "intent_id",
        refund: Option<RefundId> = "refund_id",
    }
}

impl Desk {
    /// Compares the lines with open cases of a channel again, and settles those that agree now.
    pub(crate) async fn settle_resolved(&self, channel: &'static str) -> Result<()> {
        let mut after = CaseId(0);
        loop {
            let (desk, now) = (self.clone(), self.0.clock.now_ms());
            let job = move |tx: &mut Tx<'_>| {
                let lines = stored_line::with_open_cases(tx, channel, after, BATCH)?;
                for (line, day) in &lines {
                    let verdict = desk.compare(tx, channel, line, now)?;
                    difference::store(tx, channel, *day, line, verdict, now)?;
                }
                Ok::<_, crate::Error>(lines.last().and_then(|(line, _)| line.case))
            };
            match self.0.db.write(job).await? {
                Some(last) => after = last,
                None => break,
            }
        }
        let now = self.0.clock.now_ms();
        self.0.db.write(move |tx: &mut Tx<'_>| settle_vanished(tx, channel, now)).await?;
        self.settle_found_there(channel).await
    }

    /// Settles the cases of what the bills lacked and have now.
    async fn settle_found_there(&self, channel: &'static str) -> Result<()> {
        let mut after = CaseId(0);
        loop {
            let now = self.0.clock.now_ms();
            let job = move |tx: &mut Tx<'_>| {
                let cases: Vec<LackingCase> = tx.query(
                    concat!(
                        "SELECT ",
                        lacking_columns!(),
                        " FROM payment_case WHERE channel = $1 AND id > $2 AND kind = ",
                        case_kind!(MissingThere),
                        " AND status = ",
                        case_status!(Open),
                        " ORDER BY id LIMIT $3"
                    ),
                    &[channel.into(), after.into(), BATCH.into()],
                )?;
                for case in &cases {
                    if let Some(note) = resolution(tx, case)? {
                        case::settle(tx, case.id, note, None, now)?;
                    }
                }
                Ok::<_, crate::Error>(cases.last().map(|case| case.id))
            };
            match self.0.db.write(job).await? {
                Some(last) => after = last,
                None => return Ok(()),
            }
        }
    }
}

/// Why a case of what the bills lacked is over; `None` if it is not.
fn resolution(tx: &mut Tx<'_>, case: &LackingCase) -> Result<Option<&'static str>> {
    let Some(intent) = case.intent else { return Ok(None) };
    if stored_line::is_known(tx, intent, case.refund)? {
        return Ok(Some("A bill has it now."));
    }
    let Some(refund) = case.refund else { return Ok(None) };
    let (status, is_outside): (RefundStatus, bool) =
        tx.query_one("SELECT status, is_outside FROM payment_refund WHERE id = $1", &[refund.into()])?;
    let is_expected = status == RefundStatus::Done && !is_outside;
    Ok(if is_expected { None } else { Some("The refund is no longer expected in the bills.") })
}

/// Settles the cases of lines that a corrected bill no longer has.
fn settle_vanished(tx: &mut Tx<'_>, channel: &str, now: i64) -> miaohui_db::Result<u64> {
    tx.execute(
        concat!(
            "UPDATE payment_case SET status = ",
            case_status!(Settled),
            ", note = 'The provider has corrected the bill, which no longer has the line.', ended_at = $3
             WHERE channel = $1 AND kind IN LIST($2) AND kind <> ",
            case_kind!(MissingThere),
            " AND status = ",
            case_status!(Open),
            " AND NOT EXISTS (SELECT 1 FROM payment_bill_line l WHERE l.case_id = payment_case.id)"
        ),
        &[channel.into(), (&DIFFERENCE_KINDS[..]).into(), now.into()],
    )
}
