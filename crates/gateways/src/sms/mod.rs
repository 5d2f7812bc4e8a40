//! Short messages: phones, the providers, and their receipts.

mod aliyun;
mod aliyun_codes;
mod aliyun_signature;
mod fallback;
pub mod hook;
mod http_client;
mod message;
mod outbox_file;
mod phone;
mod signing;
mod templates;
mod tencent;
mod tencent_codes;
mod tencent_signature;

pub use aliyun::{AliyunSettings, AliyunSms};
pub use fallback::FallbackSms;
pub use hook::{HookSettings, HookSms};
pub use http_client::SmsSettingsError;
pub use message::{Accepted, Delivery, PURPOSE_CODE, SentSms, Sms, SmsSender};
pub use outbox_file::OutboxFile;
pub use phone::{InvalidPhone, Phone, is_country_code};
pub use templates::SmsTemplate;
pub use tencent::{TencentSettings, TencentSms};
