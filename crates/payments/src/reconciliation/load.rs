//! Stores the lines of a bill, in small transactions.

use std::sync::Arc;

use miaohui_db::Tx;
use miaohui_gateways::payment::bill::{Bill, BillLine};

use crate::desk::{CLAIM_MS, Desk};
use crate::error::Result;
use crate::reconciliation::fund_flow;
use crate::reconciliation::progress::{BillProgress, BillStep, Watch};
use crate::reconciliation::stored_bill::{self, BillStatus, StoredBill, StoredBillKind};
use crate::reconciliation::stored_line;

/// The number of lines that one transaction stores.
const BATCH: usize = 500;

impl Desk {
    /// Stores the lines of a bill in place of those of an earlier load; `false` if another worker has
    /// taken the bill over.
    pub(crate) async fn load_bill(
        &self,
        channel: &'static str,
        bill: &StoredBill,
        fetched: Arc<Bill>,
        watch: Watch<'_>,
    ) -> Result<bool> {
        let old = bill.clone();
        if !self.0.db.write(move |tx: &mut Tx<'_>| stored_bill::begin_load(tx, &old)).await? {
            return Ok(false);
        }
        let bill = StoredBill { status: BillStatus::Loading, revision: bill.revision + 1, ..bill.clone() };
        while let Some(deleted) =
            self.in_load(&bill, move |tx, bill| stored_line::delete_some(tx, bill.id, BATCH as i64)).await?
        {
            if deleted == 0 {
                break;
            }
        }
        let count = fetched.lines.len();
        for from in (0..count).step_by(BATCH) {
            let lines = Arc::clone(&fetched);
            let stored = self.in_load(&bill, move |tx, bill| {
                for (no, line) in lines.lines.iter().enumerate().skip(from).take(BATCH) {
                    if is_kept(tx, channel, bill.kind, line)? {
                        stored_line::insert(tx, bill, channel, no as i64 + 1, line)?;
                    }
                }
                Ok(())
            });
            if stored.await?.is_none() {
                return Ok(false);
            }
            let step = BillStep::Storing((from + BATCH).min(count) as u64);
            watch(BillProgress { channel, day: bill.day(), kind: bill.kind, step, lines: count as u64 });
        }
        let now = self.0.clock.now_ms();
        let ended = self.in_load(&bill, move |tx, bill| stored_bill::end_load(tx, bill, &fetched.hash, now));
        Ok(ended.await?.unwrap_or(false))
    }

    /// Does a part of a load in one transaction; `None` if another worker has taken the bill over.
    async fn in_load<T: Send + 'static>(
        &self,
        bill: &StoredBill,
        mut part: impl FnMut(&mut Tx<'_>, &StoredBill) -> miaohui_db::Result<T> + Send + 'static,
    ) -> Result<Option<T>> {
        let (bill, until) = (bill.clone(), self.0.clock.now_ms() + CLAIM_MS);
        let job = move |tx: &mut Tx<'_>| {
            if !stored_bill::hold(tx, &bill, BillStatus::Loading, until)? {
                return Ok(None);
            }
            part(tx, &bill).map(Some)
        };
        Ok(self.0.db.write(job).await?)
    }
}

/// Whether a line is stored. A fund flow repeats the payments, the refunds and their fees, which the
/// trade bills have.
fn is_kept(
    tx: &mut Tx<'_>,
    channel: &str,
    kind: StoredBillKind,
    line: &BillLine,
) -> miaohui_db::Result<bool> {
    match kind {
        StoredBillKind::Trade => Ok(true),
        StoredBillKind::FundFlow => fund_flow::is_own(tx, channel, line),
    }
}
