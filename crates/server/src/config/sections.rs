//! The sections of the configuration.

use miaohui_kernel::{Fen, Secret};
use serde::{Deserialize, Serialize};

use super::redact;

/// `[log]`: logging.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct LogConfig {
    /// Format of a line.
    pub format: LogFormat,
    /// A level or a filter in the syntax of `tracing_subscriber::EnvFilter`.
    pub level: String,
    /// Whether to log requests.
    pub requests: bool,
    /// Of so many successful requests one is logged.
    pub sample: u32,
    /// Requests that take so many ms are always logged.
    pub slow_ms: u32,
}

/// Format of a log line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// `Human` on a terminal, `Json` elsewhere.
    Auto,
    /// Text for people.
    Human,
    /// One JSON object a line.
    Json,
}

/// `[database]`: threads, queues and connections of the database.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct DatabaseConfig {
    /// SQLite reader threads; 0 for one per core, at least 2 and at most 16.
    pub readers: usize,
    /// SQLite threads, or PostgreSQL connections, for searches and exports; 0 for half the cores.
    pub heavy_readers: usize,
    /// Time for a read, in ms; 0 for no limit.
    pub read_ms: u32,
    /// Time for a search or a part of an export, in ms; 0 for no limit.
    pub heavy_read_ms: u32,
    /// Milliseconds that a statement of a write may take on PostgreSQL; 0 for any.
    pub write_ms: u32,
    /// Seconds after which a PostgreSQL connection that is not needed is closed; 0 for never.
    pub idle_seconds: u32,
    /// Capacity of each queue, in jobs.
    pub queue: usize,
    /// Maximum number of jobs in one commit of SQLite; 1 commits each job by itself.
    pub group_commit: usize,
    /// Page cache of each SQLite connection, in KiB.
    pub cache_kib: u32,
    /// PostgreSQL connections; 0 for four per core.
    pub connections: usize,
    /// URLs of standbys that serve reads.
    #[serde(serialize_with = "redact::urls")]
    pub replicas: Vec<Secret>,
}

/// `[community]`: the Community API.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct CommunityConfig {
    /// Paths of the API, each with a leading and without a trailing slash; at least one.
    pub mounts: Vec<String>,
    /// Paths of the media, each with a leading and without a trailing slash; at least one.
    pub media_mounts: Vec<String>,
    /// Maximum difference of a signed call's `ts` from the present, in seconds.
    pub signature_skew_seconds: u32,
    /// Lifetime of a session, in days.
    pub token_days: u32,
    /// Applications that sign their calls; if there is none, no signature is required.
    pub apps: Vec<CommunityApp>,
}

/// An application that may call the Community API.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct CommunityApp {
    /// The envelope's `app`.
    pub name: String,
    /// The secret of its signatures.
    #[serde(serialize_with = "redact::stars")]
    pub secret: Secret,
}

/// `[crowdfunding]`: the Crowdfunding API.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct CrowdfundingConfig {
    /// Lifetime of a token, in seconds.
    pub token_seconds: u32,
    /// Lifetime of a refresh token, in days.
    pub refresh_days: u32,
    /// Minutes after a login with the password in which payout accounts may be changed; 0 for any time.
    pub payout_login_minutes: u32,
    /// Whether only owners see drafts.
    pub hide_drafts: bool,
    /// Whether everybody sees identity cards.
    pub public_identity_images: bool,
    /// The operators' share of the money of a project that succeeded, per mille.
    pub fee_per_mille: u32,
    /// Web origins whose pages may call the API; a single `*` allows all.
    pub cors_origins: Vec<String>,
}

/// `[privacy]`: personal data.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct PrivacyConfig {
    /// Days between the request of an erasure and the erasure; 0 for none.
    pub erase_after_days: u32,
}

/// `[orders]`: orders of tickets.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct OrdersConfig {
    /// Time to pay an order, in minutes; then its tickets are on sale again.
    pub pay_within_minutes: u32,
    /// Unpaid orders of an account, and unpaid supports; 0 for no limit.
    pub pending_orders: u32,
    /// Tickets in the unpaid orders of an account; 0 for no limit.
    pub pending_tickets: u32,
    /// Tickets of one project in the unpaid orders of an account; 0 for no limit.
    pub pending_tickets_per_project: u32,
    /// Orders that expire unpaid within a day before an account has to pause; 0 for no pause.
    pub expired_before_pause: u32,
    /// The pause after an order that expires, in minutes.
    pub pause_minutes: u32,
}

/// `[limits]`: calls in a minute, and in one burst, per address and per account; 0 for no limit.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct LimitsConfig {
    /// Logins a minute.
    pub login_per_minute: u32,
    /// Registrations a minute.
    pub signup_per_minute: u32,
    /// Requested verification codes a minute.
    pub sms_per_minute: u32,
    /// Uploads a minute.
    pub upload_per_minute: u32,
    /// Uploads of images without a login, in an hour, per address.
    pub anonymous_images_per_hour: u32,
    /// Files of an account in a day.
    pub uploads_per_day: u32,
    /// Size of the files of an account in a day, in MiB.
    pub upload_mb_per_day: u32,
    /// Articles, comments and messages a minute.
    pub publish_per_minute: u32,
    /// Orders and supports a minute.
    pub order_per_minute: u32,
    /// Look-ups of users by phone a minute.
    pub lookup_per_minute: u32,
    /// Rows that a list leaves out before a page, at most.
    pub deepest_offset: u32,
    /// Reads of one account or address that wait for one another, at most.
    pub waiting_reads: u32,
    /// Failed logins in a row from one network that lock it for the account; 0 for none.
    pub lock_after_failures: u32,
    /// Failed logins from all networks that lock an account for unknown networks; 0 for none.
    pub lock_account_after_failures: u32,
    /// Duration of a lock, in minutes.
    pub lock_minutes: u32,
}

/// `[workers]`: threads for work that would block the async threads.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct WorkersConfig {
    /// Threads that hash passwords; 0 for half the cores, at least 1.
    pub hash_threads: usize,
    /// Capacity of the queue of passwords.
    pub hash_queue: usize,
    /// Threads that process pictures; 0 for half the cores, at least 1.
    pub media_threads: usize,
    /// Capacity of the queue of pictures.
    pub media_queue: usize,
}

/// `[console]`: the operators' console.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct ConsoleConfig {
    /// Refunds and payouts of this amount in yuan or more need a second person; 0 for never.
    pub second_person_from_yuan: u32,
}

impl ConsoleConfig {
    /// The amount from which a second person is needed.
    pub fn second_person_from(&self) -> Fen {
        Fen(i64::from(self.second_person_from_yuan) * 100)
    }
}

/// `[shutdown]`: the end of the program.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct ShutdownConfig {
    /// Time after SIGTERM in which the server is not ready and still takes connections, in seconds.
    pub announce_seconds: u32,
    /// Time for running requests to finish after that, in seconds.
    pub drain_seconds: u32,
}
