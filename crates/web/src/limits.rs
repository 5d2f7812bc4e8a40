//! Rate limits: token buckets per address and per account. Each process counts in memory, and where
//! several may serve one database, those that matter are counted in the database too.

use std::hash::Hash;
use std::net::IpAddr;
use std::num::NonZeroU32;
use std::sync::Arc;

use governor::clock::Clock as GovernorClock;
use governor::middleware::NoOpMiddleware;
use governor::nanos::Nanos;
use governor::state::keyed::DashMapStateStore;
use governor::{Quota, RateLimiter};
use miaohui_db::{Database, Engine, Tx};
use miaohui_kernel::{Clock, HOUR_MS, Stopwatch};
use parking_lot::{Mutex, RwLock};

use crate::Metrics;
use crate::address::network;
use crate::rates::{Limited, RateLimit, Rates};
use crate::shared_buckets::{SharedBucket, SharedBuckets, Taken};

/// The time that has passed, which does not jump as a clock does.
#[derive(Clone)]
struct PassedTime(Stopwatch);

impl GovernorClock for PassedTime {
    type Instant = Nanos;

    fn now(&self) -> Nanos {
        self.0.elapsed().into()
    }
}

#[derive(Clone, PartialEq, Eq, Hash)]
enum Key {
    Address(IpAddr),
    Account(String),
}

type Bucket = RateLimiter<Key, DashMapStateStore<Key>, PassedTime, NoOpMiddleware<Nanos>>;

impl Key {
    fn into_name(self) -> String {
        match self {
            Self::Address(address) => address.to_string(),
            Self::Account(account) => account,
        }
    }
}

/// The buckets of this process.
struct OwnBuckets {
    rates: Rates,
    /// In the order of [`RateLimit`]; `None` for no limit.
    buckets: [Option<Arc<Bucket>>; RateLimit::ALL.len()],
}

/// All buckets of a process, and its part of those of the database.
pub struct RateLimits {
    metrics: Arc<Metrics>,
    own: RwLock<Arc<OwnBuckets>>,
    shared: Option<SharedBuckets>,
    time: PassedTime,
    clock: Clock,
}

impl RateLimits {
    /// Creates buckets with the given rates, refilled by `clock`; `metrics` counts what they refuse.
    pub fn new(rates: Rates, clock: &Clock, metrics: Arc<Metrics>) -> Self {
        let time = PassedTime(clock.stopwatch());
        let buckets = RateLimit::ALL.map(|limit| new_bucket(limit, &rates, &time));
        let own = RwLock::new(Arc::new(OwnBuckets { rates, buckets }));
        Self { metrics, own, shared: None, time, clock: clock.clone() }
    }

    /// Changes the rates. The buckets of a changed rate are full again, the others are kept.
    pub fn change(&self, rates: Rates) {
        let mut own = self.own.write();
        let buckets = RateLimit::ALL.map(|limit| {
            if rates.of(limit) == own.rates.of(limit) {
                own.buckets[limit as usize].clone()
            } else {
                new_bucket(limit, &rates, &self.time)
            }
        });
        *own = Arc::new(OwnBuckets { rates, buckets });
    }

    fn own(&self) -> Arc<OwnBuckets> {
        Arc::clone(&self.own.read())
    }

    /// Makes all processes of a database keep the limits together. A database of SQLite has one.
    #[must_use]
    pub fn of_all_processes(self, db: &Database) -> Self {
        let shared = (db.engine() == Engine::Postgres).then(|| SharedBuckets::new(db.clone()));
        Self { shared, ..self }
    }

    /// Takes a token from the address's bucket. An IPv6 address counts as its /64 network.
    pub async fn address(&self, limit: RateLimit, address: IpAddr) -> Result<(), Limited> {
        let key = Key::Address(network(address));
        self.take_own(limit, &key)?;
        if limit.is_shared_by_address() { self.take_shared(limit, key).await } else { Ok(()) }
    }

