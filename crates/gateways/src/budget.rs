//! Budgets: how many messages of a kind are sent in an hour and in a day, in all.

use std::sync::atomic::{AtomicI64, AtomicU64};

use miaohui_db::{Result, Tx};
use miaohui_kernel::{DAY_MS, HOUR_MS};
use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::registry::Registry;

use crate::outbox_kind::OutboxKind;

/// The share of a budget from which operators are warned, in percent.
const ALARM_PERCENT: i64 = 80;
/// How long a row is kept after the beginning of its period.
const KEEP_MS: i64 = 3 * DAY_MS;

/// A budget; 0 is no limit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Budget {
    /// The most messages in an hour.
    pub per_hour: i64,
    /// The most messages in a day of China's time.
    pub per_day: i64,
}

/// The budgets of all kinds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Budgets {
    /// For short messages.
    pub sms: Budget,
    /// For mail.
    pub mail: Budget,
    /// The most mails to one address in an hour that strangers can cause; 0 is no limit.
    pub mail_per_address_hour: i64,
}

impl Budgets {
    pub(crate) fn of(&self, kind: OutboxKind) -> Budget {
        match kind {
            OutboxKind::Sms => self.sms,
            OutboxKind::Mail => self.mail,
        }
    }
}

/// A period that limits count in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Period {
    /// An hour.
    Hour,
    /// A day of China's time.
    Day,
}

impl Period {
    /// Its name in metrics and rows.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Hour => "hour",
            Self::Day => "day",
        }
    }

    /// When the period that contains `now` began, in Unix ms.
    pub const fn start(self, now: i64) -> i64 {
        const CHINA_MS: i64 = 8 * HOUR_MS;
        match self {
            Self::Hour => now / HOUR_MS * HOUR_MS,
            Self::Day => (now + CHINA_MS) / DAY_MS * DAY_MS - CHINA_MS,
        }
    }
}

/// Counts one message of a subject; `None` if its budget of `most` is used up, otherwise the number
/// of messages with it. The row decides, so that any number of processes keep one budget.
pub(crate) fn claim(
    tx: &mut Tx<'_>,
    subject: &str,
    period: Period,
    most: i64,
    now: i64,
) -> Result<Option<i64>> {
    let most = if most == 0 { i64::MAX } else { most };
    let used: Option<(i64,)> = tx.query_opt(
        "INSERT INTO send_budget (subject, period_at, used) VALUES ($1, $2, 1)
         ON CONFLICT (subject) DO UPDATE SET
           period_at = excluded.period_at,
           used = CASE WHEN send_budget.period_at = excluded.period_at THEN send_budget.used + 1 ELSE 1 END
         WHERE send_budget.period_at <> excluded.period_at OR send_budget.used < $3
         RETURNING used",
        &[subject.into(), period.start(now).into(), most.into()],
    )?;
    Ok(used.map(|(used,)| used))
}

/// Deletes the rows of past periods.
pub(crate) fn tidy(tx: &mut Tx<'_>, now: i64) -> Result<u64> {
    tx.execute("DELETE FROM send_budget WHERE period_at <= $1", &[(now - KEEP_MS).into()])
}

/// Whether this message is the one from which operators are warned.
pub(crate) const fn is_alarm(used: i64, most: i64) -> bool {
    most > 0 && used == (most * ALARM_PERCENT + 99) / 100
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct PeriodLabels {
    kind: &'static str,
    period: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct RefusalLabels {
    kind: &'static str,
    reason: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct MessageLabels {
    kind: &'static str,
    provider: &'static str,
    result: &'static str,
}

/// The counters of messages.
#[derive(Clone, Debug, Default)]
pub(crate) struct SendMetrics {
    used: Family<PeriodLabels, Gauge<i64, AtomicI64>>,
    refused: Family<RefusalLabels, Counter<u64, AtomicU64>>,
    messages: Family<MessageLabels, Counter<u64, AtomicU64>>,
}

impl SendMetrics {
    pub fn register(&self, registry: &mut Registry, budgets: &Budgets) {
        registry.register(
            "message_budget_used",
            "Messages claimed in this hour and day, by kind",
            self.used.clone(),
        );
        let limits: Family<PeriodLabels, Gauge<i64, AtomicI64>> = Family::default();
        for kind in OutboxKind::ALL.iter().copied() {
            let Budget { per_hour, per_day } = budgets.of(kind);
            for (period, most) in [(Period::Hour, per_hour), (Period::Day, per_day)] {
                limits.get_or_create(&PeriodLabels { kind: kind.value(), period: period.name() }).set(most);
            }
        }
        registry.register("message_budget", "Budgets of messages; 0 is no limit", limits);
        registry.register(
            "messages_refused",
            "Messages refused by a limit, by kind and limit",
            self.refused.clone(),
        );
        registry.register("messages", "Attempts to send, by provider and result", self.messages.clone());
    }

    pub fn note_used(&self, kind: OutboxKind, period: Period, used: i64) {
        self.used.get_or_create(&PeriodLabels { kind: kind.value(), period: period.name() }).set(used);
    }

    pub fn note_refused(&self, kind: OutboxKind, reason: &'static str) {
        self.refused.get_or_create(&RefusalLabels { kind: kind.value(), reason }).inc();
    }

    pub fn note_attempt(&self, kind: OutboxKind, provider: &'static str, result: &'static str) {
        self.messages.get_or_create(&MessageLabels { kind: kind.value(), provider, result }).inc();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn operators_are_warned_once_at_four_fifths() {
        let alarms = |most: i64| (1..=most).filter(|used| is_alarm(*used, most)).collect::<Vec<_>>();
        assert_eq!(alarms(100), [80]);
        assert_eq!(alarms(3), [3]);
        assert_eq!(alarms(1), [1]);
        assert!(!is_alarm(0, 0));
    }

    #[test]
    fn days_begin_at_midnight_in_china() {
        // 2023-11-14T22:13:20Z is 06:13:20 of the 15th there.
        let start = Period::Day.start(1_700_000_000_000);
        assert_eq!(1_700_000_000_000 - start, 6 * HOUR_MS + 800_000);
    }
}
