//! What the operator decides: one file, variables and flags that say the same things.
//!
//! `miaohui.default.toml` is where a key begins to exist; the structs here give it a type.

mod args;
mod env;
mod error;
mod load;
mod parse;
mod redact;
mod schema;
mod validate;

#[cfg(test)]
mod tests;

use std::net::SocketAddr;
use std::path::PathBuf;

use ipnet::IpNet;
use miaohui_gateways::mail::SmtpTls;
use miaohui_kernel::Secret;
use serde::{Deserialize, Serialize};

pub use args::{ConfigArgs, Setting};
pub use error::ConfigError;
pub use redact::redact_url;

/// The commented file that declares every key and its default value.
pub const DEFAULT_FILE: &str = include_str!("../miaohui.default.toml");

/// The whole configuration, merged and checked.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// Where to listen.
    #[serde(deserialize_with = "parse::listen")]
    pub listen: SocketAddr,
    /// Directory of the SQLite database, the media and the outbox; relative to the working directory.
    pub data_dir: PathBuf,
    /// A `postgres://` URL, or empty for SQLite in `data_dir`. Secret, as it may hold a password.
    #[serde(serialize_with = "redact::url")]
    pub database_url: Secret,
    /// Whether an empty database gets the demo data and demo features are on.
    pub demo: bool,
    /// Proxies whose `X-Forwarded-For` is believed.
    #[serde(deserialize_with = "parse::networks")]
    pub trusted_proxies: Vec<IpNet>,
    /// Start of absolute links, without a trailing slash; empty: taken from each request.
    #[serde(deserialize_with = "parse::base_url")]
    pub public_url: String,
    /// `[log]`
    pub log: LogConfig,
    /// `[database]`
    pub database: DatabaseConfig,
    /// `[community]`
    pub community: CommunityConfig,
    /// `[crowdfunding]`
    pub crowdfunding: CrowdfundingConfig,
    /// `[media]`
    pub media: MediaConfig,
    /// `[sms]`
    pub sms: SmsConfig,
    /// `[mail]`
    pub mail: MailConfig,
    /// `[orders]`
    pub orders: OrdersConfig,
    /// `[payment]`
    pub payment: PaymentConfig,
    /// `[limits]`
    pub limits: LimitsConfig,
    /// `[workers]`
    pub workers: WorkersConfig,
    /// `[shutdown]`
    pub shutdown: ShutdownConfig,
}

/// What is logged, and how.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct LogConfig {
    /// How a line looks.
    pub format: LogFormat,
    /// A level or a filter in the syntax of `tracing_subscriber::EnvFilter`.
    pub level: String,
    /// Whether each request is logged.
    pub requests: bool,
}

/// How a log line looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// `Human` on a terminal, `Json` elsewhere.
    Auto,
    /// For people.
    Human,
    /// One JSON object a line.
    Json,
}

/// The database door's threads, queues and connections.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct DatabaseConfig {
    /// SQLite reader threads; 0 is one per core, 2 to 16.
    pub readers: usize,
    /// Jobs that may wait in each queue.
    pub queue: usize,
    /// Most jobs in one commit of SQLite; 1 is a commit a job.
    pub group_commit: usize,
    /// Page cache of each SQLite connection, in KiB.
    pub cache_kib: u32,
    /// PostgreSQL connections; 0 is four per core.
    pub connections: usize,
}

/// The community API.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct CommunityConfig {
    /// Paths of the API, each with a leading and without a trailing slash; at least one.
    pub mounts: Vec<String>,
    /// Paths of the media, each with a leading and without a trailing slash; at least one.
    pub media_mounts: Vec<String>,
    /// How far the `ts` of a signed call may be off, in seconds.
    pub signature_skew_seconds: u32,
    /// Life of a login, in days.
    pub token_days: u32,
    /// Applications that sign their calls; with none, signatures are not asked for.
    pub apps: Vec<CommunityApp>,
}

/// An application that may call the community API.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct CommunityApp {
    /// The envelope's `app`.
    pub name: String,
    /// What its signatures are made with.
    #[serde(serialize_with = "redact::stars")]
    pub secret: Secret,
}

/// The crowdfunding API.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct CrowdfundingConfig {
    /// Life of a token, in seconds.
    pub token_seconds: u32,
    /// Life of a refresh token, in days.
    pub refresh_days: u32,
    /// Whether drafts are shown to their owners only.
    pub hide_drafts: bool,
    /// What the operators keep of a project that succeeded, of a thousand.
    pub fee_per_mille: u32,
    /// Web origins whose pages may call the API; `*` alone is every one.
    pub cors_origins: Vec<String>,
}

const MIB: u64 = 1024 * 1024;

/// What may be uploaded, and how long it is kept unused.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct MediaConfig {
    /// Largest picture, in MiB.
    pub image_max_mb: u32,
    /// Largest video, in MiB.
    pub video_max_mb: u32,
    /// Largest picture, in millions of pixels.
    pub max_megapixels: u32,
    /// Life of an upload that nothing refers to, in hours.
    pub unused_hours: u32,
}

