//! Gateways: the outbox, mail to a test server, and payments with simulated providers.

#![allow(clippy::panic, clippy::unwrap_used, missing_docs)]

mod mail_server;
mod outbox;
mod payment;
mod smtp;

use miaohui_gateways::mail::Mail;

/// The time at which tests start: 2023-11-14T22:13:20Z in Unix ms.
const START_MS: i64 = 1_700_000_000_000;

fn test_mail() -> Mail {
    Mail {
        at: START_MS,
        to: "fan@example.org".into(),
        subject: "喵汇验证码：请在五分钟内使用，过期请重新获取，切勿转发给任何人".into(),
        text: "您的验证码是 246810。\n.\n..如非本人操作，请忽略本邮件。\n".into(),
        html: String::new(),
    }
}
