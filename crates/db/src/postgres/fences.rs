//! Asks the primary where its log ends, for all reads that wait.

use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::Duration;

use crossbeam_channel::{Receiver, Sender, unbounded};
use miaohui_kernel::Rng;
use tokio::sync::oneshot;

use super::fence::{Fence, parse_lsn};
use super::session::Session;
use super::target::Target;
use crate::budget::real_now;
use crate::error::{Error, Result};
use crate::stats::Counters;

/// The end of the log, as far as commits have been answered.
const END: &str = "SELECT pg_current_wal_flush_lsn()";
const EPOCH: &str = "SELECT epoch FROM database_identity";
/// How long a read waits for a fence before it goes to the primary.
const PATIENCE: Duration = Duration::from_millis(300);
/// How long to wait after a connection to the primary failed.
const PAUSE: Duration = Duration::from_millis(500);

/// Asks the primary for fences. All reads that wait share one question.
pub(crate) struct Fences {
    asking: Sender<oneshot::Sender<Fence>>,
}

impl Fences {
    /// Starts the thread that asks.
    pub fn start(target: Target, counters: Arc<Counters>) -> Result<(Self, JoinHandle<()>)> {
        let (asking, waiting) = unbounded();
        let spawn = std::thread::Builder::new().name("db-fence".into());
        let spawn = spawn.spawn(move || answer(&target, &counters, &waiting));
        let thread =
            spawn.map_err(|error| Error::Open(format!("cannot start a database thread: {error}")))?;
        Ok((Self { asking }, thread))
    }

    /// The end of the log at a moment after the call; `None` if the primary does not tell it soon.
    pub async fn next(&self) -> Option<Fence> {
        let (answer, fence) = oneshot::channel();
        self.asking.send(answer).ok()?;
        tokio::time::timeout(PATIENCE, fence).await.ok()?.ok()
    }
}

fn answer(target: &Target, counters: &Arc<Counters>, waiting: &Receiver<oneshot::Sender<Fence>>) {
    let mut opened: Option<(Session, Arc<str>, u32)> = None;
    while let Ok(first) = waiting.recv() {
        if opened.is_none() {
            opened = Session::open(target, counters).ok().and_then(|mut session| {
                let timeline = u32::from_str_radix(session.timeline(), 16).ok()?;
                let epoch = epoch(&mut session)?;
                Some((session, epoch, timeline))
            });
        }
        let Some((session, epoch, timeline)) = &mut opened else {
            // Whoever asks meanwhile goes to the primary at once.
            drop(first);
            let until = real_now() + PAUSE;
            while waiting.recv_deadline(until).is_ok() {}
            continue;
        };
        // Those who ask after the question has been sent wait for the next one.
        let all: Vec<oneshot::Sender<Fence>> = std::iter::once(first).chain(waiting.try_iter()).collect();
        match session.ask(END).ok().flatten().as_deref().and_then(parse_lsn) {
            Some(lsn) => {
                for one in all {
                    // Sending fails when the reader no longer waits.
                    let _ = one.send(Fence { lsn, epoch: Arc::clone(epoch), timeline: *timeline });
                }
            }
            None => opened = None,
        }
    }
}

/// The epoch of the primary's timeline. The first process that meets a new timeline draws it.
fn epoch(session: &mut Session) -> Option<Arc<str>> {
    let timeline = session.timeline().to_owned();
    let drawn = format!("{timeline}:{}", Rng::os().hex32());
    let draw = format!(
        "UPDATE database_identity SET epoch = '{drawn}' WHERE epoch NOT LIKE '{timeline}:%'; {EPOCH}"
    );
    session.ask(&draw).ok().flatten().map(Into::into)
}