impl MediaConfig {
    /// Largest picture, in bytes.
    pub fn image_max_bytes(&self) -> u64 {
        u64::from(self.image_max_mb) * MIB
    }

    /// Largest video, in bytes.
    pub fn video_max_bytes(&self) -> u64 {
        u64::from(self.video_max_mb) * MIB
    }

    /// Largest picture, in pixels.
    pub fn max_pixels(&self) -> u64 {
        u64::from(self.max_megapixels) * 1_000_000
    }
}

/// Verification codes by short message.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct SmsConfig {
    /// Who carries the messages.
    pub provider: SmsProvider,
    /// Life of a code, in minutes.
    pub code_minutes: u32,
    /// Time between two messages to one phone, in seconds; 0 is no gap.
    pub per_phone_gap_seconds: u32,
    /// Most messages to one phone in 24 hours.
    pub per_phone_per_day: u32,
    /// Most messages asked for by one address in an hour.
    pub per_address_per_hour: u32,
}

/// Who carries short messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum SmsProvider {
    /// Nobody: they are written to `{data_dir}/outbox/sms.jsonl`.
    Outbox,
}

/// Mail to the crowdfunding API's people.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct MailConfig {
    /// Who carries the mail.
    pub provider: MailProvider,
    /// Whom it is from: `name@example.com` or `Name <name@example.com>`.
    pub from: String,
    /// Name or address of the SMTP relay.
    pub smtp_host: String,
    /// Its port.
    pub smtp_port: u32,
    /// How the connection is encrypted.
    pub smtp_tls: SmtpTls,
    /// Who signs in there; empty: nobody.
    pub smtp_username: String,
    /// The password of `smtp_username`.
    #[serde(serialize_with = "redact::stars")]
    pub smtp_password: Secret,
    /// Time for each step of the conversation, in seconds.
    pub smtp_timeout_seconds: u32,
}

/// Who carries mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum MailProvider {
    /// Nobody: it is written to `{data_dir}/outbox/mail.jsonl`.
    Outbox,
    /// An SMTP relay.
    Smtp,
}

/// Orders of tickets.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct OrdersConfig {
    /// How long an order's tickets are kept for it unpaid, in minutes.
    pub pay_within_minutes: u32,
}

/// Payment channels.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct PaymentConfig {
    /// Whether the channel `sandbox`, which moves no money, is on without the demo data too.
    pub sandbox: bool,
    /// `[payment.alipay]`
    pub alipay: AlipayConfig,
    /// `[payment.wechat]`
    pub wechat: WechatConfig,
}

/// The channel `alipay`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct AlipayConfig {
    /// Whether it is on.
    pub enabled: bool,
    /// The gateway.
    pub gateway: String,
    /// The application's number.
    pub app_id: String,
    /// The seller's number.
    pub seller_id: String,
    /// File with the application's private key.
    pub app_private_key_file: PathBuf,
    /// File with Alipay's public key.
    pub alipay_public_key_file: PathBuf,
    /// Where the payer's browser goes afterwards; empty: nowhere.
    pub return_url: String,
}

/// The channel `wechat`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct WechatConfig {
    /// Whether it is on.
    pub enabled: bool,
    /// The host.
    pub host: String,
    /// The merchant's number.
    pub mchid: String,
    /// The official account or mini program.
    pub appid: String,
    /// The mobile application; empty: `appid`.
    pub mobile_appid: String,
    /// Serial number of the merchant's certificate.
    pub certificate_serial: String,
    /// File with that certificate's private key.
    pub private_key_file: PathBuf,
    /// The key of notices, 32 bytes.
    #[serde(serialize_with = "redact::stars")]
    pub api_v3_key: Secret,
    /// The number of WeChat Pay's public key; empty: platform certificates are fetched.
    pub public_key_id: String,
    /// File with WeChat Pay's public key.
    pub public_key_file: PathBuf,
}

/// Calls in a minute, and as many in one burst, per address and per account; 0 switches one off.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct LimitsConfig {
    /// Logins a minute.
    pub login_per_minute: u32,
    /// Registrations a minute.
    pub signup_per_minute: u32,
    /// Verification codes asked for a minute.
    pub sms_per_minute: u32,
    /// Uploads a minute.
    pub upload_per_minute: u32,
    /// Articles, comments and messages a minute.
    pub publish_per_minute: u32,
    /// Wrong logins in a row that lock a number; 0 never locks.
    pub lock_after_failures: u32,
    /// How long a number stays locked, in minutes.
    pub lock_minutes: u32,
}

/// Threads for work that is too slow for the async ones.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct WorkersConfig {
    /// Password hashing threads; 0 is half the cores, at least 1.
    pub hash_threads: usize,
    /// Passwords that may wait.
    pub hash_queue: usize,
    /// Picture threads; 0 is half the cores, at least 1.
    pub media_threads: usize,
    /// Pictures that may wait.
    pub media_queue: usize,
}

/// How the program ends.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct ShutdownConfig {
    /// Time that running requests get after SIGTERM, in seconds.
    pub drain_seconds: u32,
}
