//! The state that all handlers share.

use std::time::Duration;

use miaohui_kernel::{Clock, Rng};
use parking_lot::Mutex;
use tokio::sync::watch;
use ureq::Agent;

use crate::accounts::{AlipayAccount, WechatAccount};
use crate::keys::{Signer, Verifier};
use crate::records::Records;
use crate::settings::Settings;
use crate::side::Side;

/// The timeout of a merchant's answer to a notice.
const NOTICE_TIMEOUT: Duration = Duration::from_secs(10);

pub struct Simulator {
    pub clock: Clock,
    pub rng: Rng,
    pub alipay: AlipayAccount,
    pub wechat: WechatAccount,
    /// Alipay's private key.
    pub alipay_key: Signer,
    /// The public key of the merchant at Alipay.
    pub app_key: Verifier,
    /// WeChat Pay's certificates in the order of their use: serial number, PEM, private key.
    pub certificates: [(&'static str, &'static str, Signer); 2],
    /// WeChat Pay's private key for merchants without certificates.
    pub public_key: Signer,
    /// The public key of the merchant at WeChat Pay.
    pub merchant_key: Verifier,
    pub records: Mutex<Records>,
    pub agent: Agent,
    hanging_alipay: watch::Sender<bool>,
    hanging_wechat: watch::Sender<bool>,
}

impl Simulator {
    pub fn new(settings: Settings) -> Result<Self, String> {
        let Settings { clock, rng, alipay, wechat } = settings;
        let agent = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .proxy(None)
            .timeout_global(Some(NOTICE_TIMEOUT))
            .build()
            .into();
        Ok(Self {
            alipay_key: Signer::read(include_str!("../test-keys/alipay.pem"))?,
            app_key: Verifier::read(&alipay.app_public_key)?,
            certificates: [
                (
                    "5157F09EFDC096DE15EBE81A47057A7232F1B8E1",
                    include_str!("../test-keys/wechat-platform-1.cert.pem"),
                    Signer::read(include_str!("../test-keys/wechat-platform-1.pem"))?,
                ),
                (
                    "5157F09EFDC096DE15EBE81A47057A7232F1B8E2",
                    include_str!("../test-keys/wechat-platform-2.cert.pem"),
                    Signer::read(include_str!("../test-keys/wechat-platform-2.pem"))?,
                ),
            ],
            public_key: Signer::read(include_str!("../test-keys/wechat-public-key.pem"))?,
            merchant_key: Verifier::read(&wechat.public_key)?,
            records: Mutex::default(),
            clock,
            rng,
            alipay,
            wechat,
            agent,
            hanging_alipay: watch::Sender::new(false),
            hanging_wechat: watch::Sender::new(false),
        })
    }

    /// Whether the calls of a side hang.
    pub fn hanging(&self, side: Side) -> &watch::Sender<bool> {
        match side {
            Side::Alipay => &self.hanging_alipay,
            Side::Wechat => &self.hanging_wechat,
        }
    }
}
