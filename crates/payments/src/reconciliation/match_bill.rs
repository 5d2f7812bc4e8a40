//! Matches the lines of a bill, in small transactions.

use miaohui_db::Tx;

use crate::channel::Channel;
use crate::desk::{CLAIM_MS, Desk};
use crate::error::Result;
use crate::reconciliation::difference;
use crate::reconciliation::match_refund::match_refund;
use crate::reconciliation::progress::{BillProgress, BillStep, Watch};
use crate::reconciliation::stored_bill::{self, BillStatus, StoredBill};
use crate::reconciliation::stored_line::{self, StoredLine, StoredLineKind};
use crate::reconciliation::verdict::Verdict;

/// The number of lines that one transaction matches.
const BATCH: i64 = 100;

impl Desk {
    /// Matches all lines of a bill; `false` if another worker has taken the bill over.
    pub(crate) async fn match_bill(
        &self,
        channel: &Channel,
        bill: &StoredBill,
        watch: Watch<'_>,
    ) -> Result<bool> {
        let (name, lines) = (channel.name(), bill.line_count.unsigned_abs());
        let mut matched = 0;
        loop {
            let Some(count) = self.match_some(name, bill).await? else { return Ok(false) };
            if count == 0 {
                self.wake();
                return Ok(true);
            }
            matched += count;
            let step = BillStep::Matching(matched);
            watch(BillProgress { channel: name, day: bill.day(), kind: bill.kind, step, lines });
        }
    }

    /// Matches some lines in one transaction; returns how many.
    async fn match_some(&self, channel: &'static str, bill: &StoredBill) -> Result<Option<u64>> {
        let (desk, bill, now) = (self.clone(), bill.clone(), self.0.clock.now_ms());
        let job = move |tx: &mut Tx<'_>| {
            if !stored_bill::hold(tx, &bill, BillStatus::Matching, now + CLAIM_MS)? {
                return Ok(None);
            }
            let lines = stored_line::unmatched(tx, bill.id, BATCH)?;
            for line in &lines {
                let verdict = desk.compare(tx, channel, line, now)?;
                difference::store(tx, channel, bill.day(), line, verdict, now)?;
            }
            Ok::<_, crate::Error>(Some(lines.len() as u64))
        };
        self.0.db.write(job).await
    }

    /// Compares a line with what is recorded here.
    pub(crate) fn compare(
        &self,
        tx: &mut Tx<'_>,
        channel: &'static str,
        line: &StoredLine,
        now: i64,
    ) -> Result<Verdict> {
        match line.kind {
            StoredLineKind::Payment => self.match_payment(tx, channel, line, now),
            StoredLineKind::Refund => match_refund(tx, channel, line, now),
            StoredLineKind::Fee | StoredLineKind::Other => Ok(Verdict::Noted),
        }
    }
}
