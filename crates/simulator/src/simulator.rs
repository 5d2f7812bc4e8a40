//! The state that all handlers share.

use std::time::{Duration, SystemTime};

use miaohui_kernel::{Clock, HOUR_MS, Rng};
use parking_lot::Mutex;
use ureq::Agent;

use crate::accounts::{AlipayAccount, WechatAccount};
use crate::keys::{Signer, Verifier};
use crate::records::Records;
use crate::settings::Settings;

/// The offset of China's time zone in ms, which both providers use.
const BEIJING_MS: i64 = 8 * HOUR_MS;
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
        })
    }

    /// The time as `2018-06-08 10:34:56`, in China's time zone.
    pub fn beijing(&self) -> String {
        let local = self.clock.now_ms().saturating_add(BEIJING_MS).clamp(0, 253_402_300_799_000) as u64;
        let text = humantime::format_rfc3339_seconds(SystemTime::UNIX_EPOCH + Duration::from_millis(local));
        text.to_string().replace('T', " ").replace('Z', "")
    }

    /// The time as `2018-06-08T10:34:56+08:00`.
    pub fn rfc3339(&self) -> String {
        format!("{}+08:00", self.beijing().replace(' ', "T"))
    }
}

/// The Unix ms of `2018-06-08 10:34:56` or `2018-06-08T10:34:56+08:00`, in China's time zone.
pub fn unix_ms(text: &str) -> Option<i64> {
    let local = text.strip_suffix("+08:00").unwrap_or(text);
    let time = humantime::parse_rfc3339_weak(local).ok()?;
    let since = time.duration_since(SystemTime::UNIX_EPOCH).ok()?;
    i64::try_from(since.as_millis()).ok()?.checked_sub(BEIJING_MS)
}
