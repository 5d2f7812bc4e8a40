//! The section of traces.

use serde::{Deserialize, Serialize};

/// `[traces]`: traces of requests.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct TracesConfig {
    /// Where traces are sent to, such as `http://127.0.0.1:4318/v1/traces`; empty for none.
    pub endpoint: String,
    /// The part of the requests that is traced, per mille.
    pub sample_per_mille: u32,
}
