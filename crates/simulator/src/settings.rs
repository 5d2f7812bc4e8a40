//! The settings of the simulator.

use miaohui_kernel::{Clock, Rng};

use crate::accounts::{AlipayAccount, WechatAccount};
use crate::test_accounts;

/// The settings of the simulator.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The providers' clock.
    pub clock: Clock,
    /// The source of the providers' numbers.
    pub rng: Rng,
    /// The merchant at Alipay.
    pub alipay: AlipayAccount,
    /// The merchant at WeChat Pay.
    pub wechat: WechatAccount,
}

impl Settings {
    /// Settings with the merchants of [`test_accounts`].
    pub fn new(clock: Clock, rng: Rng) -> Self {
        Self { clock, rng, alipay: test_accounts::alipay(), wechat: test_accounts::wechat() }
    }

    /// The same settings in Alipay's certificate mode.
    #[must_use]
    pub fn with_alipay_certificates(mut self) -> Self {
        self.alipay.certificates = Some(test_accounts::alipay_certificates());
        self
    }
}
