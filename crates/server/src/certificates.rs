//! Follows the files of the certificate, which whoever renews it replaces.

use std::sync::Arc;
use std::time::Duration;

use miaohui_kernel::SECOND_MS;
use miaohui_web::Platform;

use crate::serve::Certificates;

/// How often the files are read.
const LOOK_EVERY: Duration = Duration::from_secs(30);

/// Reads the files again and again, and shows in the metrics when the certificate ends.
pub async fn watch(certificates: Arc<Certificates>, platform: Platform) {
    let shown = Arc::downgrade(&certificates);
    platform.metrics.watch_gauge(
        "tls_certificate_ends_at",
        "When the certificate of [tls] ends, in Unix seconds",
        move || shown.upgrade().map_or(0, |certificates| certificates.ends_at() / SECOND_MS),
    );
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
