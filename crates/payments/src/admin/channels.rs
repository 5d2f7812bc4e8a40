//! The channels of payments, as pages name them.

use miaohui_admin::{Choice, choices};

/// The channels by their names.
pub const CHANNELS: &[Choice] = choices!(
    "wechat" => ("微信支付", "WeChat Pay"), "alipay" => ("支付宝", "Alipay"), "balance" => ("余额", "Balance"),
    "sandbox" => ("测试渠道", "Sandbox"),
);
