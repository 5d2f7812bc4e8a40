//! Numbers of the database that the metrics show, read again and again.

use std::sync::Arc;
use std::sync::atomic::AtomicI64;
use std::time::Duration;

use miaohui_db::{Database, Tx, lease_end};
use miaohui_gateways::{OutboxKind, WaitingMessages, waiting_messages};
use miaohui_web::Metrics;
use parking_lot::Mutex;
use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;

/// How old the numbers get.
const EVERY: Duration = Duration::from_secs(15);

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct KindLabels {
    kind: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct WorkLabels {
    work: &'static str,
}

type Gauges<L> = Family<L, Gauge<i64, AtomicI64>>;

/// The numbers. Cheap to clone: clones share them.
#[derive(Clone, Debug, Default)]
pub struct Measures {
    waiting: Gauges<KindLabels>,
    oldest: Gauges<KindLabels>,
    leases: Gauges<WorkLabels>,
    work: Arc<Mutex<Vec<&'static str>>>,
}

impl Measures {
    /// Registers the numbers.
    pub fn new(metrics: &Metrics) -> Self {
        let own = Self::default();
        metrics.register(|registry| {
            registry.register("outbox_waiting", "Messages that wait to be sent", own.waiting.clone());
            let help = "When the oldest message was written that waits to be sent; 0: none waits";
            registry.register("outbox_oldest_timestamp_seconds", help, own.oldest.clone());
            let help = "When the last lease of a periodic work ends or has ended";
            registry.register("lease_until_timestamp_seconds", help, own.leases.clone());
        });
        own
    }

    /// Shows the lease of periodic work from now on. Work that this process does not do is not shown: the
    /// lease of one that nobody does any more, such as that of backups which are switched off, stays in
    /// the table.
    pub fn watch_work(&self, name: &'static str) {
        self.work.lock().push(name);
    }

    /// Reads the numbers until the task is dropped.
    pub async fn run(self, db: Database) {
        let mut ticks = tokio::time::interval(EVERY);
        loop {
            ticks.tick().await;
            if let Err(error) = self.measure(&db).await {
                tracing::warn!(%error, "the numbers of the metrics could not be read");
            }
        }
    }

    /// Reads the numbers once.
    pub async fn measure(&self, db: &Database) -> miaohui_db::Result<()> {
        let work = self.work.lock().clone();
        let read = move |tx: &mut Tx<'_>| {
            let leases = work.iter().map(|work| lease_end(tx, work).map(|end| (*work, end)));
            let leases = leases.collect::<miaohui_db::Result<Vec<_>>>()?;
            Ok::<_, miaohui_db::Error>((waiting_messages(tx)?, leases))
        };
        let (messages, leases) = db.read(read).await?;
        for kind in OutboxKind::ALL.iter().copied() {
            let found = messages.iter().find(|found| found.kind == kind);
            let labels = KindLabels { kind: kind.value() };
            let WaitingMessages { count, oldest_at, .. } =
                found.copied().unwrap_or(WaitingMessages { kind, count: 0, oldest_at: 0 });
            self.waiting.get_or_create(&labels).set(count);
            self.oldest.get_or_create(&labels).set(oldest_at / 1000);
        }
        for (work, end) in leases {
            if let Some(end) = end {
                self.leases.get_or_create(&WorkLabels { work }).set(end / 1000);
            }
        }
        Ok(())
    }
}
