//! The payment desk: the channels and the products of a process.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use miaohui_db::Database;
use miaohui_gateways::payment::provider::{CertificateEnd, Provider};
use miaohui_kernel::{Clock, HOUR_MS, Rng, SECOND_MS};
use prometheus_client::registry::Registry;
use tokio::sync::Notify;

use crate::channel::Channel;
use crate::error::{Error, Result};
use crate::metrics::PaymentMetrics;
use crate::payable::Payable;

/// How long an intent or a refund is claimed by the process that queries or sends it: longer than a
/// call to a provider can take.
pub(crate) const CLAIM_MS: i64 = 30 * SECOND_MS;

/// The time until the next attempt after `attempts` of them: 10 seconds, doubled each time, up to
/// an hour.
pub(crate) fn backoff_ms(attempts: i64) -> i64 {
    ((10 * SECOND_MS) << attempts.clamp(0, 8)).min(HOUR_MS)
}

/// The payments of a process. Cheap to clone.
#[derive(Clone)]
pub struct Desk(pub(crate) Arc<Inner>);

pub(crate) struct Inner {
    pub db: Database,
    pub clock: Clock,
    rng: Rng,
    pub channels: Vec<Channel>,
    pub payables: HashMap<&'static str, Arc<dyn Payable>>,
    pub metrics: PaymentMetrics,
    /// Wakes the background work.
    pub wake: Notify,
    /// Whether the background work has to end.
    pub is_stopping: AtomicBool,
}

impl Desk {
    /// Creates a desk for the enabled providers, the default one first, and the products' payables.
    pub fn new(
        db: Database,
        clock: Clock,
        rng: Rng,
        providers: Vec<Arc<dyn Provider>>,
        payables: Vec<Arc<dyn Payable>>,
    ) -> Self {
        let metrics = PaymentMetrics::default();
        let channels = providers
            .into_iter()
            .map(|provider| Channel::new(provider, metrics.clone(), clock.clone()))
            .collect();
        let payables = payables.into_iter().map(|payable| (payable.subject(), payable)).collect();
        Self(Arc::new(Inner {
            db,
            clock,
            rng,
            channels,
            payables,
            metrics,
            wake: Notify::new(),
            is_stopping: AtomicBool::new(false),
        }))
    }

    /// The channel that a payment would use: `channel`, or the default channel for an empty name.
    pub fn channel(&self, channel: &str) -> Result<&'static str> {
        Ok(self.find_channel(channel)?.name())
    }

    /// The channel of this name, or the default one for an empty name.
    pub(crate) fn find_channel(&self, name: &str) -> Result<&Channel> {
        let mut channels = self.0.channels.iter();
        channels.find(|channel| name.is_empty() || channel.name() == name).ok_or(Error::NoChannel)
    }

    /// Wakes the background work after a transaction that has made some is committed.
    pub fn wake(&self) {
        self.0.wake.notify_waiters();
    }

    /// Ends the background work after the calls that it is making.
    pub fn stop(&self) {
        self.0.is_stopping.store(true, Ordering::SeqCst);
        self.wake();
    }

    /// The ends of the certificates of all channels.
    pub fn certificate_ends(&self) -> Vec<CertificateEnd> {
        self.0.channels.iter().flat_map(|channel| channel.provider.certificate_ends()).collect()
    }

    /// Registers the metrics of payments.
    pub fn register_metrics(&self, registry: &mut Registry) {
        self.0.metrics.register(registry);
    }

    /// A new number for a provider. Numbers rise with time, so that new rows are adjacent in their
    /// indexes.
    pub(crate) fn number(&self) -> String {
        format!("m{:011x}{}", self.0.clock.now_ms(), &self.0.rng.hex32()[..16])
    }
}
