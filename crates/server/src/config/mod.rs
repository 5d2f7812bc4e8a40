//! The configuration: one file, environment variables and flags with the same keys.
//!
//! `miaohui.default.toml` declares each key with its default; the structs here give it a type.

mod args;
mod backup;
mod env;
mod error;
mod file;
mod known_keys;
mod load;
mod media;
mod messages;
mod parse;
mod payment;
mod redact;
mod requests;
mod sections;
mod source;
mod tls;
mod traces;
mod validate;
mod values;

#[cfg(test)]
mod tests;

pub use args::{ConfigArgs, Setting};
pub use backup::{BackupConfig, S3Config};
pub use env::service_links;
pub use error::ConfigError;
pub use file::DEFAULT_FILE;
pub use media::{MediaConfig, MediaPlace, MediaS3Config};
pub use messages::{
    AliyunSmsConfig, HttpSmsConfig, MailConfig, MailProvider, SmsConfig, SmsFallback, SmsProvider,
    TencentSmsConfig,
};
pub use payment::{AlipayConfig, PaymentConfig, WechatConfig};
pub use redact::redact_url;
pub use requests::{ConnectionsConfig, RequestsConfig};
pub use sections::{
    CommunityApp, CommunityConfig, ConsoleConfig, CrowdfundingConfig, DatabaseConfig, LimitsConfig,
    LogConfig, LogFormat, OrdersConfig, PrivacyConfig, ShutdownConfig, WorkersConfig,
};
pub use source::{ConfigSource, ConfigValues};
pub use tls::TlsConfig;
pub use traces::TracesConfig;
pub use validate::RESERVED_SEGMENTS;
pub use values::Config;
