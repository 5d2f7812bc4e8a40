//! Connections need file descriptors, of which a process has a limited number.

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

use super::gate::ConnectionLimits;

/// Descriptors for the database, the outbox and the program itself.
const RESERVED: u64 = 128;

/// A connection, and the file that it uploads or downloads.
const PER_CONNECTION: u64 = 2;

/// Raises the limit of this process as far as the system allows; returns the limit, `None` if there
/// is none.
pub fn raise() -> Option<u64> {
    let limits = getrlimit(Resource::Nofile);
    if limits.current == limits.maximum {
        return limits.current;
    }
    let raised = Rlimit { current: limits.maximum, maximum: limits.maximum };
    match setrlimit(Resource::Nofile, raised) {
        Ok(()) => limits.maximum,
        Err(_) => limits.current,
    }
}

/// The limits that fit into this number of descriptors. One address gets at most half of the
/// connections. Warns if that is less than configured.
pub fn fit(configured: ConnectionLimits, descriptors: Option<u64>) -> ConnectionLimits {
    let Some(descriptors) = descriptors else { return configured };
    let connections = (descriptors.saturating_sub(RESERVED) / PER_CONNECTION).max(1);
    let connections = usize::try_from(connections).unwrap_or(usize::MAX);
    if connections >= configured.total {
        return configured;
    }
    tracing::warn!(
        "{descriptors} open files allow {connections} connections instead of connections.max_total = {}; \
         raise the limit, for example with LimitNOFILE= of systemd or ulimit -n",
        configured.total
    );
    ConnectionLimits { total: connections, per_address: configured.per_address.min((connections / 2).max(1)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_descriptors_leave_fewer_connections_and_half_to_an_address() {
        let configured = ConnectionLimits { total: 4096, per_address: 256 };
        let fit = |descriptors| fit(configured, descriptors);
        assert_eq!(fit(None), configured);
        assert_eq!(fit(Some(1 << 20)), configured);
        assert_eq!(fit(Some(256)), ConnectionLimits { total: 64, per_address: 32 });
        assert_eq!(fit(Some(16)), ConnectionLimits { total: 1, per_address: 1 });
    }
}
