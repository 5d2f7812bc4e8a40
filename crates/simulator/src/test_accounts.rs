//! Merchants for this simulator, with published keys from `test-keys/`.

use miaohui_kernel::Secret;

use crate::accounts::{AlipayAccount, AlipayCertificates, WechatAccount};

/// The application's id at Alipay.
pub const ALIPAY_APP_ID: &str = "2021000000000001";
/// The seller's id at Alipay.
pub const ALIPAY_SELLER_ID: &str = "2088000000000001";
/// The application's private key (PKCS#8).
pub const ALIPAY_APP_PRIVATE_KEY: &str = include_str!("../test-keys/alipay-app.pem");
/// Alipay's public key.
pub const ALIPAY_PUBLIC_KEY: &str = include_str!("../test-keys/alipay.pub.pem");
/// The private key of Alipay, which signs notices.
pub const ALIPAY_PRIVATE_KEY: &str = include_str!("../test-keys/alipay.pem");

/// The application's certificate.
pub const ALIPAY_APP_CERTIFICATE: &str = include_str!("../test-keys/alipay-app.cert.pem");
/// The number of [`ALIPAY_APP_CERTIFICATE`].
pub const ALIPAY_APP_CERT_SN: &str = "8b370df0702668b58436557ecfc90673";
/// Alipay's certificate.
pub const ALIPAY_CERTIFICATE: &str = include_str!("../test-keys/alipay.cert.pem");
/// The number of [`ALIPAY_CERTIFICATE`].
pub const ALIPAY_CERT_SN: &str = "0e0402280efbebc5a3f4ade42f0acafb";
/// Alipay's root certificates.
pub const ALIPAY_ROOT_CERTIFICATES: &str = include_str!("../test-keys/alipay-root.cert.pem");
/// The numbers of those of [`ALIPAY_ROOT_CERTIFICATES`] with RSA.
pub const ALIPAY_ROOT_CERT_SN: &str = "d28ea259b6b0f7d411f8ebcfd07d5afa_9fed8109f34f4b1e9c34aca1f1588a92";

/// The merchant's id at WeChat Pay.
pub const WECHAT_MCHID: &str = "1900000001";
/// The merchant's official account.
pub const WECHAT_APPID: &str = "wx0000000000000001";
/// The merchant's mobile application.
pub const WECHAT_MOBILE_APPID: &str = "wx0000000000000002";
/// The serial number of the merchant's certificate.
pub const WECHAT_CERTIFICATE_SERIAL: &str = "1DDE55AD98ED71D6EDD4A4A16996DE7B47773A8C";
/// The private key of that certificate (PKCS#1).
pub const WECHAT_PRIVATE_KEY: &str = include_str!("../test-keys/wechat-merchant.pem");
/// The public key of that certificate.
pub const WECHAT_MERCHANT_PUBLIC_KEY: &str = include_str!("../test-keys/wechat-merchant.pub.pem");
/// The merchant's APIv3 key.
pub const WECHAT_API_V3_KEY: &str = "a-test-key-that-everybody-knows!";
/// The id of WeChat Pay's public key.
pub const WECHAT_PUBLIC_KEY_ID: &str = "PUB_KEY_ID_0000000000000000000000000000000001";
/// WeChat Pay's public key.
pub const WECHAT_PUBLIC_KEY: &str = include_str!("../test-keys/wechat-public-key.pub.pem");
/// The private key of [`WECHAT_PUBLIC_KEY`], which signs notices.
pub const WECHAT_SIGNING_KEY: &str = include_str!("../test-keys/wechat-public-key.pem");

pub(crate) fn alipay() -> AlipayAccount {
    AlipayAccount {
        app_id: ALIPAY_APP_ID.into(),
        seller_id: ALIPAY_SELLER_ID.into(),
        app_public_key: include_str!("../test-keys/alipay-app.pub.pem").into(),
        certificates: None,
    }
}

/// The certificates of the merchant at Alipay.
pub fn alipay_certificates() -> AlipayCertificates {
    AlipayCertificates {
        app_cert_sn: ALIPAY_APP_CERT_SN.into(),
        alipay_root_cert_sn: ALIPAY_ROOT_CERT_SN.into(),
        alipay_cert_sn: ALIPAY_CERT_SN.into(),
        alipay_certificate: ALIPAY_CERTIFICATE.into(),
    }
}

pub(crate) fn wechat() -> WechatAccount {
    WechatAccount {
        mchid: WECHAT_MCHID.into(),
        appids: vec![WECHAT_APPID.into(), WECHAT_MOBILE_APPID.into()],
        certificate_serial: WECHAT_CERTIFICATE_SERIAL.into(),
        public_key: WECHAT_MERCHANT_PUBLIC_KEY.into(),
        api_v3_key: Secret::new(WECHAT_API_V3_KEY),
    }
}
