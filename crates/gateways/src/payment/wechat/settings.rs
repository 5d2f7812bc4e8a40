//! The settings of a merchant.

use miaohui_kernel::Secret;

use crate::payment::http::Endpoint;
#[cfg(doc)]
use crate::payment::provider::Scene;

/// WeChat Pay's public key, for merchants without platform certificates.
#[derive(Clone, Debug)]
pub struct WechatPublicKey {
    /// Its id, which begins with `PUB_KEY_ID_`.
    pub id: String,
    /// The key in PEM.
    pub pem: String,
}

/// The settings of a merchant.
#[derive(Clone, Debug)]
pub struct WechatSettings {
    /// The host, [`HOST`](super::HOST) in production.
    pub endpoint: Endpoint,
    /// The host for calls that the first one does not answer, [`SECOND_HOST`](super::SECOND_HOST)
    /// in production.
    pub second_host: Option<String>,
    /// The merchant's id.
    pub mchid: String,
    /// The official account for [`Scene::Jsapi`], [`Scene::H5`] and [`Scene::Native`].
    pub appid: String,
    /// The mini program for [`Scene::Mini`]; defaults to `appid`.
    pub mini_appid: Option<String>,
    /// The mobile application for [`Scene::App`]; defaults to `appid`.
    pub mobile_appid: Option<String>,
    /// The serial number of the merchant's API certificate, in hexadecimal digits.
    pub certificate_serial: String,
    /// The private key of that certificate (`apiclient_key.pem`).
    pub private_key: Secret,
    /// The APIv3 key, 32 bytes, which encrypts notices and certificates.
    pub api_v3_key: Secret,
    /// WeChat Pay's public key. Without it, platform certificates are fetched; with it, they are
    /// fetched only for signatures by certificates, as during a migration.
    pub public_key: Option<WechatPublicKey>,
    /// The URL for WeChat Pay's notices: HTTPS, without a query.
    pub notify_url: String,
    /// The longest bill in bytes.
    pub bill_bytes: u64,
}