    /// Takes a token from the account's bucket; `account` is its name, such as a phone or
    /// `community:7`.
    pub async fn account(&self, limit: RateLimit, account: &str) -> Result<(), Limited> {
        let key = Key::Account(account.to_owned());
        self.take_own(limit, &key)?;
        self.take_shared(limit, key).await
    }

    /// Takes a token from the account's bucket in this process alone, for calls that only read.
    pub fn account_here(&self, limit: RateLimit, account: &str) -> Result<(), Limited> {
        self.take_own(limit, &Key::Account(account.to_owned()))
    }

    /// Drops full buckets, so that memory does not grow with the number of callers.
    pub fn sweep(&self) {
        for bucket in self.own().buckets.iter().flatten() {
            bucket.retain_recent();
            bucket.shrink_to_fit();
        }
        if let Some(shared) = &self.shared {
            shared.sweep(self.clock.now_ms());
        }
    }

    fn take_own(&self, limit: RateLimit, key: &Key) -> Result<(), Limited> {
        let own = self.own();
        let Some(bucket) = &own.buckets[limit as usize] else { return Ok(()) };
        bucket.check_key(key).map_err(|not_until| {
            let wait = not_until.wait_time_from(self.time.now());
            self.refuse(limit, key.clone(), wait.as_millis() as i64)
        })
    }

    async fn take_shared(&self, limit: RateLimit, key: Key) -> Result<(), Limited> {
        let (Some(shared), Some(bucket)) = (&self.shared, self.bucket(limit, key.clone())) else {
            return Ok(());
        };
        match shared.take(&bucket, self.clock.now_ms()).await {
            Ok(Taken::More(_)) => Ok(()),
            Ok(Taken::Empty(wait)) => Err(self.refuse(limit, key, wait)),
            // The call itself needs the database as well, and this process has counted it.
            Err(error) => {
                tracing::debug!(%error, limit = limit.name(), "a call was not counted for all processes");
                Ok(())
            }
        }
    }

    fn bucket(&self, limit: RateLimit, key: Key) -> Option<SharedBucket> {
        let calls = self.own.read().rates.of(limit);
        let bucket = || SharedBucket {
            limit: limit.name(),
            caller: key.into_name(),
            calls,
            period_ms: limit.period_ms(),
        };
        (calls > 0).then(bucket)
    }

    fn refuse(&self, limit: RateLimit, key: Key, retry_after_ms: i64) -> Limited {
        match key {
            Key::Address(address) => self.metrics.count_limited_address(limit.name(), address),
            Key::Account(account) => {
                self.metrics.count_limit(limit.name());
                self.metrics.limited_callers.count(limit.name(), account);
            }
        }
        Limited { limit, retry_after_ms }
    }
}

fn new_bucket(limit: RateLimit, rates: &Rates, time: &PassedTime) -> Option<Arc<Bucket>> {
    let calls = NonZeroU32::new(rates.of(limit))?;
    let is_hourly = limit.period_ms() == HOUR_MS;
    let quota = if is_hourly { Quota::per_hour(calls) } else { Quota::per_minute(calls) };
    Some(Arc::new(Bucket::new(quota, DashMapStateStore::default(), time.clone())))
}

/// A call that is counted in the transaction of its work, which may run more than once: this process
/// counts it once, and all processes count it if it is committed.
#[derive(Clone)]
pub(crate) struct CountedCall {
    limits: Arc<RateLimits>,
    limit: Option<RateLimit>,
    state: Arc<Mutex<CountState>>,
}

#[derive(Default)]
struct CountState {
    is_counted_here: bool,
    /// Whether it was taken from what this process has left of the bucket.
    is_spare: bool,
    taken: Option<(SharedBucket, u32)>,
}

impl CountedCall {
    pub fn new(limits: &Arc<RateLimits>, limit: Option<RateLimit>) -> Self {
        Self { limits: Arc::clone(limits), limit, state: Arc::default() }
    }

