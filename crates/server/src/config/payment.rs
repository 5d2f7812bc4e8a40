//! The sections of payment channels.

use std::path::PathBuf;

use miaohui_kernel::Secret;
use serde::{Deserialize, Serialize};

use super::redact;

/// `[payment]`: payment channels.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct PaymentConfig {
    /// Whether the channel `sandbox`, which moves no money, is enabled without the demo data too.
    pub sandbox: bool,
    /// URL of the proxy for calls to providers; empty for none.
    #[serde(serialize_with = "redact::url")]
    pub proxy: Secret,
    /// Size of the longest bill, in MB.
    pub bill_max_mb: u64,
    /// `[payment.alipay]`
    pub alipay: AlipayConfig,
    /// `[payment.wechat]`
    pub wechat: WechatConfig,
}

/// `[payment.alipay]`: the channel `alipay`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct AlipayConfig {
    /// Whether the channel is enabled.
    pub enabled: bool,
    /// URL of the gateway.
    pub gateway: String,
    /// Id of the application.
    pub app_id: String,
    /// Id of the seller.
    pub seller_id: String,
    /// File with the application's private key.
    pub app_private_key_file: PathBuf,
    /// File with Alipay's public key; empty in certificate mode.
    pub alipay_public_key_file: PathBuf,
    /// File with the application's certificate.
    pub app_cert_file: PathBuf,
    /// File with Alipay's certificate.
    pub alipay_cert_file: PathBuf,
    /// File with Alipay's root certificates.
    pub alipay_root_cert_file: PathBuf,
    /// URL that the payer's browser is sent to after the payment; empty for none.
    pub return_url: String,
}

/// `[payment.wechat]`: the channel `wechat`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct WechatConfig {
    /// Whether the channel is enabled.
    pub enabled: bool,
    /// URL of the host.
    pub host: String,
    /// URL of the host for calls that the first one does not answer; empty for the production one
    /// if `host` is the production one too.
    pub second_host: String,
    /// Id of the merchant.
    pub mchid: String,
    /// Id of the official account.
    pub appid: String,
    /// Id of the mini program; empty for `appid`.
    pub mini_appid: String,
    /// Id of the mobile application; empty for `appid`.
    pub mobile_appid: String,
    /// Serial number of the merchant's certificate.
    pub certificate_serial: String,
    /// File with that certificate's private key.
    pub private_key_file: PathBuf,
    /// Key of notices, 32 bytes.
    #[serde(serialize_with = "redact::stars")]
    pub api_v3_key: Secret,
    /// Id of WeChat Pay's public key; empty to fetch platform certificates instead.
    pub public_key_id: String,
    /// File with WeChat Pay's public key.
    pub public_key_file: PathBuf,
}
