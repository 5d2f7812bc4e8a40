//! Moves SQLite's log into the file beside the writer.
//!
//! A commit that moved the log would wait for the file to be written and synced, with all calls of its
//! group. A thread with a connection of its own moves it while the writer goes on.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread::JoinHandle;

use crossbeam_channel::{Sender, bounded};
use rusqlite::Connection;

use crate::error::{Error, Result};
use crate::sqlite::{self, Mode};

/// Pages of the log from which it is moved beside the writer, SQLite's own number.
const LONG: u32 = 1_000;
/// Pages of the log from which the writer moves what is left, so that it can begin the log anew. While
/// it writes without a pause, the other thread never reaches the end.
const TOO_LONG: u32 = 4_000;
/// The cache of the thread's connection in KiB; it reads the log and nothing else.
const CACHE_KIB: u32 = 64;

/// The writer's side of the thread.
pub(crate) struct Checkpointer {
    pages: Arc<AtomicU32>,
    wake: Option<Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Checkpointer {
    /// Starts the thread. From now on commits of `writer` do not move the log.
    pub fn start(path: &Path, writer: &mut Connection) -> Result<Self> {
        let failed = |error: String| Error::Open(format!("the log cannot be moved: {error}"));
        let pages = Arc::new(AtomicU32::new(0));
        let own = Arc::clone(&pages);
        writer
            .wal_hook(Some(move |_: &mut rusqlite::hooks::Wal, pages: i32| {
                own.store(u32::try_from(pages).unwrap_or(0), Ordering::Relaxed);
                Ok(())
            }))
            .map_err(|error| failed(error.to_string()))?;
        let connection = sqlite::open(path, CACHE_KIB, Mode::Write)?;
        let (wake, woken) = bounded::<()>(1);
        let run = move || woken.iter().for_each(|()| move_log(&connection));
        let thread = std::thread::Builder::new().name("db-log".into()).spawn(run);
        let thread = thread.map_err(|error| failed(error.to_string()))?;
        Ok(Self { pages, wake: Some(wake), thread: Some(thread) })
    }

    /// Moves the log if the last commit has made it long. To be called by the writer between commits.
    pub fn after_commit(&self, writer: &Connection) {
        match self.pages.load(Ordering::Relaxed) {
            TOO_LONG.. => move_log(writer),
            LONG.. => {
                // A full channel means that the thread is at work.
                let _ = self.wake.as_ref().map(|wake| wake.try_send(()));
            }
            _ => {}
        }
    }
}

impl Drop for Checkpointer {
    fn drop(&mut self) {
        self.wake.take();
        // A panic of the thread was reported where it happened.
        let _ = self.thread.take().map(JoinHandle::join);
    }
}

/// Moves as much of the log as no reader needs.
fn move_log(connection: &Connection) {
    let moved = connection.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(()));
    if let Err(error) = moved {
        tracing::warn!(%error, "the log was not moved");
    }
}
