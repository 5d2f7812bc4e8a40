//! The conditions of all connections of a server.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use super::connection::Deadlines;
use super::gate::Gate;

/// The conditions of all connections.
#[derive(Clone)]
pub struct Terms {
    /// Which connections are kept.
    pub gate: Gate,
    /// What clients must send or read in time.
    pub deadlines: Deadlines,
    /// Whether trusted proxies name their client with the PROXY protocol.
    pub proxy_protocol: bool,
    /// Set when the server is about to stop: connections with HTTP/1.1 end with their response.
    pub leaving: Arc<AtomicBool>,
}
