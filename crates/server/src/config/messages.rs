//! The sections of short messages and mail.

use miaohui_gateways::mail::SmtpTls;
use miaohui_kernel::Secret;
use serde::{Deserialize, Serialize};

use super::redact;

/// `[sms]`: verification codes by short message.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct SmsConfig {
    /// The provider that sends the messages.
    pub provider: SmsProvider,
    /// Lifetime of a code, in minutes.
    pub code_minutes: u32,
    /// Minimum time between two messages to one phone, in seconds; 0 for none.
    pub per_phone_gap_seconds: u32,
    /// Maximum number of messages to one phone in 24 hours.
    pub per_phone_per_day: u32,
    /// Maximum number of messages requested by one address in an hour.
    pub per_address_per_hour: u32,
}

/// A provider of short messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum SmsProvider {
    /// Writes them to `{data_dir}/outbox/sms.jsonl`.
    Outbox,
}

/// `[mail]`: mail to users of the Crowdfunding API.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct MailConfig {
    /// The provider that sends the mail.
    pub provider: MailProvider,
    /// The sender: `name@example.com` or `Name <name@example.com>`.
    pub from: String,
    /// Name or address of the SMTP relay.
    pub smtp_host: String,
    /// Its port.
    pub smtp_port: u32,
    /// Encryption of the connection.
    pub smtp_tls: SmtpTls,
    /// User name at the relay; empty for no sign-in.
    pub smtp_username: String,
    /// The password of `smtp_username`.
    #[serde(serialize_with = "redact::stars")]
    pub smtp_password: Secret,
    /// Timeout of each command, in seconds.
    pub smtp_timeout_seconds: u32,
}

/// A provider of mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum MailProvider {
    /// Writes it to `{data_dir}/outbox/mail.jsonl`.
    Outbox,
    /// Sends it through an SMTP relay.
    Smtp,
}
