//! Backups: whether their target can be read, and how old the newest is.

use std::sync::mpsc;
use std::time::Duration;

use anyhow::{Context, Result, anyhow};
use miaohui_kernel::{Clock, HOUR_MS, MINUTE_MS, SECOND_MS};
use miaohui_server::backups;
use miaohui_server::config::Config;
use tokio::runtime::Handle;

use super::finding::Finding;

/// How long the target may take to list its backups.
const PATIENCE: Duration = Duration::from_secs(20);
/// How long a backup may take, beside the time from one to the next.
const MAKING_MS: i64 = 15 * MINUTE_MS;

pub fn check(config: &Config, runtime: &Handle) -> Finding {
    let (what, to) = ("backups", &config.backup.to);
    if to.is_empty() {
        return Finding::note(what, "none are made", "set backup.to: see docs/backup.md");
    }
    let newest = match newest(config, runtime) {
        Ok(Some(newest)) => newest,
        Ok(None) => return Finding::note(what, format!("{to} holds none yet"), "run `miaohui backup`"),
        Err(error) => {
            let advice = "check backup.to, its rights and its credentials: see docs/backup.md";
            return Finding::wrong(what, format!("{to} CANNOT BE READ: {error:#}"), advice);
        }
    };
    let age_ms = Clock::system().now_ms() - newest;
    let text = format!("the newest in {to} is {} hours old", age_ms / HOUR_MS);
    match config.backup.period_seconds() {
        // As the alarm BackupOld: two in a row were not made.
        Some(period) if age_ms > 2 * period * SECOND_MS + MAKING_MS => {
            Finding::wrong(what, text, "the log says why no later one was made; run `miaohui backup`")
        }
        _ => Finding::fine(what, text),
    }
}

/// The time of the newest whole backup, in Unix ms.
fn newest(config: &Config, runtime: &Handle) -> Result<Option<i64>> {
    let catalog = backups::existing_catalog(config, None, runtime.clone())?;
    // A store that does not answer is asked again for minutes.
    let (answer, listed) = mpsc::channel();
    let list = move || drop(answer.send(catalog.list()));
    std::thread::Builder::new().spawn(list).context("cannot start a thread")?;
    let all = listed.recv_timeout(PATIENCE).map_err(|_| anyhow!("it does not answer"))??;
    Ok(all.iter().rfind(|found| found.is_whole).map(|found| found.id.at_ms()))
}
