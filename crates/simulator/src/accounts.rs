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
    /// The certificates, for a merchant in certificate mode.
    pub certificates: Option<AlipayCertificates>,
}

/// Certificates and their numbers: the MD5 of the issuer (RFC 2253) followed by the decimal serial
/// number, as Alipay's SDKs compute it.
#[derive(Clone, Debug)]
pub struct AlipayCertificates {
    /// The number of the application's certificate.
    pub app_cert_sn: String,
    /// The numbers of Alipay's root certificates with RSA, joined by `_`.
    pub alipay_root_cert_sn: String,
    /// The number of Alipay's certificate, whose key signs the answers.
    pub alipay_cert_sn: String,
    /// Alipay's certificate in PEM.
    pub alipay_certificate: String,
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
