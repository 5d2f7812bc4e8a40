//! Reads the configuration again while the server runs, and applies what needs no restart.

use std::fmt;
use std::sync::Arc;

use anyhow::{Context, Result};
use miaohui_web::Platform;
use tokio::sync::Mutex;

use crate::config::{ConfigSource, ConfigValues};
use crate::logging;
use crate::running::{self, Running};
use crate::serve::Certificates;

/// Keys that take effect at once, beside those that the console changes too.
const LIVE: [&str; 3] = ["log.level", "log.sample", "log.slow_ms"];

/// Reads the configuration again.
pub struct Reloader {
    source: ConfigSource,
    /// What is in force. One reload at a time.
    values: Mutex<ConfigValues>,
    platform: Platform,
    certificates: Option<Arc<Certificates>>,
    running: Arc<Running>,
}

/// What a reload has done.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reloaded {
    /// Keys whose new values are in force.
    pub changed: Vec<String>,
    /// Keys whose old values stay in force until a restart.
    pub needs_restart: Vec<String>,
    /// What else was read, and was new: words, keys, the certificate.
    pub read: Vec<&'static str>,
}

impl fmt::Display for Reloaded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let read: Vec<String> = self.read.iter().map(|what| (*what).to_owned()).collect();
        let mut is_first = true;
        for (what, names) in
            [("changed", &self.changed), ("read again", &read), ("needs a restart", &self.needs_restart)]
        {
            if !names.is_empty() {
                let between = if is_first { "" } else { "; " };
                write!(f, "{between}{what}: {}", names.join(", "))?;
                is_first = false;
            }
        }
        if is_first { f.write_str("nothing has changed") } else { Ok(()) }
    }
}

impl Reloader {
    /// Makes a reloader of a process that was started with `source`, whose values are in force.
    pub fn new(
        source: ConfigSource,
        values: ConfigValues,
        platform: Platform,
        certificates: Option<Arc<Certificates>>,
        running: Arc<Running>,
    ) -> Self {
        Self { source, values: Mutex::new(values), platform, certificates, running }
    }

    /// Reads everything again. If any of it is invalid, nothing changes.
    pub async fn reload(&self) -> Result<Reloaded> {
        let mut values = self.values.lock().await;
        let source = self.source.clone();
        let read = move || source.load();
        let (config, new) = tokio::task::spawn_blocking(read).await??;
        let (changed, needs_restart): (Vec<_>, Vec<_>) =
            values.changed(&new).into_iter().partition(|key| is_live(key));
        // What may fail comes before what changes.
        let vault = self.platform.vault.read_again().context("the keys of personal data")?;
        let (checked, now) = (vault.clone(), self.platform.clock.now_ms());
        self.platform
            .db
            .write(move |tx| checked.check(tx, now))
            .await
            .context("the keys of personal data")?;
        let mut read = Vec::new();
        if self.platform.words.reload(&self.platform.db).await? {
            read.push("words");
        }
        if let Some(certificates) = &self.certificates
            && certificates.reload().context("[tls]")?
        {
            read.push("certificate");
        }
        if self.platform.vault.take_keys(&vault) {
            read.push("keys");
        }
        logging::change_level(&config.log.level)?;
        self.running.configure(config);
        for key in &changed {
            values.take(key, &new);
        }
        Ok(Reloaded { changed, needs_restart, read })
    }

    /// Reloads, and logs what it has done.
    pub async fn reload_logged(&self) -> Result<Reloaded> {
        let reloaded = self.reload().await;
        match &reloaded {
            Ok(done) => tracing::info!(
                changed = done.changed.join(" "),
                read = done.read.join(" "),
                needs_restart = done.needs_restart.join(" "),
                "the configuration was read again"
            ),
            Err(error) => {
                tracing::error!(
                    error = format!("{error:#}"),
                    "the new configuration is invalid; the old one stays"
                );
            }
        }
        reloaded
    }
}

/// Whether a new value takes effect at once.
fn is_live(key: &str) -> bool {
    LIVE.contains(&key) || running::is_running(key)
}
