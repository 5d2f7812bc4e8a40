//! The payment channels that the configuration enables.

use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, Result, ensure};
use miaohui_gateways::payment::alipay::{Alipay, AlipayCertificates, AlipayKey, AlipaySettings};
use miaohui_gateways::payment::provider::Provider;
use miaohui_gateways::payment::wechat::{HOST, SECOND_HOST, WechatPay, WechatPublicKey, WechatSettings};
use miaohui_gateways::payment::{Endpoint, Sandbox};
use miaohui_kernel::{Clock, Rng, Secret};

use crate::config::{AlipayConfig, Config, PaymentConfig, WechatConfig};

/// Timeout of a call to a provider.
const TIMEOUT_MS: u64 = 10_000;

/// Makes the enabled channels, the preferred one first; the sandbox is last.
pub fn enabled(config: &Config, clock: &Clock, rng: &Rng) -> Result<Vec<Arc<dyn Provider>>> {
    let mut channels: Vec<Arc<dyn Provider>> = Vec::new();
    let notify_url = |channel: &str| format!("{}/pay/{channel}/notify", config.public_url);
    let real = config.payment.alipay.enabled || config.payment.wechat.enabled;
    ensure!(
        !real || !config.public_url.is_empty(),
        "[payment]: public_url must be set, because providers send notices to it"
    );
    if config.payment.alipay.enabled {
        let settings = alipay(&config.payment, notify_url("alipay")).context("[payment.alipay]")?;
        channels.push(Arc::new(Alipay::new(&settings, clock.clone()).context("[payment.alipay]")?));
    }
    if config.payment.wechat.enabled {
        let settings = wechat(&config.payment, notify_url("wechat")).context("[payment.wechat]")?;
        let channel = WechatPay::new(&settings, clock.clone(), rng.clone()).context("[payment.wechat]")?;
        channels.push(Arc::new(channel));
    }
    if config.payment.sandbox || config.demo {
        channels.push(Arc::new(Sandbox));
    }
    Ok(channels)
}

fn alipay(payment: &PaymentConfig, notify_url: String) -> Result<AlipaySettings> {
    let config = &payment.alipay;
    Ok(AlipaySettings {
        endpoint: endpoint(&config.gateway, payment),
        app_id: config.app_id.clone(),
        seller_id: config.seller_id.clone(),
        app_private_key: Secret::new(text("app_private_key_file", &config.app_private_key_file)?),
        alipay_key: alipay_key(config)?,
        notify_url,
        return_url: not_empty(&config.return_url),
        bill_bytes: bill_bytes(payment),
    })
}

fn alipay_key(config: &AlipayConfig) -> Result<AlipayKey> {
    let AlipayConfig { app_cert_file, alipay_cert_file, alipay_root_cert_file, .. } = config;
    let files = [app_cert_file, alipay_cert_file, alipay_root_cert_file];
    let given = files.iter().filter(|file| !file.as_os_str().is_empty()).count();
    if given == 0 {
        return Ok(AlipayKey::Public(text("alipay_public_key_file", &config.alipay_public_key_file)?));
    }
    ensure!(
        given == files.len(),
        "certificate mode needs app_cert_file, alipay_cert_file and alipay_root_cert_file"
    );
    ensure!(
        config.alipay_public_key_file.as_os_str().is_empty(),
        "alipay_public_key_file must be empty in certificate mode"
    );
    Ok(AlipayKey::Certificates(AlipayCertificates {
        app: text("app_cert_file", app_cert_file)?,
        alipay: text("alipay_cert_file", alipay_cert_file)?,
        root: text("alipay_root_cert_file", alipay_root_cert_file)?,
    }))
}

fn wechat(payment: &PaymentConfig, notify_url: String) -> Result<WechatSettings> {
    let config = &payment.wechat;
    let public_key = match config.public_key_id.as_str() {
        "" => None,
        id => Some(WechatPublicKey {
            id: id.to_owned(),
            pem: text("public_key_file", &config.public_key_file)?,
        }),
    };
    Ok(WechatSettings {
        endpoint: endpoint(&config.host, payment),
        second_host: second_host(config),
        mchid: config.mchid.clone(),
        appid: config.appid.clone(),
        mini_appid: not_empty(&config.mini_appid),
        mobile_appid: not_empty(&config.mobile_appid),
        certificate_serial: config.certificate_serial.clone(),
        private_key: Secret::new(text("private_key_file", &config.private_key_file)?),
        api_v3_key: config.api_v3_key.clone(),
        public_key,
        notify_url,
        bill_bytes: bill_bytes(payment),
    })
}

/// A merchant of a simulator must not reach the production host.
fn second_host(config: &WechatConfig) -> Option<String> {
    let is_production = config.host.trim_end_matches('/') == HOST;
    not_empty(&config.second_host).or_else(|| is_production.then(|| SECOND_HOST.to_owned()))
}

fn endpoint(url: &str, payment: &PaymentConfig) -> Endpoint {
    let proxy = not_empty(payment.proxy.expose());
    Endpoint { url: url.to_owned(), timeout_ms: TIMEOUT_MS, proxy }
}

fn bill_bytes(payment: &PaymentConfig) -> u64 {
    payment.bill_max_mb.saturating_mul(1 << 20)
}

fn not_empty(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

/// Reads the file that a key names.
fn text(key: &str, file: &Path) -> Result<String> {
    std::fs::read_to_string(file).with_context(|| format!("{key}: {} cannot be read", file.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn defaults() -> PaymentConfig {
        let config: Config = toml::from_str(include_str!("miaohui.default.toml")).unwrap();
        config.payment
    }

    #[test]
    fn only_production_has_a_second_host_by_default() {
        let mut config = defaults().wechat;
        assert_eq!(second_host(&config).as_deref(), Some(SECOND_HOST));
        config.host = "http://127.0.0.1:8080".into();
        assert_eq!(second_host(&config), None);
        config.second_host = "http://127.0.0.1:8081".into();
        assert_eq!(second_host(&config).as_deref(), Some("http://127.0.0.1:8081"));
    }

    #[test]
    fn certificate_mode_needs_three_files_and_no_public_key() {
        let directory = tempfile::tempdir().unwrap();
        let file = directory.path().join("a.pem");
        std::fs::write(&file, "a").unwrap();
        let mut config = defaults().alipay;
        config.alipay_public_key_file.clone_from(&file);
        assert!(matches!(alipay_key(&config).unwrap(), AlipayKey::Public(_)));
        config.app_cert_file.clone_from(&file);
        assert!(alipay_key(&config).unwrap_err().to_string().starts_with("certificate mode needs"));
        config.alipay_cert_file.clone_from(&file);
        config.alipay_root_cert_file.clone_from(&file);
        assert!(alipay_key(&config).unwrap_err().to_string().starts_with("alipay_public_key_file"));
        config.alipay_public_key_file = "".into();
        assert!(matches!(alipay_key(&config).unwrap(), AlipayKey::Certificates(_)));
    }

    #[test]
    fn both_providers_use_the_proxy() {
        let mut payment = defaults();
        assert_eq!(endpoint("https://a", &payment).proxy, None);
        payment.proxy = Secret::new("http://proxy:3128");
        assert_eq!(endpoint("https://a", &payment).proxy.as_deref(), Some("http://proxy:3128"));
        assert_eq!(bill_bytes(&payment), 64 << 20);
    }
}
