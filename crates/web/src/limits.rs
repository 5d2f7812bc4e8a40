//! Rate limits: token buckets per address and per account.

use std::hash::Hash;
use std::net::IpAddr;
use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;

use governor::clock::Clock as GovernorClock;
use governor::middleware::NoOpMiddleware;
use governor::nanos::Nanos;
use governor::state::keyed::DashMapStateStore;
use governor::{Quota, RateLimiter};
use miaohui_kernel::Clock;

use crate::Metrics;
use crate::address::network;

/// What is limited.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RateLimit {
    /// Signing in.
    Login,
    /// Creating an account or a new password.
    Signup,
    /// Requesting a verification code.
    Sms,
    /// Uploading media.
    Upload,
    /// Uploading images without a login.
    AnonymousUpload,
    /// Publishing articles, comments, messages.
    Publish,
    /// Ordering tickets and supports.
    Order,
    /// Looking up users by phone.
    Lookup,
}

impl RateLimit {
    /// Its name in the metrics.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Login => "login",
            Self::Signup => "signup",
            Self::Sms => "sms",
            Self::Upload => "upload",
            Self::AnonymousUpload => "anonymous_images",
            Self::Publish => "publish",
            Self::Order => "order",
            Self::Lookup => "lookup",
        }
    }
}

/// How many calls a minute, or an hour where it says so, each bucket allows, which is also its size; 0
/// switches it off.
#[derive(Clone, Copy, Debug)]
pub struct Rates {
    /// For [`RateLimit::Login`].
    pub login: u32,
    /// For [`RateLimit::Signup`].
    pub signup: u32,
    /// For [`RateLimit::Sms`].
    pub sms: u32,
    /// For [`RateLimit::Upload`].
    pub upload: u32,
    /// For [`RateLimit::AnonymousUpload`], in an hour.
    pub anonymous_upload: u32,
    /// For [`RateLimit::Publish`].
    pub publish: u32,
    /// For [`RateLimit::Order`].
    pub order: u32,
    /// For [`RateLimit::Lookup`].
    pub lookup: u32,
}

/// The bucket of this limit is empty.
#[derive(Clone, Copy, Debug, thiserror::Error, PartialEq, Eq)]
#[error("too many requests")]
pub struct Limited {
    /// The limit.
    pub limit: RateLimit,
    /// When the next call is allowed, in ms from now.
    pub retry_after_ms: i64,
}

#[derive(Clone)]
struct PassedClock(Clock);

impl GovernorClock for PassedClock {
    type Instant = Nanos;

    fn now(&self) -> Nanos {
        Duration::from_millis(u64::try_from(self.0.now_ms()).unwrap_or(0)).into()
    }
}

#[derive(Clone, PartialEq, Eq, Hash)]
enum Key {
    Address(IpAddr),
    Account(String),
}

type Bucket = RateLimiter<Key, DashMapStateStore<Key>, PassedClock, NoOpMiddleware<Nanos>>;

/// All buckets of a process.
pub struct RateLimits {
    metrics: Arc<Metrics>,
    login: Option<Bucket>,
    signup: Option<Bucket>,
    sms: Option<Bucket>,
    upload: Option<Bucket>,
    anonymous_upload: Option<Bucket>,
    publish: Option<Bucket>,
    order: Option<Bucket>,
    lookup: Option<Bucket>,
    clock: Clock,
}

impl RateLimits {
    /// Creates buckets with the given rates, refilled by `clock`; `metrics` counts what they refuse.
    pub fn new(rates: Rates, clock: &Clock, metrics: Arc<Metrics>) -> Self {
        let limited = |quota| Bucket::new(quota, DashMapStateStore::default(), PassedClock(clock.clone()));
        let bucket = |per_minute| NonZeroU32::new(per_minute).map(Quota::per_minute).map(limited);
        let hourly = |per_hour| NonZeroU32::new(per_hour).map(Quota::per_hour).map(limited);
        Self {
            metrics,
            login: bucket(rates.login),
            signup: bucket(rates.signup),
            sms: bucket(rates.sms),
            upload: bucket(rates.upload),
            anonymous_upload: hourly(rates.anonymous_upload),
            publish: bucket(rates.publish),
            order: bucket(rates.order),
            lookup: bucket(rates.lookup),
            clock: clock.clone(),
        }
    }

