//! Leases that are renewed while a backup is made.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use miaohui_db::Leases;
use miaohui_kernel::{Clock, SECOND_MS};

/// One backup at a time is made of a database.
const BACKUP: &str = "backup";
/// Nobody removes files of the media while it is held.
const FILES: &str = "files";
/// How long a lease lasts unless it is renewed.
const LEASE_MS: i64 = 30 * SECOND_MS;
const RENEW_EVERY: Duration = Duration::from_secs(5);
/// How often a taken lease is asked for again, and how many times.
const ASK_EVERY: Duration = Duration::from_secs(1);
const ASK_TIMES: u32 = 60;

/// The leases of a backup, given up when it is dropped.
pub(super) struct Held {
    end: Option<Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Held {
    /// Takes the leases and renews them from a thread of its own. `stop` becomes true if they are lost.
    pub fn take(url: &str, holder: &str, clock: &Clock, stop: &Arc<AtomicBool>) -> Result<Self> {
        let mut leases = Leases::open(url, holder)?;
        // Nothing is sent: the end of the channel is what is waited for.
        let (end, ended) = channel::<()>();
        let mut attempts = 0;
        while !hold(&mut leases, clock)? {
            attempts += 1;
            if attempts == ASK_TIMES {
                bail!("another backup is being made, or files are being removed; try again later");
            }
            let _ = ended.recv_timeout(ASK_EVERY);
        }
        let (clock, stop) = (clock.clone(), Arc::clone(stop));
        let renew = move || renew(leases, &clock, &stop, &ended);
        let thread = std::thread::Builder::new().name("backup-lease".into()).spawn(renew);
        Ok(Self { end: Some(end), thread: Some(thread.context("cannot start a thread")?) })
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        self.end.take();
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// Holds both leases; one alone is given back.
fn hold(leases: &mut Leases, clock: &Clock) -> Result<bool> {
    let now = clock.now_ms();
    if leases.hold(BACKUP, now, LEASE_MS)? && leases.hold(FILES, now, LEASE_MS)? {
        return Ok(true);
    }
    leases.release()?;
    Ok(false)
}

fn renew(mut leases: Leases, clock: &Clock, stop: &AtomicBool, ended: &Receiver<()>) {
    while let Err(RecvTimeoutError::Timeout) = ended.recv_timeout(RENEW_EVERY) {
        match hold(&mut leases, clock) {
            Ok(true) => {}
            Ok(false) => {
                tracing::error!("the lease of the backup was lost; the backup stops");
                stop.store(true, Ordering::SeqCst);
                return;
            }
            // The next attempt comes before the lease ends.
            Err(error) => tracing::warn!(%error, "the lease of the backup was not renewed"),
        }
    }
    if let Err(error) = leases.release() {
        tracing::warn!(%error, "the lease of the backup was not given up; it ends soon");
    }
}
