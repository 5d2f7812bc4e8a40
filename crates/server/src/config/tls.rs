//! The section of TLS.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::parse;
use crate::serve::ListenAddresses;

/// `[tls]`: encrypted connections.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct TlsConfig {
    /// File of the certificate and its chain, in PEM; empty for plain HTTP.
    pub certificate: PathBuf,
    /// File of the certificate's private key, in PEM.
    pub key: PathBuf,
    /// Addresses of plain HTTP, which redirect to https.
    #[serde(deserialize_with = "parse::listen", serialize_with = "parse::listen_text")]
    pub redirect_listen: ListenAddresses,
    /// Seconds for which browsers use https only; 0 tells them nothing.
    pub hsts_seconds: u32,
}

impl TlsConfig {
    /// Whether there is a certificate.
    pub fn is_enabled(&self) -> bool {
        !self.certificate.as_os_str().is_empty()
    }
}
