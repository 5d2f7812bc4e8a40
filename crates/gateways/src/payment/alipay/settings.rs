//! The settings of a merchant.

use miaohui_kernel::Secret;

use crate::payment::http::Endpoint;

/// Certificates in PEM, as Alipay's console offers them.
#[derive(Clone, Debug)]
pub struct AlipayCertificates {
    /// The application's certificate (`appCertPublicKey_….crt`).
    pub app: String,
    /// Alipay's certificate (`alipayCertPublicKey_RSA2.crt`).
    pub alipay: String,
    /// The root certificates (`alipayRootCert.crt`).
    pub root: String,
}

/// How the two sides know each other's key.
#[derive(Clone, Debug)]
pub enum AlipayKey {
    /// Public key mode: Alipay's public key for this application (not the application's own), in
    /// PEM or Base64.
    Public(String),
    /// Certificate mode.
    Certificates(AlipayCertificates),
}

/// The settings of a merchant.
#[derive(Clone, Debug)]
pub struct AlipaySettings {
    /// The gateway, [`GATEWAY`](super::GATEWAY) in production.
    pub endpoint: Endpoint,
    /// The application's id.
    pub app_id: String,
    /// The seller's id (PID), 16 digits that begin with 2088.
    pub seller_id: String,
    /// The application's private key: PEM or Base64, PKCS#8 or PKCS#1.
    pub app_private_key: Secret,
    /// Alipay's key.
    pub alipay_key: AlipayKey,
    /// The URL for Alipay's notices.
    pub notify_url: String,
    /// The URL that the payer's browser opens afterwards, if an order has none of its own.
    pub return_url: Option<String>,
    /// The longest bill in bytes.
    pub bill_bytes: u64,
}
