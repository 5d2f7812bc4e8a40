//! Deserializers of values that are parsed from strings, whose errors say what is valid, and their
//! counterparts.

use std::net::{IpAddr, SocketAddr};

use ipnet::IpNet;
use serde::Serializer;
use serde::de::{Deserialize, Deserializer, Error};

/// Parses an address with a port.
pub(super) fn listen<'de, D: Deserializer<'de>>(from: D) -> Result<SocketAddr, D::Error> {
    let help = "must be an IP address and a port, such as 127.0.0.1:8080, 0.0.0.0:8080 or [::]:8080";
    String::deserialize(from)?.trim().parse().map_err(|_| D::Error::custom(help))
}

/// Parses an address with a port, or nothing.
pub(super) fn optional_listen<'de, D: Deserializer<'de>>(from: D) -> Result<Option<SocketAddr>, D::Error> {
    let help = "must be an IP address and a port, such as 127.0.0.1:8081, or empty";
    let text = String::deserialize(from)?;
    if text.trim().is_empty() {
        return Ok(None);
    }
    text.trim().parse().map(Some).map_err(|_| D::Error::custom(help))
}

/// Writes what [`optional_listen`] reads.
pub(super) fn optional_listen_text<S: Serializer>(
    listen: &Option<SocketAddr>,
    to: S,
) -> Result<S::Ok, S::Error> {
    to.serialize_str(&listen.map(|address| address.to_string()).unwrap_or_default())
}

/// Parses networks and addresses.
pub(super) fn networks<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<IpNet>, D::Error> {
    let network = |text: &String| {
        let text = text.trim();
        text.parse().or_else(|_| text.parse::<IpAddr>().map(IpNet::from)).map_err(|_| {
            D::Error::custom(format!(
                "`{text}` is neither an IP address nor a network such as 10.0.0.0/8 or fd00::/8"
            ))
        })
    };
    Vec::<String>::deserialize(from)?.iter().map(network).collect()
}

/// Parses a URL and removes slashes at its end.
pub(super) fn base_url<'de, D: Deserializer<'de>>(from: D) -> Result<String, D::Error> {
    let mut url = String::deserialize(from)?;
    url.truncate(url.trim_end_matches('/').len());
    let host = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    let is_valid = host.is_some_and(|host| {
        !host.starts_with('/')
            && !host.contains(|c: char| c.is_whitespace() || c.is_control() || "?#".contains(c))
    });
    if url.is_empty() || is_valid {
        Ok(url)
    } else {
        Err(D::Error::custom("must be empty or a URL such as https://api.example.com"))
    }
}