    /// Takes a token from the address's bucket. An IPv6 address counts as its /64 network.
    pub fn address(&self, limit: RateLimit, address: IpAddr) -> Result<(), Limited> {
        self.take(limit, Key::Address(network(address)))
    }

    /// Takes a token from the account's bucket; `account` is its name, such as a phone or
    /// `community:7`.
    pub fn account(&self, limit: RateLimit, account: &str) -> Result<(), Limited> {
        self.take(limit, Key::Account(account.to_owned()))
    }

    /// Drops full buckets, so that memory does not grow with the number of callers.
    pub fn sweep(&self) {
        let Self { login, signup, sms, upload, anonymous_upload, publish, order, lookup, .. } = self;
        let all = [login, signup, sms, upload, anonymous_upload, publish, order, lookup];
        for bucket in all.into_iter().flatten() {
            bucket.retain_recent();
            bucket.shrink_to_fit();
        }
    }

    fn take(&self, limit: RateLimit, key: Key) -> Result<(), Limited> {
        let bucket = match limit {
            RateLimit::Login => &self.login,
            RateLimit::Signup => &self.signup,
            RateLimit::Sms => &self.sms,
            RateLimit::Upload => &self.upload,
            RateLimit::AnonymousUpload => &self.anonymous_upload,
            RateLimit::Publish => &self.publish,
            RateLimit::Order => &self.order,
            RateLimit::Lookup => &self.lookup,
        };
        let Some(bucket) = bucket else { return Ok(()) };
        bucket.check_key(&key).map_err(|not_until| {
            match key {
                Key::Address(address) => self.metrics.count_limited_address(limit.name(), address),
                Key::Account(account) => {
                    self.metrics.count_limit(limit.name());
                    self.metrics.limited_callers.count(limit.name(), account);
                }
            }
            let wait = not_until.wait_time_from(PassedClock(self.clock.clone()).now());
            Limited { limit, retry_after_ms: wait.as_millis() as i64 }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use miaohui_kernel::MINUTE_MS;

    #[test]
    fn buckets_empty_per_caller_and_fill_with_time() {
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
        assert_eq!(limits.address(RateLimit::Login, a), Ok(()));
        assert_eq!(limits.address(RateLimit::Login, a), Ok(()));
        assert_eq!(
            limits.address(RateLimit::Login, a),
            Err(Limited { limit: RateLimit::Login, retry_after_ms: 30_000 })
        );
        assert_eq!(limits.address(RateLimit::Login, b), Ok(()));
        assert_eq!(limits.account(RateLimit::Login, "u"), Ok(()));
        clock.advance(MINUTE_MS / 2);
        assert_eq!(limits.address(RateLimit::Login, a), Ok(()));
        assert_eq!(
            limits.address(RateLimit::Login, a),
            Err(Limited { limit: RateLimit::Login, retry_after_ms: 30_000 })
        );
        assert!((0..100).all(|_| limits.address(RateLimit::Signup, a).is_ok()));
        let (c, d) = ("2001:db8::1".parse().unwrap(), "2001:db8::2".parse().unwrap());
        assert_eq!(limits.address(RateLimit::Sms, c), Ok(()));
        assert_eq!(
            limits.address(RateLimit::Sms, d),
            Err(Limited { limit: RateLimit::Sms, retry_after_ms: 60_000 })
        );
        clock.advance(10 * MINUTE_MS);
        limits.sweep();
        assert!(limits.login.as_ref().unwrap().is_empty());
        let shown = metrics.render().unwrap();
        assert!(shown.contains("miaohui_limited_total{limit=\"login\"} 2"), "{shown}");
    }
}
