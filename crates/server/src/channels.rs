//! The payment channels that the configuration enables.

use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, Result, ensure};
use miaohui_gateways::payment::alipay::{Alipay, AlipaySettings};
use miaohui_gateways::payment::provider::Provider;
use miaohui_gateways::payment::wechat::{WechatPay, WechatPublicKey, WechatSettings};
use miaohui_gateways::payment::{Endpoint, Sandbox};
use miaohui_kernel::{Clock, Rng, Secret};

use crate::config::{AlipayConfig, Config, WechatConfig};

/// Timeout of a call to a provider.
const TIMEOUT_MS: u64 = 10_000;

/// Makes the enabled channels, the preferred one first; the sandbox is last.
pub(crate) fn enabled(config: &Config, clock: &Clock, rng: &Rng) -> Result<Vec<Arc<dyn Provider>>> {
    let mut channels: Vec<Arc<dyn Provider>> = Vec::new();
    let notify_url = |channel: &str| format!("{}/pay/{channel}/notify", config.public_url);
    let real = config.payment.alipay.enabled || config.payment.wechat.enabled;
    ensure!(
        !real || !config.public_url.is_empty(),
        "[payment]: public_url must be set, because providers send notices to it"
    );
    if config.payment.alipay.enabled {
        let settings = alipay(&config.payment.alipay, notify_url("alipay")).context("[payment.alipay]")?;
        channels.push(Arc::new(Alipay::new(&settings, clock.clone()).context("[payment.alipay]")?));
    }
    if config.payment.wechat.enabled {
        let settings = wechat(&config.payment.wechat, notify_url("wechat")).context("[payment.wechat]")?;
        let channel = WechatPay::new(&settings, clock.clone(), rng.clone()).context("[payment.wechat]")?;
        channels.push(Arc::new(channel));
    }
    if config.payment.sandbox || config.demo {
        channels.push(Arc::new(Sandbox));
    }
    Ok(channels)
}

fn alipay(config: &AlipayConfig, notify_url: String) -> Result<AlipaySettings> {
    Ok(AlipaySettings {
        endpoint: endpoint(&config.gateway),
        app_id: config.app_id.clone(),
        seller_id: config.seller_id.clone(),
        app_private_key: Secret::new(text("app_private_key_file", &config.app_private_key_file)?),
        alipay_public_key: text("alipay_public_key_file", &config.alipay_public_key_file)?,
        notify_url,
        return_url: (!config.return_url.is_empty()).then(|| config.return_url.clone()),
    })
}

fn wechat(config: &WechatConfig, notify_url: String) -> Result<WechatSettings> {
    let public_key = match config.public_key_id.as_str() {
        "" => None,
        id => Some(WechatPublicKey {
            id: id.to_owned(),
            pem: text("public_key_file", &config.public_key_file)?,
        }),
    };
    Ok(WechatSettings {
        endpoint: endpoint(&config.host),
        mchid: config.mchid.clone(),
        appid: config.appid.clone(),
        mobile_appid: (!config.mobile_appid.is_empty()).then(|| config.mobile_appid.clone()),
        certificate_serial: config.certificate_serial.clone(),
        private_key: Secret::new(text("private_key_file", &config.private_key_file)?),
        api_v3_key: config.api_v3_key.clone(),
        public_key,
        notify_url,
    })
}

fn endpoint(url: &str) -> Endpoint {
    Endpoint { url: url.to_owned(), timeout_ms: TIMEOUT_MS }
}

/// Reads the file that a key names.
fn text(key: &str, file: &Path) -> Result<String> {
    std::fs::read_to_string(file).with_context(|| format!("{key}: {} cannot be read", file.display()))
}
