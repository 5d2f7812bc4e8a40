//! The certificate of TLS: opened at the start, and followed, because whoever renews it replaces its files.

use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result};
use miaohui_kernel::SECOND_MS;
use miaohui_web::Metrics;

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

/// Shows in the metrics when the certificate ends; 0 without one.
pub(crate) fn show_end(metrics: &Metrics, certificates: Option<&Arc<Certificates>>) {
    let certificates = certificates.map(Arc::downgrade);
    let ends_at = move || {
        let certificates = certificates.as_ref().and_then(std::sync::Weak::upgrade);
        certificates.map_or(0, |certificates| certificates.ends_at() / SECOND_MS)
    };
    metrics.watch_gauge(
        "tls_certificate_ends_at",
        "When the certificate of [tls] ends, in Unix seconds",
        ends_at,
    );
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
