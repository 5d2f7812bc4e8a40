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
    pub no_verdict: NoVerdict,
}

/// What applies to a text about which no verdict came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum NoVerdict {
    /// It stays.
    Allow,
    /// Operators look at it.
    Queue,
    /// It is hidden.
    Hide,
}

impl NoVerdict {
    /// The verdict that it stands for.
    pub const fn verdict(self) -> Verdict {
        match self {
            Self::Allow => Verdict::Allow,
            Self::Queue => Verdict::Queue,
            Self::Hide => Verdict::Hide,
        }
    }
}
