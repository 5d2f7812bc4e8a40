//! What operators do with a difference.

use miaohui_db::Tx;

use crate::case::{self, CaseId, CaseKind};
use crate::case_decision::Decider;
use crate::desk::Desk;
use crate::error::{Error, Result};
use crate::reconciliation::difference;
use crate::reconciliation::lookup;
use crate::reconciliation::stored_bill::{self, BillId};
use crate::reconciliation::stored_line::{self, StoredLineKind};
use crate::reconciliation::verdict::Verdict;

impl Desk {
    /// Records a payment that only the bill has for an attempt: for the one with our number
    /// `reference`, or for the case's own if it is empty. Settles the case; `false` if it is of
    /// another kind or settled.
    pub fn record_missing_here(
        &self,
        tx: &mut Tx<'_>,
        id: CaseId,
        reference: &str,
        by: Decider<'_>,
        now: i64,
    ) -> Result<bool> {
        let Some(case) = case::lock_open(tx, id)?.filter(|case| case.kind == CaseKind::MissingHere) else {
            return Ok(false);
        };
        let found = stored_line::of_case(tx, id)?;
        let Some((line, day)) = found.filter(|(line, _)| line.kind == StoredLineKind::Payment) else {
            return Err(Error::Differs("the line of the bill is no payment".to_owned()));
        };
        let channel = self.find_channel(&case.channel)?.name();
        let intent = match (reference, case.intent) {
            ("", Some(intent)) => crate::intent::lock(tx, intent)?,
            (reference, _) => lookup::by_reference(tx, channel, reference)?,
        };
        let intent = intent.ok_or(Error::NoPayment)?;
        match self.match_payment_with(tx, channel, &line, intent, now)? {
            verdict @ Verdict::Payment(_) => {
                case::settle(tx, id, by.note, Some(by.actor), now)?;
                difference::store(tx, channel, day, &line, verdict, now)?;
                Ok(true)
            }
            Verdict::Difference(found) => Err(Error::Differs(found.detail)),
            _ => Err(Error::NoPayment),
        }
    }

    /// Lets the bill of a case's line be fetched and matched again; `false` if it has none.
    pub fn fetch_bill_of_case(&self, tx: &mut Tx<'_>, id: CaseId, now: i64) -> Result<bool> {
        match stored_bill::of_case(tx, id)? {
            Some(bill) => self.fetch_bill_again(tx, bill, now),
            None => Ok(false),
        }
    }

    /// Lets a bill be fetched and matched again; `false` if there is no such bill.
    pub fn fetch_bill_again(&self, tx: &mut Tx<'_>, id: BillId, now: i64) -> Result<bool> {
        Ok(stored_bill::fetch_again(tx, id, now)?)
    }
}
