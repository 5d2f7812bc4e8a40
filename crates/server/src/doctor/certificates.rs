//! Certificates and keys of TLS and of the payment providers, with their ends.

use std::time::{Duration, UNIX_EPOCH};

use miaohui_gateways::payment::provider::CertificateEnd;
use miaohui_kernel::{Clock, DAY_MS, Rng};
use miaohui_server::channels;
use miaohui_server::config::Config;
use miaohui_server::serve::Certificates;

use super::finding::Finding;

/// How long before its end a certificate should have been renewed.
const SOON_MS: i64 = 14 * DAY_MS;

pub fn check(config: &Config) -> Vec<Finding> {
    let mut all = Vec::new();
    let now = Clock::system().now_ms();
    if config.tls.is_enabled() {
        let opened = Certificates::open(&config.tls.certificate, &config.tls.key);
        let advice = "tls.certificate is the chain with the server's own certificate first, tls.key its key";
        all.push(match opened {
            Ok(opened) => end("tls", &config.tls.certificate.display().to_string(), opened.ends_at(), now),
            Err(error) => Finding::wrong("tls", format!("{error:#}"), advice),
        });
    }
    let payment = &config.payment;
    if payment.alipay.enabled || payment.wechat.enabled {
        let opened = channels::enabled(config, &Clock::system(), &Rng::os());
        match opened {
            Ok(channels) => {
                all.push(Finding::fine("payment", "the keys of the enabled channels can be used"));
                let ends = channels.iter().flat_map(|channel| channel.certificate_ends());
                all.extend(ends.map(|CertificateEnd { name, ends_at }| end("payment", name, ends_at, now)));
            }
            Err(error) => {
                all.push(Finding::wrong("payment", format!("{error:#}"), "see docs/payments.md"));
            }
        }
    }
    all
}

fn end(what: &'static str, name: &str, ends_at: i64, now: i64) -> Finding {
    let time = UNIX_EPOCH + Duration::from_millis(ends_at.max(0) as u64);
    let day = humantime::format_rfc3339_seconds(time).to_string();
    let text = format!("{name} ends {}", day.split('T').next().unwrap_or_default());
    let advice =
        "renew it, and see why that did not happen by itself; `miaohui reload` takes the new one of [tls]";
    if ends_at <= now {
        Finding::wrong(what, format!("{text}: it HAS ENDED"), advice)
    } else if ends_at - now < SOON_MS {
        Finding::wrong(what, format!("{text}, in {} days", (ends_at - now) / DAY_MS), advice)
    } else {
        Finding::fine(what, text)
    }
}
