//! Deserializers of values that are parsed from strings, whose errors say what is valid, and their
//! counterparts.

use std::net::IpAddr;

use ipnet::IpNet;
use serde::Serializer;
use serde::de::{Deserialize, Deserializer, Error};

use crate::serve::ListenAddresses;

/// Parses addresses to listen on; an empty text is none.
pub(super) fn listen<'de, D: Deserializer<'de>>(from: D) -> Result<ListenAddresses, D::Error> {
    let help = "must be IP addresses and ports, such as 127.0.0.1:8080 or [::]:8080, and unix:/PATH for a Unix \
                socket, with commas between them";
    String::deserialize(from)?.parse().map_err(|()| D::Error::custom(help))
}

/// Writes what [`listen`] reads.
pub(super) fn listen_text<S: Serializer>(listen: &ListenAddresses, to: S) -> Result<S::Ok, S::Error> {
    to.collect_str(listen)
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
