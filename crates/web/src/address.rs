//! The client address of a request, also behind proxies.

use std::net::IpAddr;

use axum::http::{Extensions, HeaderMap};
use ipnet::IpNet;

/// The client's address, as a request extension.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ClientAddress(pub IpAddr);

/// Marks a request of a connection that is encrypted up to this process, as an extension.
#[derive(Clone, Copy, Debug)]
pub struct OverTls;

/// What limits count as one address: an IPv4 address, or the /64 network of an IPv6 address.
pub fn network(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V6(v6) => IpAddr::V6((u128::from(v6) & !u128::from(u64::MAX)).into()),
        v4 @ IpAddr::V4(_) => v4,
    }
}

/// The proxies whose `X-Forwarded-*` headers count.
#[derive(Clone, Debug, Default)]
pub struct TrustedProxies(pub Vec<IpNet>);

impl TrustedProxies {
    /// Whether `address` is one of the configured proxies.
    pub fn trusts(&self, address: IpAddr) -> bool {
        self.0.iter().any(|net| net.contains(&address))
    }

    /// Finds the client's address: the peer's, or behind configured proxies the last one in
    /// `X-Forwarded-For` that is not a configured proxy itself.
    pub fn client(&self, peer: IpAddr, headers: &HeaderMap) -> ClientAddress {
        let peer = peer.to_canonical();
        let mut client = peer;
        if self.trusts(peer) {
            let values = headers.get_all("x-forwarded-for").iter().filter_map(|value| value.to_str().ok());
            let hops: Vec<&str> = values.flat_map(|value| value.split(',')).collect();
            for hop in hops.iter().rev() {
                let Ok(address) = hop.trim().parse::<IpAddr>() else { break };
                client = address.to_canonical();
                if !self.trusts(client) {
                    break;
                }
            }
        }
        ClientAddress(client)
    }
}

impl TrustedProxies {
    /// Builds the scheme and host that the client used, from `X-Forwarded-Proto` and
    /// `X-Forwarded-Host` behind configured proxies, otherwise from the connection and the `Host` header.
    pub fn origin(&self, peer: IpAddr, headers: &HeaderMap, extensions: &Extensions) -> String {
        let first = |name: &str| {
            let value = headers.get(name)?.to_str().ok()?;
            Some(value.split(',').next().unwrap_or_default().trim()).filter(|value| !value.is_empty())
        };
        let forwarded = |name| first(name).filter(|_| self.trusts(peer.to_canonical()));
        let scheme = match forwarded("x-forwarded-proto") {
            Some("https") => "https",
            None if extensions.get::<OverTls>().is_some() => "https",
            _ => "http",
        };
        let host = forwarded("x-forwarded-host").or_else(|| first("host")).unwrap_or("localhost");
        format!("{scheme}://{host}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn client(proxies: &[&str], peer: &str, forwarded: &str) -> String {
        let proxies = TrustedProxies(proxies.iter().map(|net| net.parse().unwrap()).collect());
        let mut headers = HeaderMap::new();
        headers.insert("x-forwarded-for", forwarded.parse().unwrap());
        proxies.client(peer.parse().unwrap(), &headers).0.to_string()
    }

    #[test]
    fn forwarded_addresses_count_only_behind_configured_proxies() {
        assert_eq!(client(&[], "198.51.100.7", "203.0.113.9"), "198.51.100.7");
        assert_eq!(client(&["10.0.0.0/8"], "10.0.0.1", "203.0.113.9"), "203.0.113.9");
        assert_eq!(client(&["10.0.0.0/8"], "10.0.0.1", "6.6.6.6, 203.0.113.9, 10.0.0.2"), "203.0.113.9");
        assert_eq!(client(&["10.0.0.0/8"], "10.0.0.1", "rubbish"), "10.0.0.1");
        assert_eq!(client(&["10.0.0.0/8"], "::ffff:10.0.0.1", "203.0.113.9"), "203.0.113.9");
    }

    #[test]
    fn origins_are_forwarded_by_configured_proxies_only() {
        let proxies = TrustedProxies(vec!["10.0.0.0/8".parse().unwrap()]);
        let mut headers = HeaderMap::new();
        headers.insert("host", "inner:8080".parse().unwrap());
        headers.insert("x-forwarded-proto", "https".parse().unwrap());
        headers.insert("x-forwarded-host", "api.example".parse().unwrap());
        let (plain, mut encrypted) = (Extensions::new(), Extensions::new());
        encrypted.insert(OverTls);
        let origin = |peer: &str, extensions| proxies.origin(peer.parse().unwrap(), &headers, extensions);
        assert_eq!(origin("10.0.0.1", &plain), "https://api.example");
        assert_eq!(origin("203.0.113.1", &plain), "http://inner:8080");
        assert_eq!(origin("203.0.113.1", &encrypted), "https://inner:8080");
    }
}
