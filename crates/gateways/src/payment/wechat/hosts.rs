//! The two hosts of WeChat Pay:
//! `pay.weixin.qq.com/docs/merchant/development/practices/cross-city-disaster-escalation-guidelines.html`
//! (跨城冗灾).

use std::sync::atomic::{AtomicI64, Ordering};

use miaohui_kernel::MINUTE_MS;

/// How long calls begin with the second host after the first one failed.
const AVOIDED_MS: i64 = MINUTE_MS;

/// The first host, and a second one for calls that the first does not answer.
#[derive(Debug)]
pub(super) struct Hosts {
    first: String,
    second: Option<String>,
    /// Until when the second host comes first, in Unix ms.
    avoided_until: AtomicI64,
}

impl Hosts {
    pub fn new(first: &str, second: Option<&str>) -> Self {
        let bare = |url: &str| url.trim_end_matches('/').to_owned();
        Self { first: bare(first), second: second.map(bare), avoided_until: AtomicI64::new(0) }
    }

    /// The hosts in the order in which a call tries them.
    pub fn in_order(&self, now_ms: i64) -> Vec<&str> {
        let mut hosts = vec![self.first.as_str()];
        hosts.extend(self.second.as_deref());
        // Further ahead: the clock went back.
        let until = self.avoided_until.load(Ordering::Relaxed);
        if (now_ms + 1..=now_ms + AVOIDED_MS).contains(&until) {
            hosts.reverse();
        }
        hosts
    }

    /// Records that a host did not answer, so that a hanging host delays few calls.
    pub fn failed(&self, host: &str, now_ms: i64) {
        let until = if host == self.first { now_ms.saturating_add(AVOIDED_MS) } else { 0 };
        self.avoided_until.store(until, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failed_host_comes_second_for_a_minute() {
        let hosts = Hosts::new("https://one/", Some("https://two"));
        assert_eq!(hosts.in_order(5), ["https://one", "https://two"]);
        hosts.failed("https://one", 5);
        assert_eq!(hosts.in_order(6), ["https://two", "https://one"]);
        assert_eq!(hosts.in_order(5 + MINUTE_MS), ["https://one", "https://two"]);
        hosts.failed("https://one", 5);
        hosts.failed("https://two", 6);
        assert_eq!(hosts.in_order(7), ["https://one", "https://two"]);
        assert_eq!(Hosts::new("https://one", None).in_order(5), ["https://one"]);
    }
}
