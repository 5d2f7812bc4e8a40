//! Metrics of webhooks.

use std::sync::atomic::{AtomicI64, AtomicU64};

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::registry::Registry;

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct ResultLabels {
    result: &'static str,
}

#[derive(Clone, Debug, Default)]
pub(crate) struct WebhookMetrics {
    attempts: Family<ResultLabels, Counter<u64, AtomicU64>>,
    oldest: Gauge<i64, AtomicI64>,
    paused: Gauge<i64, AtomicI64>,
}

impl WebhookMetrics {
    pub fn register(&self, registry: &mut Registry) {
        let help = "Attempts to deliver an event to a webhook";
        registry.register("webhook_attempts", help, self.attempts.clone());
        let help = "When the oldest event was written that waits for a webhook which is not paused; 0: none";
        registry.register("webhook_oldest_waiting_timestamp_seconds", help, self.oldest.clone());
        let help = "Webhooks to which nothing is sent";
        registry.register("webhook_endpoints_paused", help, self.paused.clone());
    }

    pub fn note_attempt(&self, result: &'static str) {
        self.attempts.get_or_create(&ResultLabels { result }).inc();
    }

    pub fn set(&self, oldest_ms: Option<i64>, paused: usize) {
        self.oldest.set(oldest_ms.unwrap_or_default() / 1000);
        self.paused.set(paused as i64);
    }
}
