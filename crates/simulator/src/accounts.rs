//! The merchants that the simulator knows.

use miaohui_kernel::Secret;

/// A merchant at Alipay.
#[derive(Clone, Debug)]
pub struct AlipayAccount {
    /// The application's id.
    pub app_id: String,
    /// The seller's id.
    pub seller_id: String,
    /// The application's public key in PEM.
    pub app_public_key: String,
}

/// A merchant at WeChat Pay.
#[derive(Clone, Debug)]
pub struct WechatAccount {
    /// The merchant's id.
    pub mchid: String,
    /// The merchant's applications.
    pub appids: Vec<String>,
    /// The serial number of the merchant's certificate.
    pub certificate_serial: String,
    /// The public key of that certificate in PEM.
    pub public_key: String,
    /// The APIv3 key, 32 bytes.
    pub api_v3_key: Secret,
}
