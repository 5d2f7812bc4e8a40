//! The daily run: which bills of a channel are due, one after the other.

use miaohui_db::Tx;
use miaohui_gateways::payment::bill::BillDay;
use miaohui_kernel::HOUR_MS;
use tokio::task::JoinSet;

use crate::channel::Channel;
use crate::desk::{CLAIM_MS, Desk};
use crate::error::{Error, Result};
use crate::intent::IntentId;
use crate::reconciliation::progress::{BillProgress, BillReport, Watch};
use crate::reconciliation::stored_bill;

/// When a provider has the bill of a day: at 10 o'clock of the next day, in China's time zone.
const READY_MS: i64 = 10 * HOUR_MS;
/// The most missed days that are caught up.
const MOST_DAYS: usize = 30;

/// Which bills to fetch.
#[derive(Clone, Debug, Default)]
pub struct BillRequest {
    /// The day, whose bills are fetched again; `None` for all that are missing.
    pub day: Option<BillDay>,
    /// The channel; `None` for all.
    pub channel: Option<String>,
}

impl Desk {
    /// Fetches and matches the bills that are due, of all channels at the same time.
    pub async fn reconcile_bills(&self) -> Result<Vec<BillReport>> {
        let mut lanes = JoinSet::new();
        for channel in 0..self.0.channels.len() {
            let desk = self.clone();
            lanes.spawn(async move { desk.reconcile_channel_bills(channel).await });
        }
        let mut reports = Vec::new();
        for done in lanes.join_all().await {
            reports.extend(done?);
        }
        Ok(reports)
    }

    /// Fetches and matches the bills of a channel that are due.
    pub(crate) async fn reconcile_channel_bills(&self, channel: usize) -> Result<Vec<BillReport>> {
        let Some(channel) = self.0.channels.get(channel) else { return Ok(Vec::new()) };
        if channel.provider.is_local() || channel.is_stopped() {
            return Ok(Vec::new());
        }
        self.add_days(channel).await?;
        self.work_off(channel, &|_| {}).await
    }

    /// Fetches and matches bills now, and tells how far it is. [`Error::DayNotOver`] for a day that may
    /// still have payments.
    pub async fn fetch_bills(
        &self,
        request: &BillRequest,
        watch: impl Fn(BillProgress) + Send + Sync,
    ) -> Result<Vec<BillReport>> {
        if request.day.is_some_and(|day| day >= BillDay::of(self.0.clock.now_ms())) {
            return Err(Error::DayNotOver);
        }
        let named = request.channel.as_deref().map(|name| self.find_channel(name)).transpose()?;
        let channels: Vec<&Channel> = match named {
            Some(channel) if channel.provider.is_local() => return Err(Error::NoChannel),
            Some(channel) => vec![channel],
            None => self.0.channels.iter().filter(|channel| !channel.provider.is_local()).collect(),
        };
        let mut reports = Vec::new();
        for channel in channels {
            let (name, day, now) = (channel.name(), request.day, self.0.clock.now_ms());
            self.add_days(channel).await?;
            let wake = move |tx: &mut Tx<'_>| {
                if let Some(day) = day {
                    stored_bill::add(tx, name, day, now)?;
                }
                stored_bill::wake(tx, name, day, now)
            };
            self.0.db.write(wake).await?;
            reports.extend(self.work_off(channel, &watch).await?);
        }
        Ok(reports)
    }

    /// Adds the days whose bills are due: all after the last one that is known, up to 30.
    async fn add_days(&self, channel: &Channel) -> Result<()> {
        let (name, now) = (channel.name(), self.0.clock.now_ms());
        let last = BillDay::of(now - READY_MS).before();
        let known =
            self.0.db.read(move |tx: &mut Tx<'_>| stored_bill::last_trade_day(tx, name, last)).await?;
        if known.is_some_and(|known| known >= last) {
            return Ok(());
        }
        let add = move |tx: &mut Tx<'_>| {
            let first = match stored_bill::last_trade_day(tx, name, last)? {
                Some(known) => known.after(),
                None => first_day(tx, name)?.unwrap_or(last),
            };
            let days = std::iter::successors(Some(last), |day| Some(day.before()));
            for day in days.take_while(|day| *day >= first).take(MOST_DAYS) {
                stored_bill::add(tx, name, day, now)?;
            }
            Ok::<_, Error>(())
        };
        self.0.db.write(add).await
    }

    /// Works on the bills of a channel that are due, one after the other.
    async fn work_off(&self, channel: &Channel, watch: Watch<'_>) -> Result<Vec<BillReport>> {
        let (name, mut reports) = (channel.name(), Vec::new());
        loop {
            let now = self.0.clock.now_ms();
            let claim = move |tx: &mut Tx<'_>| stored_bill::claim_due(tx, name, now, now + CLAIM_MS);
            let Some(bill) = self.0.db.write(claim).await? else { return Ok(reports) };
            let (day, kind) = (bill.day(), bill.kind);
            let outcome = self.reconcile_bill(channel, bill, watch).await?;
            tracing::info!(channel = name, %day, ?kind, ?outcome, "a bill was worked on");
            reports.push(BillReport { channel: name, day, kind, outcome });
        }
    }
}

/// The day of a channel's first attempt to pay.
fn first_day(tx: &mut Tx<'_>, channel: &str) -> miaohui_db::Result<Option<BillDay>> {
    let first: Option<(IntentId, i64)> = tx.query_opt(
        "SELECT id, created_at FROM payment_intent WHERE channel = $1 ORDER BY id LIMIT 1",
        &[channel.into()],
    )?;
    Ok(first.map(|(_, created_at)| BillDay::of(created_at)))
}
