//! The work on one bill: fetch, store, match, post, and look for what it lacks.

use std::sync::Arc;

use miaohui_db::Tx;
use miaohui_kernel::{DAY_MS, HOUR_MS};

use crate::channel::{Call, Channel};
use crate::desk::{CLAIM_MS, Desk};
use crate::error::Result;
use crate::reconciliation::post_fees::post_fees;
use crate::reconciliation::progress::{BillOutcome, BillProgress, BillStep, Watch};
use crate::reconciliation::stored_bill::{self, BillStatus, StoredBill, StoredBillKind};
use crate::reconciliation::stored_line;

/// When a bill that could not be had is asked for again.
const AGAIN_MS: i64 = HOUR_MS;
/// How long after its day a bill that the provider does not have counts as empty.
const EMPTY_AFTER_MS: i64 = 2 * DAY_MS;

impl Desk {
    /// Works on a claimed bill.
    pub(crate) async fn reconcile_bill(
        &self,
        channel: &Channel,
        bill: StoredBill,
        watch: Watch<'_>,
    ) -> Result<BillOutcome> {
        let bill = match bill.status {
            BillStatus::Matching => bill,
            _ => match self.fetch_bill(channel, bill, watch).await? {
                Ok(bill) => bill,
                Err(outcome) => return Ok(outcome),
            },
        };
        if !self.match_bill(channel, &bill, watch).await? {
            return Ok(BillOutcome::Elsewhere);
        }
        self.finish_bill(channel, bill, BillStatus::Reconciled).await
    }

    /// Fetches a bill and stores its lines. Otherwise the outcome of the work on it.
    async fn fetch_bill(
        &self,
        channel: &Channel,
        bill: StoredBill,
        watch: Watch<'_>,
    ) -> Result<Result<StoredBill, BillOutcome>> {
        let (name, day, kind, id) = (channel.name(), bill.day(), bill.kind, bill.id);
        let is_flow = kind == StoredBillKind::FundFlow;
        if is_flow
            && !self.0.db.read(move |tx: &mut Tx<'_>| stored_bill::is_trade_known(tx, name, day)).await?
        {
            return self.try_later(bill, "the trade bill of the day comes first").await.map(Err);
        }
        watch(BillProgress { channel: name, day, kind, step: BillStep::Downloading, lines: 0 });
        let answer = channel.call(Call::Bill, |provider| provider.bill(day, kind.asked())).await;
        let fetched = match answer {
            Ok(Some(fetched)) => fetched,
            Ok(None) if !bill.hash.is_empty() => {
                return Ok(self.rematch_bill(bill).await?.ok_or(BillOutcome::Elsewhere));
            }
            Ok(None) if self.0.clock.now_ms() >= day.after().begins_at() + EMPTY_AFTER_MS => {
                return self.finish_bill(channel, bill, BillStatus::Empty).await.map(Err);
            }
            Ok(None) => return self.try_later(bill, "the provider does not have it yet").await.map(Err),
            Err(error) => {
                tracing::warn!(channel = name, %day, ?kind, %error, "a bill could not be fetched");
                return self.try_later(bill, &error.to_string()).await.map(Err);
            }
        };
        if fetched.hash == bill.hash {
            return Ok(self.rematch_bill(bill).await?.ok_or(BillOutcome::Elsewhere));
        }
        if !bill.hash.is_empty() {
            tracing::warn!(channel = name, %day, ?kind, "the provider has changed a bill");
        }
        if !self.load_bill(name, &bill, Arc::new(fetched), watch).await? {
            return Ok(Err(BillOutcome::Elsewhere));
        }
        Ok(Ok(self.0.db.read(move |tx: &mut Tx<'_>| stored_bill::read(tx, id)).await?))
    }

    async fn try_later(&self, bill: StoredBill, why: &str) -> Result<BillOutcome> {
        let (at, text) = (self.0.clock.now_ms() + AGAIN_MS, why.to_owned());
        self.0.db.write(move |tx: &mut Tx<'_>| stored_bill::retry_at(tx, &bill, &text, at)).await?;
        Ok(BillOutcome::Later(why.to_owned()))
    }

    /// Lets the stored lines of a bill that is unchanged be matched; `None` if another worker has it.
    async fn rematch_bill(&self, bill: StoredBill) -> Result<Option<StoredBill>> {
        let until = self.0.clock.now_ms() + CLAIM_MS;
        let rematch = move |tx: &mut Tx<'_>| {
            if !stored_bill::hold(tx, &bill, bill.status, until)? {
                return Ok(None);
            }
            stored_bill::rematch(tx, &bill)?;
            stored_bill::read(tx, bill.id).map(Some)
        };
        Ok(self.0.db.write(rematch).await?)
    }

    /// Posts the fees and the movements of a bill, ends the work on it, and compares the other way
    /// round: what is recorded here must be in the bills.
    async fn finish_bill(
        &self,
        channel: &Channel,
        bill: StoredBill,
        status: BillStatus,
    ) -> Result<BillOutcome> {
        let (name, day, kind, now) = (channel.name(), bill.day(), bill.kind, self.0.clock.now_ms());
        let expected = bill.status;
        let finish = move |tx: &mut Tx<'_>| {
            if !stored_bill::hold(tx, &bill, expected, now)? {
                return Ok(None);
            }
            let bill = stored_bill::read(tx, bill.id)?;
            post_fees(tx, name, &bill, now)?;
            stored_bill::end(tx, &bill, status, now)?;
            let differences = stored_line::count_differences(tx, bill.id)?;
            Ok::<_, crate::Error>(Some((bill, differences)))
        };
        let Some((bill, differences)) = self.0.db.write(finish).await? else {
            return Ok(BillOutcome::Elsewhere);
        };
        if kind == StoredBillKind::Trade {
            self.settle_resolved(name).await?;
            self.find_missing(name, day).await?;
        }
        let StoredBill { line_count: lines, paid, refunded, fees, .. } = bill;
        Ok(match status {
            BillStatus::Empty => BillOutcome::Empty,
            _ => BillOutcome::Reconciled { lines, paid, refunded, fees, differences },
        })
    }
}
