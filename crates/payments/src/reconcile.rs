//! The background work: polls open attempts, closes those that are over, and sends refunds.
//!
//! Each channel has a lane of its own for attempts and one for refunds, so that a provider that
//! does not answer delays nothing of another. A row is claimed before its provider is called, so
//! any number of processes can work at the same time.

use std::sync::atomic::Ordering;
use std::time::Duration;

use miaohui_db::Tx;
use miaohui_gateways::payment::provider::{ProviderError, RefundOrder, RefundState, Remedy};
use miaohui_kernel::{DAY_MS, HOUR_MS, SECOND_MS};
use miaohui_trace::{current, scope_of};
use tokio::task::JoinSet;

use crate::attempt::end_orphans;
use crate::channel::{Call, Channel};
use crate::desk::{CLAIM_MS, Desk, backoff_ms};
use crate::error::{Error, Result};
use crate::intent;
use crate::refund::{self, Refund};

/// The most concurrent calls of a lane.
const PARALLEL: u32 = 8;
/// How often the tables are polled for work that another process has made.
const POLL: Duration = Duration::from_secs(1);
/// How often bills are looked for that are due.
const BILLS: Duration = Duration::from_secs(60);
/// How often the metrics are measured and forgotten attempts are ended.
const MEASURE: Duration = Duration::from_secs(15);

/// A kind of work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Lane {
    Attempts,
    Refunds,
}

impl Desk {
    /// Works until [`Desk::stop`], or until the task is dropped.
    pub async fn run(self) {
        let mut lanes = JoinSet::new();
        for channel in 0..self.0.channels.len() {
            for lane in [Lane::Attempts, Lane::Refunds] {
                lanes.spawn(self.clone().run_lane(channel, lane));
            }
        }
        // These stop with the lanes; what they do can be cut off.
        let mut others = JoinSet::new();
        for channel in 0..self.0.channels.len() {
            others.spawn(self.clone().run_bills(channel));
        }
        others.spawn(self.run_measuring());
        while lanes.join_next().await.is_some() {}
    }

    async fn run_lane(self, channel: usize, lane: Lane) {
        let name = match lane {
            Lane::Attempts => "check attempts",
            Lane::Refunds => "send refunds",
        };
        while !self.0.is_stopping.load(Ordering::SeqCst) {
            match miaohui_trace::run(name, self.work(channel, lane)).await {
                Ok(count) if count > 0 => continue,
                Ok(_) => {}
                Err(error) => {
                    tracing::warn!(?lane, %error, "the work on payments failed and will be retried");
                }
            }
            let _ = tokio::time::timeout(POLL, self.0.wake.notified()).await;
        }
    }

    async fn run_bills(self, channel: usize) {
        let mut ticks = tokio::time::interval(BILLS);
        loop {
            ticks.tick().await;
            let reconcile = async {
                let reports = self.reconcile_channel_bills(channel).await?;
                miaohui_trace::did(reports.len());
                Ok::<_, Error>(())
            };
            if let Err(error) = miaohui_trace::run("reconcile bills", reconcile).await {
                tracing::warn!(%error, "the work on bills failed and will be retried");
            }
        }
    }

    async fn run_measuring(self) {
        let mut ticks = tokio::time::interval(MEASURE);
        loop {
            ticks.tick().await;
            if let Err(error) = self.measure().await {
                tracing::warn!(%error, "payments could not be measured");
            }
        }
    }

    /// Measures what is open, and ends attempts of channels that are no longer enabled.
    pub async fn measure(&self) -> Result<()> {
        let channels: Vec<&'static str> = self.0.channels.iter().map(Channel::name).collect();
        let now = self.0.clock.now_ms();
        self.0.metrics.measure(&self.0.db, &channels, now).await?;
        let end = move |tx: &mut Tx<'_>| end_orphans(tx, &channels, now - DAY_MS, now);
        let ended = self.0.db.write(end).await?;
        if ended > 0 {
            tracing::error!(ended, "attempts of channels that are not enabled have ended unasked");
        }
        Ok(())
    }

    /// Does one batch of the work that is due, of all channels at the same time, and returns how
    /// much there was.
    pub async fn reconcile(&self) -> Result<usize> {
        let mut lanes = JoinSet::new();
        for channel in 0..self.0.channels.len() {
            for lane in [Lane::Attempts, Lane::Refunds] {
                let desk = self.clone();
                lanes.spawn(async move { desk.work(channel, lane).await });
            }
        }
        let mut count = 0;
        for done in lanes.join_all().await {
            count += done?;
        }
        Ok(count)
    }

