//! The section of webhooks.

use miaohui_webhooks::Verdict;
use serde::{Deserialize, Serialize};

/// `[webhooks]`: events for other systems.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct WebhooksConfig {
    /// Whether addresses of private networks may be called.
    pub allow_private: bool,
    /// Whether `http://` may be called.
    pub allow_http: bool,
    /// Timeout of a call, in seconds.
    pub timeout_seconds: u32,
    /// Days without a success after which an endpoint is paused.
    pub pause_after_days: u32,
    /// Days that deliveries are kept.
    pub keep_days: u32,
    /// Seconds within which an endpoint that moderates decides.
    pub verdict_seconds: u32,
    /// What applies if it does not.
    pub no_verdict: Verdict,
}