    /// Counts it for its account, or without one for its address.
    pub fn count<E>(
        &self,
        tx: &mut Tx<'_>,
        account: Option<String>,
        address: IpAddr,
        now: i64,
    ) -> Result<(), E>
    where
        E: From<miaohui_db::Error> + From<Limited>,
    {
        let Some(limit) = self.limit else { return Ok(()) };
        let (limits, mut state) = (&self.limits, self.state.lock());
        let key = account.map_or_else(|| Key::Address(network(address)), Key::Account);
        let shared = limits.shared.as_ref().zip(limits.bucket(limit, key.clone()));
        if !std::mem::replace(&mut state.is_counted_here, true) {
            limits.take_own(limit, &key)?;
            state.is_spare = shared.as_ref().is_some_and(|(shared, bucket)| shared.take_spare(bucket, now));
        }
        let Some((_, bucket)) = shared.filter(|_| !state.is_spare) else { return Ok(()) };
        match bucket.take(tx, now)? {
            Taken::More(calls) => state.taken = Some((bucket, calls)),
            Taken::Empty(wait) => return Err(limits.refuse(limit, key, wait).into()),
        }
        Ok(())
    }

    /// Keeps what was taken beyond this call, once the transaction is committed.
    pub fn committed(&self, now: i64) {
        if let (Some((bucket, calls)), Some(shared)) = (self.state.lock().taken.take(), &self.limits.shared) {
            shared.keep_spare(&bucket, calls, now);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use miaohui_kernel::MINUTE_MS;

    #[test]
    fn each_limit_has_its_bucket() {
        assert!(RateLimit::ALL.iter().enumerate().all(|(at, limit)| *limit as usize == at));
    }

    #[tokio::test]
    async fn buckets_empty_per_caller_and_fill_with_time() {
        let clock = Clock::manual(1_700_000_000_000);
        let rates = Rates {
            login: 2,
            signup: 0,
            sms: 1,
            upload: 1,
            anonymous_upload: 1,
            publish: 1,
            order: 1,
            lookup: 1,
        };
        let metrics = Arc::new(Metrics::default());
        let limits = RateLimits::new(rates, &clock, Arc::clone(&metrics));
        let (a, b): (IpAddr, IpAddr) = ("203.0.113.1".parse().unwrap(), "203.0.113.2".parse().unwrap());
        assert_eq!(limits.address(RateLimit::Login, a).await, Ok(()));
        assert_eq!(limits.address(RateLimit::Login, a).await, Ok(()));
        assert_eq!(
            limits.address(RateLimit::Login, a).await,
            Err(Limited { limit: RateLimit::Login, retry_after_ms: 30_000 })
        );
        assert_eq!(limits.address(RateLimit::Login, b).await, Ok(()));
        assert_eq!(limits.account(RateLimit::Login, "u").await, Ok(()));
        clock.advance(MINUTE_MS / 2);
        assert_eq!(limits.address(RateLimit::Login, a).await, Ok(()));
        assert_eq!(
            limits.address(RateLimit::Login, a).await,
            Err(Limited { limit: RateLimit::Login, retry_after_ms: 30_000 })
        );
        for _ in 0..100 {
            assert_eq!(limits.address(RateLimit::Signup, a).await, Ok(()));
        }
        let (c, d) = ("2001:db8::1".parse().unwrap(), "2001:db8::2".parse().unwrap());
        assert_eq!(limits.address(RateLimit::Sms, c).await, Ok(()));
        assert_eq!(
            limits.address(RateLimit::Sms, d).await,
            Err(Limited { limit: RateLimit::Sms, retry_after_ms: 60_000 })
        );
        clock.advance(10 * MINUTE_MS);
        limits.sweep();
        assert!(limits.own().buckets[RateLimit::Login as usize].as_ref().unwrap().is_empty());
        let shown = metrics.render().unwrap();
        assert!(shown.contains("miaohui_limited_total{limit=\"login\"} 2"), "{shown}");
    }
}
