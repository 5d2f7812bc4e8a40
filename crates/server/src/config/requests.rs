//! The sections of requests and connections.

use serde::{Deserialize, Serialize};

/// `[requests]`: limits of request bodies.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct RequestsConfig {
    /// Maximum size of a body without files, in KiB.
    pub body_max_kb: u32,
    /// Maximum number of fields of a form, files included, and of keys of a JSON object.
    pub fields_max: u32,
    /// Maximum size of the header of a part of a multipart form, in KiB.
    pub part_header_max_kb: u32,
    /// Memory of all bodies that are being received, in MiB.
    pub memory_mb: u32,
}

/// `[connections]`: connections and their deadlines.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct ConnectionsConfig {
    /// Maximum number of connections.
    pub max_total: usize,
    /// Maximum number of connections of one address, except trusted proxies.
    pub max_per_address: usize,
    /// Whether trusted proxies name their client with the PROXY protocol.
    pub proxy_protocol: bool,
    /// Maximum size of the headers of a request, in KiB.
    pub header_max_kb: u32,
    /// Time for the headers of a request from their first byte, in seconds.
    pub header_seconds: u32,
    /// Time after which an idle connection is closed, in seconds.
    pub idle_seconds: u32,
    /// Period in which `progress_kb` of a body or a response must move, in seconds.
    pub progress_seconds: u32,
    /// KiB that must move in each period, unless fewer are left.
    pub progress_kb: u32,
}
