//! How far the standbys are behind the primary, asked again and again.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use miaohui_db::{Database, Lag};
use miaohui_web::Metrics;
use parking_lot::Mutex;
use prometheus_client::collector::Collector;
use prometheus_client::encoding::{DescriptorEncoder, EncodeMetric, MetricEncoder};
use prometheus_client::metrics::MetricType;
use prometheus_client::metrics::gauge::ConstGauge;

/// How old the numbers get.
const EVERY: Duration = Duration::from_secs(5);

/// The lags by host and port; without those standbys that do not tell. Cheap to clone: clones share them.
#[derive(Clone, Debug, Default)]
pub struct ReplicaLags(Arc<Mutex<Vec<(String, Lag)>>>);

impl ReplicaLags {
    /// Registers the metrics.
    pub fn new(metrics: &Metrics) -> Self {
        let own = Self::default();
        metrics.register(|registry| registry.register_collector(Box::new(own.clone())));
        own
    }

    /// Asks the standbys again and again until the task is dropped.
    pub async fn run(self, db: Database) {
        let mut ticks = tokio::time::interval(EVERY);
        loop {
            ticks.tick().await;
            let lags = db.replica_lags().await;
            *self.0.lock() = lags;
        }
    }

    /// Writes the series of one metric.
    fn encode<T>(
        &self,
        mut metric: MetricEncoder<'_>,
        value: impl Fn(&Lag) -> Option<T>,
    ) -> Result<(), fmt::Error>
    where
        ConstGauge<T>: EncodeMetric,
    {
        for (replica, lag) in &*self.0.lock() {
            let Some(value) = value(lag) else { continue };
            let labels = [("replica", replica.as_str())];
            ConstGauge::new(value).encode(metric.encode_family(&labels)?)?;
        }
        Ok(())
    }
}

impl Collector for ReplicaLags {
    fn encode(&self, mut encoder: DescriptorEncoder<'_>) -> Result<(), fmt::Error> {
        let help = "How much of the primary's log a standby has not replayed";
        let bytes = encoder.encode_descriptor("replica_lag_bytes", help, None, MetricType::Gauge)?;
        self.encode(bytes, |lag| i64::try_from(lag.bytes).ok())?;
        let help = "Age of the last commit that a standby has replayed; 0: it has replayed all";
        let seconds = encoder.encode_descriptor("replica_lag_seconds", help, None, MetricType::Gauge)?;
        self.encode(seconds, |lag| lag.seconds)
    }
}