    /// Does one batch of a lane.
    async fn work(&self, channel: usize, lane: Lane) -> Result<usize> {
        let Some(provider) = self.0.channels.get(channel) else { return Ok(0) };
        if provider.is_stopped() {
            return Ok(0);
        }
        let (name, now) = (provider.name(), self.0.clock.now_ms());
        let is_due = move |tx: &mut Tx<'_>| match lane {
            Lane::Attempts => intent::is_due(tx, name, now),
            Lane::Refunds => refund::is_due(tx, name, now),
        };
        if !self.0.db.read(is_due).await? {
            return Ok(0);
        }
        let mut tasks: JoinSet<Result<()>> = JoinSet::new();
        match lane {
            Lane::Attempts => {
                let claim = move |tx: &mut Tx<'_>| intent::claim_due(tx, name, now, now + CLAIM_MS, PARALLEL);
                for intent in self.0.db.write(claim).await? {
                    let desk = self.clone();
                    let check = async move {
                        desk.check(desk.find_channel(&intent.channel)?, &intent).await.map(drop)
                    };
                    tasks.spawn(scope_of(current(), check));
                }
            }
            Lane::Refunds => {
                let claim = move |tx: &mut Tx<'_>| refund::claim_due(tx, name, now, now + CLAIM_MS, PARALLEL);
                for refund in self.0.db.write(claim).await? {
                    let desk = self.clone();
                    let send = async move { desk.send_refund(name, refund).await };
                    tasks.spawn(scope_of(current(), send));
                }
            }
        }
        let count = tasks.len();
        miaohui_trace::did(count);
        for done in tasks.join_all().await {
            done?;
        }
        Ok(count)
    }

    /// Sends a refund to the provider, or asks about one that was sent before, and records the
    /// answer.
    async fn send_refund(&self, name: &'static str, refund: Refund) -> Result<()> {
        let channel = self.find_channel(name)?;
        let order = RefundOrder {
            reference: refund.payment.clone(),
            refund: refund.reference.clone(),
            fen: refund.fen,
            of_fen: refund.paid,
            reason: refund.reason.clone(),
        };
        // The first try may have reached the provider, so later ones ask first, and send the refund
        // again only if the provider does not know it.
        let is_first = refund.tries == 1;
        let asked = if is_first {
            Ok(RefundState::Unknown)
        } else {
            channel.call(Call::QueryRefund, |provider| provider.query_refund(&order)).await
        };
        let state = match asked {
            Ok(RefundState::Unknown) => channel.call(Call::Refund, |provider| provider.refund(&order)).await,
            // A question that is refused says nothing about the refund.
            Err(ProviderError::Refused { code, message, .. }) => {
                Err(ProviderError::Refused { code, message, remedy: Remedy::Retry })
            }
            other => other,
        };
        self.record_refund(name, refund, state).await
    }

    async fn record_refund(
        &self,
        channel: &'static str,
        refund: Refund,
        state: Result<RefundState, ProviderError>,
    ) -> Result<()> {
        let (id, number, now) = (refund.id, refund.reference, self.0.clock.now_ms());
        let pause = backoff_ms(refund.tries - 1);
        let record = move |tx: &mut Tx<'_>| match &state {
            Ok(RefundState::Done) => refund::finish(tx, id, now).map(drop),
            Ok(RefundState::Failed(why)) => {
                tracing::error!(number, channel, why, "a refund has failed; an operator has to decide");
                Ok(refund::fail(tx, id, why, now)?)
            }
            Ok(RefundState::Working | RefundState::Unknown) => {
                Ok(refund::retry_at(tx, id, "the refund is in progress", now + pause)?)
            }
            Err(error) => match error {
                ProviderError::Refused { code, message, remedy: Remedy::Final } => {
                    tracing::error!(
                        number,
                        channel,
                        code,
                        message,
                        "a refund is refused; an operator has to decide"
                    );
                    Ok(refund::fail(tx, id, &format!("{code}: {message}"), now)?)
                }
                ProviderError::Refused { code, message, remedy: Remedy::Alarm } => {
                    tracing::error!(
                        number,
                        channel,
                        code,
                        message,
                        "a refund needs a change at the provider"
                    );
                    Ok(refund::retry_at(tx, id, &error.to_string(), now + (6 * pause).min(HOUR_MS))?)
                }
                ProviderError::Refused { remedy: Remedy::Ask, .. } => {
                    Ok(refund::retry_at(tx, id, &error.to_string(), now + (5 * SECOND_MS).max(pause / 2))?)
                }
                _ => {
                    tracing::warn!(number, channel, %error, "a refund will be tried again");
                    Ok(refund::retry_at(tx, id, &error.to_string(), now + pause)?)
                }
            },
        };
        self.0.db.write(record).await
    }
}
