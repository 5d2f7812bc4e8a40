//! Which connections are kept: a number for each address, and a number in all.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::Arc;

use miaohui_web::{Metrics, TrustedProxies, network};
use parking_lot::Mutex;

/// Most open connections.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ConnectionLimits {
    /// In all.
    pub total: usize,
    /// Of one address; an IPv6 address counts as its /64 network. Trusted proxies are exempt.
    pub per_address: usize,
}

/// Counts the open connections. Cheap to clone.
#[derive(Clone)]
pub struct Gate(Arc<Inner>);

struct Inner {
    limits: ConnectionLimits,
    proxies: TrustedProxies,
    metrics: Arc<Metrics>,
    open: Mutex<Open>,
}

#[derive(Default)]
struct Open {
    total: usize,
    by_network: HashMap<IpAddr, usize>,
}

/// The place of an open connection, free again when it is dropped.
pub(super) struct Place {
    gate: Gate,
    network: IpAddr,
}

impl Gate {
    /// Creates a gate, whose number of connections `metrics` shows.
    pub fn new(limits: ConnectionLimits, proxies: TrustedProxies, metrics: &Arc<Metrics>) -> Self {
        let inner = Inner { limits, proxies, metrics: Arc::clone(metrics), open: Mutex::default() };
        let gate = Self(Arc::new(inner));
        // The metrics live in the gate, so they must not keep it alive.
        let weak = Arc::downgrade(&gate.0);
        metrics.watch_gauge("connections", "Open connections", move || {
            weak.upgrade().map_or(0, |inner| inner.open.lock().total as i64)
        });
        gate
    }

    /// Creates a gate that keeps every connection.
    pub fn open() -> Self {
        let limits = ConnectionLimits { total: usize::MAX, per_address: usize::MAX };
        Self::new(limits, TrustedProxies::default(), &Arc::default())
    }

    pub(super) fn metrics(&self) -> &Arc<Metrics> {
        &self.0.metrics
    }

    pub(super) fn trusts(&self, peer: IpAddr) -> bool {
        self.0.proxies.trusts(peer.to_canonical())
    }

    /// Takes a place for a connection; `None`, and counted, if a limit is reached.
    pub(super) fn admit(&self, peer: IpAddr) -> Option<Place> {
        let Inner { limits, metrics, open, .. } = &*self.0;
        let mut open = open.lock();
        if open.total >= limits.total {
            metrics.count_limit("connections");
            return None;
        }
        let network = self.enter(&mut open, peer)?;
        open.total += 1;
        Some(Place { gate: self.clone(), network })
    }

    /// Counts a connection of an address; returns its network, `None` if it has too many.
    fn enter(&self, open: &mut Open, peer: IpAddr) -> Option<IpAddr> {
        let Inner { limits, metrics, .. } = &*self.0;
        let network = network(peer.to_canonical());
        let of_network = open.by_network.get(&network).copied().unwrap_or(0);
        if of_network >= limits.per_address && !self.trusts(peer) {
            metrics.count_limited_address("connections_per_address", network);
            return None;
        }
        open.by_network.insert(network, of_network + 1);
        Some(network)
    }
}

impl Open {
    fn leave(&mut self, network: IpAddr) {
        if let Some(count) = self.by_network.get_mut(&network) {
            *count -= 1;
            if *count == 0 {
                self.by_network.remove(&network);
            }
        }
    }
}

impl Place {
    /// Counts the connection for the client that a balancer has named; `false`, and counted, if that one
    /// has too many.
    #[must_use]
    pub fn pass_to(&mut self, client: IpAddr) -> bool {
        let mut open = self.gate.0.open.lock();
        let Some(network) = self.gate.enter(&mut open, client) else { return false };
        open.leave(self.network);
        self.network = network;
        true
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut open = self.gate.0.open.lock();
        open.total -= 1;
        open.leave(self.network);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn connections_are_bounded_per_address_and_in_all() {
        let proxies = TrustedProxies(vec!["10.0.0.0/8".parse().unwrap()]);
        let metrics = Arc::new(Metrics::default());
        let gate = Gate::new(ConnectionLimits { total: 6, per_address: 2 }, proxies, &metrics);
        let admit = |address: &str| gate.admit(address.parse().unwrap());
        let first = [admit("203.0.113.1"), admit("::ffff:203.0.113.1")];
        assert!(first.iter().all(Option::is_some));
        assert!(admit("203.0.113.1").is_none());
        let networks = [admit("2001:db8::1"), admit("2001:db8::2")];
        assert!(networks.iter().all(Option::is_some));
        assert!(admit("2001:db8::3").is_none(), "the same network");
        drop(networks);
        let proxy: Vec<_> = (0..4).map(|_| admit("10.0.0.1")).collect();
        assert!(proxy.iter().all(Option::is_some), "a trusted proxy is exempt");
        assert!(admit("203.0.113.2").is_none(), "in all");
        let mut proxy = proxy;
        assert!(proxy[0].as_mut().unwrap().pass_to("203.0.113.9".parse().unwrap()));
        assert!(proxy[1].as_mut().unwrap().pass_to("203.0.113.9".parse().unwrap()));
        assert!(!proxy[2].as_mut().unwrap().pass_to("203.0.113.9".parse().unwrap()), "of one client");
        let shown = metrics.render().unwrap();
        for line in [
            "miaohui_limited_total{limit=\"connections\"} 1",
            "miaohui_limited_total{limit=\"connections_per_address\"} 3",
            "miaohui_connections 6",
        ] {
            assert!(shown.contains(line), "{line}\n{shown}");
        }
        drop((first, proxy));
        assert!(admit("203.0.113.1").is_some());
        assert!(gate.0.open.lock().by_network.is_empty());
    }
}
