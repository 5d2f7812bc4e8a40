//! The sections of short messages and mail.

use miaohui_gateways::mail::SmtpTls;
use miaohui_gateways::sms::SmsTemplate;
use miaohui_kernel::Secret;
use serde::{Deserialize, Serialize};

use super::redact;

/// `[sms]`: verification codes by short message.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct SmsConfig {
    /// The provider that sends the messages.
    pub provider: SmsProvider,
    /// The provider of messages that the first one does not send.
    pub fallback: SmsFallback,
    /// URL of the proxy; empty for none. Secret, as it may hold a password.
    #[serde(serialize_with = "redact::url")]
    pub proxy: Secret,
    /// Country codes whose phones may receive codes.
    pub countries: Vec<String>,
    /// Maximum number of messages in an hour; 0 for no limit.
    pub budget_per_hour: u32,
    /// Maximum number of messages in a day; 0 for no limit.
    pub budget_per_day: u32,
    /// Lifetime of a code, in minutes.
    pub code_minutes: u32,
    /// Minimum time between two messages to one phone, in seconds; 0 for none.
    pub per_phone_gap_seconds: u32,
    /// Maximum number of messages to one phone in 24 hours.
    pub per_phone_per_day: u32,
    /// Maximum number of messages requested by one address in an hour.
    pub per_address_per_hour: u32,
    /// `[sms.aliyun]`
    pub aliyun: AliyunSmsConfig,
    /// `[sms.tencent]`
    pub tencent: TencentSmsConfig,
    /// `[sms.http]`
    pub http: HttpSmsConfig,
}

/// `[sms.aliyun]`: the account at Aliyun.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct AliyunSmsConfig {
    /// The URL.
    pub endpoint: String,
    /// The AccessKey's id.
    pub access_key_id: String,
    /// The AccessKey's secret.
    #[serde(serialize_with = "redact::stars")]
    pub access_key_secret: Secret,
    /// The approved templates.
    pub templates: Vec<SmsTemplate>,
}

/// `[sms.tencent]`: the account at Tencent Cloud.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct TencentSmsConfig {
    /// The URL.
    pub endpoint: String,
    /// The region.
    pub region: String,
    /// The id of the API key.
    pub secret_id: String,
    /// The API key.
    #[serde(serialize_with = "redact::stars")]
    pub secret_key: Secret,
    /// The application's id.
    pub sdk_app_id: String,
    /// The approved templates.
    pub templates: Vec<SmsTemplate>,
}

/// `[sms.http]`: a hook.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct HttpSmsConfig {
    /// The URL.
    pub url: String,
    /// The key of the signatures.
    #[serde(serialize_with = "redact::stars")]
    pub secret: Secret,
}

/// A provider of short messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum SmsProvider {
    /// Writes them to `{data_dir}/outbox/sms.jsonl`.
    Outbox,
    /// Aliyun.
    Aliyun,
    /// Tencent Cloud.
    Tencent,
    /// A hook.
    Http,
}

/// The second provider of short messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum SmsFallback {
    /// None.
    #[serde(rename = "")]
    None,
    /// Aliyun.
    Aliyun,
    /// Tencent Cloud.
    Tencent,
    /// A hook.
    Http,
}

impl SmsFallback {
    /// The provider; `None` if there is none.
    pub fn provider(self) -> Option<SmsProvider> {
        match self {
            Self::None => None,
            Self::Aliyun => Some(SmsProvider::Aliyun),
            Self::Tencent => Some(SmsProvider::Tencent),
            Self::Http => Some(SmsProvider::Http),
        }
    }
}

/// `[mail]`: mail to users of the Crowdfunding API.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct MailConfig {
    /// The provider that sends the mail.
    pub provider: MailProvider,
    /// Maximum number of mails that users cause in an hour; 0 for no limit.
    pub budget_per_hour: u32,
    /// Maximum number of mails that users cause in a day; 0 for no limit.
    pub budget_per_day: u32,
    /// Maximum number of such mails to one address in an hour; 0 for no limit.
    pub per_address_per_hour: u32,
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
