//! Metrics of payments: calls to the providers, and what is open, by age.

use std::sync::atomic::{AtomicI64, AtomicU64};
use std::time::Duration;

use miaohui_db::{Database, Result, Tx};
use miaohui_kernel::{DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS};
use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::Registry;

use crate::case::CaseKind;
use crate::intent::open_statuses;
use crate::reconciliation::stored_bill;
use crate::refund::refund_status;

const CALL_SECONDS: [f64; 9] = [0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0];
/// The ages that open attempts and refunds are counted by: a name and the age from which it counts.
const AGES: [(&str, i64); 5] =
    [("new", 0), ("10m", 10 * MINUTE_MS), ("1h", HOUR_MS), ("1d", DAY_MS), ("1w", 7 * DAY_MS)];
/// The numbers of tries that refunds are counted by.
const TRIES: [(&str, i64); 4] = [("0-2", 0), ("3-9", 3), ("10-29", 10), ("30+", 30)];

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct CallLabels {
    channel: &'static str,
    call: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct ErrorLabels {
    channel: &'static str,
    call: &'static str,
    code: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct ChannelLabels {
    channel: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct AgeLabels {
    channel: &'static str,
    age: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct TriesLabels {
    channel: &'static str,
    tries: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct CaseLabels {
    kind: &'static str,
}

type Gauges<L> = Family<L, Gauge<i64, AtomicI64>>;

/// The metrics of the payments of a process. Those of the database are measured in the background.
#[derive(Clone, Debug)]
pub(crate) struct PaymentMetrics {
    seconds: Family<CallLabels, Histogram, fn() -> Histogram>,
    errors: Family<ErrorLabels, Counter<u64, AtomicU64>>,
    disbelieved: Family<ChannelLabels, Counter<u64, AtomicU64>>,
    circuits: Gauges<ChannelLabels>,
    attempts: Gauges<AgeLabels>,
    refunds: Gauges<AgeLabels>,
    refund_tries: Gauges<TriesLabels>,
    failed_refunds: Gauges<ChannelLabels>,
    cases: Gauges<CaseLabels>,
    bill_ages: Gauges<ChannelLabels>,
}

impl Default for PaymentMetrics {
    fn default() -> Self {
        Self {
            seconds: Family::new_with_constructor(|| Histogram::new(CALL_SECONDS)),
            errors: Family::default(),
            disbelieved: Family::default(),
            circuits: Family::default(),
            attempts: Family::default(),
            refunds: Family::default(),
            refund_tries: Family::default(),
            failed_refunds: Family::default(),
            cases: Family::default(),
            bill_ages: Family::default(),
        }
    }
}

impl PaymentMetrics {
    /// Registers all of them.
    pub fn register(&self, registry: &mut Registry) {
        let registry = registry.sub_registry_with_prefix("payment");
        registry.register("call_seconds", "Time of a provider's answer, by call", self.seconds.clone());
        registry.register("call_errors", "Failed calls to a provider, by code", self.errors.clone());
        registry.register(
            "notices_not_believed",
            "Notices without a valid signature or for others",
            self.disbelieved.clone(),
        );
        registry.register(
            "circuit_open",
            "Whether calls to a provider are stopped, because it does not answer",
            self.circuits.clone(),
        );
        registry.register("open_attempts", "Attempts that can still be paid, by age", self.attempts.clone());
        registry.register("refunds_waiting", "Refunds that are not done, by age", self.refunds.clone());
        registry.register(
            "refunds_waiting_by_tries",
            "Refunds that are not done, by tries",
            self.refund_tries.clone(),
        );
        registry.register(
            "refunds_failed",
            "Refunds that need a decision of an operator",
            self.failed_refunds.clone(),
        );
        registry.register(
            "bill_age_seconds",
            "Time since the end of the last day whose bill is reconciled",
            self.bill_ages.clone(),
        );
        registry.register("cases_open", "Cases that need an operator, by kind", self.cases.clone());
    }

    /// Records a call to a provider; `code` of a failed one.
    pub fn record_call(&self, channel: &'static str, call: &'static str, took: Duration, code: Option<&str>) {
        self.seconds.get_or_create(&CallLabels { channel, call }).observe(took.as_secs_f64());
        if let Some(code) = code {
            self.errors.get_or_create(&ErrorLabels { channel, call, code: code.to_owned() }).inc();
        }
    }

    /// Records that the circuit of a channel is open or closed.
    pub fn record_circuit(&self, channel: &'static str, is_open: bool) {
        self.circuits.get_or_create(&ChannelLabels { channel }).set(i64::from(is_open));
    }

    /// Records a notice that is not genuine.
    pub fn record_disbelieved(&self, channel: &'static str) {
        self.disbelieved.get_or_create(&ChannelLabels { channel }).inc();
    }

    /// Measures what is open in the database.
    pub async fn measure(&self, db: &Database, channels: &[&'static str], now: i64) -> Result<()> {
        for channel in channels.iter().copied() {
            let open = db.read(move |tx| OpenWork::of(tx, channel, now)).await?;
            for (age, attempts, refunds) in open.by_age {
                self.attempts.get_or_create(&AgeLabels { channel, age }).set(attempts);
                self.refunds.get_or_create(&AgeLabels { channel, age }).set(refunds);
            }
            for (tries, refunds) in open.by_tries {
                self.refund_tries.get_or_create(&TriesLabels { channel, tries }).set(refunds);
            }
            self.failed_refunds.get_or_create(&ChannelLabels { channel }).set(open.failed);
            if let Some(day) = db.read(move |tx| stored_bill::last_known(tx, channel)).await? {
                let age = now.saturating_sub(day + DAY_MS) / SECOND_MS;
                self.bill_ages.get_or_create(&ChannelLabels { channel }).set(age);
            }
        }
        for kind in CaseKind::ALL.iter().copied() {
            let count = db.read(move |tx| crate::case::count_open(tx, kind)).await?;
            self.cases.get_or_create(&CaseLabels { kind: kind.value() }).set(count);
        }
        Ok(())
    }
}

/// The open attempts and refunds of a channel.
struct OpenWork {
    by_age: Vec<(&'static str, i64, i64)>,
    by_tries: Vec<(&'static str, i64)>,
    failed: i64,
}

impl OpenWork {
    fn of(tx: &mut Tx<'_>, channel: &str, now: i64) -> Result<Self> {
        let attempts: Vec<(i64,)> = tx.query(
            concat!(
                "SELECT created_at FROM payment_intent WHERE channel = $1 AND status IN ",
                open_statuses!(),
                " ORDER BY id DESC LIMIT 100000"
            ),
            &[channel.into()],
        )?;
        let refunds: Vec<(i64, i64)> = tx.query(
            concat!(
                "SELECT created_at, tries FROM payment_refund WHERE channel = $1 AND status = ",
                refund_status!(Pending)
            ),
            &[channel.into()],
        )?;
        let (failed,) = tx.query_one(
            concat!(
                "SELECT COUNT(*) FROM payment_refund WHERE channel = $1 AND status = ",
                refund_status!(Failed)
            ),
            &[channel.into()],
        )?;
        let age_of = |at: i64| bucket(&AGES, now.saturating_sub(at));
        let attempt_ages: Vec<_> = attempts.iter().map(|(at,)| age_of(*at)).collect();
        let refund_ages: Vec<_> = refunds.iter().map(|(at, _)| age_of(*at)).collect();
        let refund_tries: Vec<_> = refunds.iter().map(|(_, tries)| bucket(&TRIES, *tries)).collect();
        let by_age =
            AGES.map(|(age, _)| (age, occurrences(&attempt_ages, age), occurrences(&refund_ages, age)));
        let by_tries = TRIES.map(|(tries, _)| (tries, occurrences(&refund_tries, tries)));
        Ok(Self { by_age: by_age.to_vec(), by_tries: by_tries.to_vec(), failed })
    }
}

/// The name of the last bucket that a value reaches.
fn bucket(buckets: &[(&'static str, i64)], value: i64) -> &'static str {
    buckets.iter().rev().find(|(_, from)| value >= *from).map_or(buckets[0].0, |(name, _)| name)
}

fn occurrences(names: &[&str], name: &str) -> i64 {
    names.iter().filter(|found| **found == name).count() as i64
}
