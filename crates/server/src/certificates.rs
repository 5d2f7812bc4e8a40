//! The certificate of TLS: opened at the start, and followed, because whoever renews it replaces its files; and
//! the ends of all certificates.

use std::fmt;
use std::sync::{Arc, Weak};
use std::time::Duration;

use anyhow::{Context, Result};
use miaohui_gateways::payment::provider::CertificateEnd;
use miaohui_kernel::SECOND_MS;
use miaohui_payments::Desk;
use miaohui_web::Metrics;
use prometheus_client::collector::Collector;
use prometheus_client::encoding::{DescriptorEncoder, EncodeMetric};
use prometheus_client::metrics::MetricType;
use prometheus_client::metrics::gauge::ConstGauge;

use crate::config::Config;
use crate::serve::Certificates;

/// How often the files are read.
const LOOK_EVERY: Duration = Duration::from_secs(30);

/// Opens the configured certificate, if there is one.
pub fn open(config: &Config) -> Result<Option<Certificates>> {
    if !config.tls.is_enabled() {
        return Ok(None);
    }
    Certificates::open(&config.tls.certificate, &config.tls.key).context("[tls]").map(Some)
}

/// Shows in the metrics when the certificates of TLS and of the payment providers end.
pub(crate) fn show_ends(metrics: &Metrics, certificates: Option<&Arc<Certificates>>, desk: &Desk) {
    let ends = CertificateEnds { tls: certificates.map(Arc::downgrade), desk: desk.clone() };
    metrics.register(|registry| registry.register_collector(Box::new(ends)));
}

struct CertificateEnds {
    tls: Option<Weak<Certificates>>,
    desk: Desk,
}

impl fmt::Debug for CertificateEnds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CertificateEnds")
    }
}

impl Collector for CertificateEnds {
    fn encode(&self, mut encoder: DescriptorEncoder<'_>) -> Result<(), fmt::Error> {
        let (name, help) = ("certificate_end_timestamp_seconds", "When a certificate ends, in Unix seconds");
        let mut metric = encoder.encode_descriptor(name, help, None, MetricType::Gauge)?;
        let tls = self.tls.as_ref().and_then(Weak::upgrade);
        let tls = tls.map(|tls| CertificateEnd { name: "tls", ends_at: tls.ends_at() });
        for CertificateEnd { name, ends_at } in tls.into_iter().chain(self.desk.certificate_ends()) {
            let labels = [("name", name)];
            ConstGauge::new(ends_at / SECOND_MS).encode(metric.encode_family(&labels)?)?;
        }
        Ok(())
    }
}

/// Reads the files again and again.
pub async fn watch(certificates: Arc<Certificates>) {
    let mut said = String::new();
    loop {
        tokio::time::sleep(LOOK_EVERY).await;
        let own = Arc::clone(&certificates);
        let Ok(read) = tokio::task::spawn_blocking(move || own.reload()).await else { continue };
        match read {
            Ok(true) => tracing::info!("the certificate was replaced"),
            Ok(false) => said.clear(),
            // While one file is new and the other is not, say, or for as long as it is wrong: once.
            Err(error) => {
                let text = format!("{error:#}");
                if text != said {
                    tracing::error!(
                        error = text,
                        "the files of [tls] cannot be used; the old certificate stays"
                    );
                    said = text;
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    /// A certificate that ends in this year, and its key, in PEM.
    fn files(year: i32) -> [String; 2] {
        let mut made = rcgen::CertificateParams::new(vec!["localhost".to_owned()]).unwrap();
        made.not_after = rcgen::date_time_ymd(year, 1, 1);
        let key = rcgen::KeyPair::generate().unwrap();
        [made.self_signed(&key).unwrap().pem(), key.serialize_pem()]
    }

    // The time of the runtime stands still, and moves on when everybody waits for it.
    #[tokio::test(start_paused = true)]
    async fn replaced_files_are_read_without_a_signal() {
        let dir = tempfile::tempdir().unwrap();
        let paths = ["tls.crt", "tls.key"].map(|name| dir.path().join(name));
        for (path, text) in paths.iter().zip(files(2040)) {
            fs::write(path, text).unwrap();
        }
        let certificates = Arc::new(Certificates::open(&paths[0], &paths[1]).unwrap());
        let first = certificates.ends_at();
        let watching = tokio::spawn(watch(Arc::clone(&certificates)));
        for (path, text) in paths.iter().zip(files(2050)) {
            assert_eq!(certificates.ends_at(), first, "one file alone changes nothing");
            fs::write(path, text).unwrap();
            tokio::time::sleep(LOOK_EVERY * 2).await;
        }
        assert!(certificates.ends_at() > first);
        watching.abort();
    }
}
