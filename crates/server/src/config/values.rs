//! The configuration's values.

use std::path::PathBuf;

use ipnet::IpNet;
use miaohui_kernel::Secret;
use miaohui_webhooks::WebhookSettings;
use serde::{Deserialize, Serialize};

use super::backup::BackupConfig;
use super::media::MediaConfig;
use super::messages::{MailConfig, SmsConfig};
use super::payment::PaymentConfig;
use super::requests::{ConnectionsConfig, RequestsConfig};
use super::sections::{
    CommunityConfig, ConsoleConfig, CrowdfundingConfig, DatabaseConfig, LimitsConfig, LogConfig,
    OrdersConfig, PrivacyConfig, ShutdownConfig, WorkersConfig,
};
use super::tls::TlsConfig;
use super::traces::TracesConfig;
use super::{parse, redact};
use crate::serve::ListenAddresses;

/// The merged and checked configuration.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// Addresses to listen on, at least one.
    #[serde(deserialize_with = "parse::listen", serialize_with = "parse::listen_text")]
    pub listen: ListenAddresses,
    /// Addresses of the operators' own listener; none serves no metrics over HTTP.
    #[serde(deserialize_with = "parse::listen", serialize_with = "parse::listen_text")]
    pub operations_listen: ListenAddresses,
    /// Directory of the SQLite database, the media and the outbox; relative to the working
    /// directory.
    pub data_dir: PathBuf,
    /// A `postgres://` URL, or empty for SQLite in `data_dir`. Secret, as it may hold a password.
    #[serde(serialize_with = "redact::url")]
    pub database_url: Secret,
    /// Keys that encrypt personal data, `name:key` pairs; empty to take them from `keys_file`.
    #[serde(serialize_with = "redact::stars")]
    pub keys: Secret,
    /// The file of the keys; empty for `miaohui.keys` in `data_dir`.
    pub keys_file: PathBuf,
    /// Whether an empty database gets the demo data and demo features are on.
    pub demo: bool,
    /// Proxies whose `X-Forwarded-For` is trusted.
    #[serde(deserialize_with = "parse::networks")]
    pub trusted_proxies: Vec<IpNet>,
    /// Start of absolute links, without a trailing slash; empty to take it from each request.
    #[serde(deserialize_with = "parse::base_url")]
    pub public_url: String,
    /// `[tls]`
    pub tls: TlsConfig,
    /// `[log]`
    pub log: LogConfig,
    /// `[traces]`
    pub traces: TracesConfig,
    /// `[connections]`
    pub connections: ConnectionsConfig,
    /// `[requests]`
    pub requests: RequestsConfig,
    /// `[database]`
    pub database: DatabaseConfig,
    /// `[community]`
    pub community: CommunityConfig,
    /// `[crowdfunding]`
    pub crowdfunding: CrowdfundingConfig,
    /// `[media]`
    pub media: MediaConfig,
    /// `[privacy]`
    pub privacy: PrivacyConfig,
    /// `[sms]`
    pub sms: SmsConfig,
    /// `[mail]`
    pub mail: MailConfig,
    /// `[webhooks]`
    pub webhooks: WebhookSettings,
    /// `[orders]`
    pub orders: OrdersConfig,
    /// `[payment]`
    pub payment: PaymentConfig,
    /// `[limits]`
    pub limits: LimitsConfig,
    /// `[workers]`
    pub workers: WorkersConfig,
    /// `[console]`
    pub console: ConsoleConfig,
    /// `[backup]`
    pub backup: BackupConfig,
    /// `[shutdown]`
    pub shutdown: ShutdownConfig,
}

impl Config {
    /// Writes the configuration as TOML, with `***` for every secret.
    pub fn to_toml_redacted(&self) -> Result<String, toml::ser::Error> {
        toml::to_string(self)
    }
}
