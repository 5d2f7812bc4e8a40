//! What the server needs from others: the mail relay, the bucket, the payment providers, and its own public
//! URL as others see it.

use std::time::Duration;

use anyhow::{Context, Result};
use miaohui_gateways::mail::SmtpMail;
use miaohui_kernel::Rng;
use miaohui_server::config::{Config, MailProvider, MediaPlace};
use miaohui_server::{media_store, smtp_settings};
use tokio::runtime::Handle;

use super::finding::Finding;

/// How long an answer may take.
const PATIENCE: Duration = Duration::from_secs(10);

/// The clock of another machine, as its answer shows it.
pub struct SeenClock {
    /// Whose.
    pub whose: String,
    /// The header `Date`.
    pub date: String,
}

/// Checks all of it; also returns the clocks that were seen.
pub fn check(config: &Config, runtime: &Handle) -> (Vec<SeenClock>, Vec<Finding>) {
    let (mut all, mut clocks) = (vec![mail(config)], Vec::new());
    if config.media.store == MediaPlace::S3 {
        all.push(bucket(config, runtime));
    }
    let payment = &config.payment;
    let hosts = [
        ("alipay", payment.alipay.enabled, &payment.alipay.gateway),
        ("wechat", payment.wechat.enabled, &payment.wechat.host),
    ];
    for (what, _, url) in hosts.into_iter().filter(|(_, enabled, _)| *enabled) {
        let proxy = payment.proxy.expose();
        let through = if proxy.is_empty() { "" } else { " through payment.proxy" };
        all.push(match ask(url, proxy) {
            Ok(answer) => {
                clocks.extend(answer.date.map(|date| SeenClock { whose: url.clone(), date }));
                Finding::fine(what, format!("{url} answers{through}"))
            }
            Err(error) => {
                let advice = "does the firewall let this machine out, and is payment.proxy right?";
                Finding::wrong(what, format!("{url} does not answer{through}: {error:#}"), advice)
            }
        });
    }
    all.extend(public_url(config));
    (clocks, all)
}

fn mail(config: &Config) -> Finding {
    if config.mail.provider == MailProvider::Outbox {
        let advice = "set mail.provider to \"smtp\" for users of the Crowdfunding API";
        return Finding::note("mail", "mails are written to a file and not sent", advice);
    }
    let settings = smtp_settings(&config.mail);
    let probed = SmtpMail::new(&settings).map_err(anyhow::Error::from);
    match probed.and_then(|mail| mail.probe().map_err(|error| anyhow::anyhow!("{error}"))) {
        Ok(()) => Finding::fine("mail", format!("{}:{} takes mail", settings.host, settings.port)),
        Err(error) => {
            let advice = "check smtp_host, smtp_port, smtp_tls, the user name and the password of [mail]";
            Finding::wrong("mail", format!("{error:#}"), advice)
        }
    }
}

/// Whether files can be stored in the bucket.
fn bucket(config: &Config, runtime: &Handle) -> Finding {
    let advice = "check [media.s3], the credentials and their rights: see docs/operations.md";
    let bucket = match media_store::bucket(config, runtime.clone()) {
        Ok(bucket) => bucket,
        Err(error) => return Finding::wrong("files", format!("{error:#}"), advice),
    };
    match runtime.block_on(bucket.probe(&Rng::os())) {
        Ok(()) => Finding::fine("files", format!("{}, which can be written", bucket.address())),
        Err(error) => {
            Finding::wrong("files", format!("{} CANNOT BE WRITTEN: {error}", bucket.address()), advice)
        }
    }
}

/// Whether the public URL leads here, and whether the proxy before it is known.
fn public_url(config: &Config) -> Vec<Finding> {
    let url = &config.public_url;
    if url.is_empty() {
        let advice = "set public_url where mail or payments are used: links and notices begin with it";
        return vec![Finding::note("public URL", "not set", advice)];
    }
    let mut all = vec![match ask(&format!("{url}/openapi/community.json"), "") {
        Ok(answer) if answer.status == 200 && answer.body.contains("\"openapi\"") => {
            Finding::fine("public URL", format!("{url} leads here"))
        }
        Ok(answer) => {
            let advice = "does the proxy pass every path on, and is it this server's name?";
            Finding::wrong(
                "public URL",
                format!("{url} answers {} with something else", answer.status),
                advice,
            )
        }
        Err(error) => {
            let advice = "check the name, the proxy and its certificate; if others reach it, this machine's network \
                          does not lead back to its own public address";
            Finding::wrong("public URL", format!("{url} does not answer: {error:#}"), advice)
        }
    }];
    let is_proxied = url.starts_with("https://") && !config.tls.is_enabled();
    if is_proxied && config.trusted_proxies.is_empty() {
        let advice = "set trusted_proxies to the address of the proxy, as it is seen from here";
        let text =
            "public_url is https, so a proxy is before the server, and every caller counts as that one";
        all.push(Finding::wrong("proxies", text, advice));
    }
    all
}

struct Answer {
    status: u16,
    date: Option<String>,
    body: String,
}

/// Gets a URL; the certificate must be one that this machine trusts.
fn ask(url: &str, proxy: &str) -> Result<Answer> {
    let proxy = if proxy.is_empty() { None } else { Some(ureq::Proxy::new(proxy).context("the proxy")?) };
    let found = rustls_native_certs::load_native_certs().certs;
    let roots = found.iter().map(|der| ureq::tls::Certificate::from_der(der).to_owned());
    let tls = ureq::tls::TlsConfig::builder().root_certs(ureq::tls::RootCerts::from(roots)).build();
    let agent: ureq::Agent = ureq::Agent::config_builder()
        .http_status_as_error(false)
        .proxy(proxy)
        .timeout_global(Some(PATIENCE))
        .tls_config(tls)
        .build()
        .into();
    let mut response = agent.get(url).call()?;
    let date = response.headers().get("date").and_then(|date| date.to_str().ok()).map(str::to_owned);
    let body = response.body_mut().with_config().limit(4 << 20).read_to_string().unwrap_or_default();
    Ok(Answer { status: response.status().as_u16(), date, body })
}
