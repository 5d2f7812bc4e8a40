//! What a standby must have replayed so that a read on it misses nothing that anybody was answered.
//!
//! A write is answered after its commit is in the log of the primary. So a standby that has replayed
//! the log up to the end that it had when a read arrived has everything that was answered before the
//! read, to whomever and by whichever process.

use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::Duration;

use crossbeam_channel::{Receiver, Sender, unbounded};
use miaohui_kernel::Rng;
use tokio::sync::oneshot;
use tokio_postgres::{Client, SimpleQueryMessage};

use super::failure::Failure;
use super::session::Session;
use super::target::Target;
use crate::error::{Error, Result};
use crate::stats::Counters;

/// The end of the log, as far as commits have been answered.
const END: &str = "SELECT pg_current_wal_flush_lsn()";
/// The end of the log that a standby has replayed, the epoch that it knows, and its timeline at its
/// last checkpoint.
const REPLAYED: &str = "SELECT pg_last_wal_replay_lsn(), epoch, c.timeline_id
                        FROM database_identity, pg_control_checkpoint() c";
const EPOCH: &str = "SELECT epoch FROM database_identity";
/// How long a read waits for a fence before it goes to the primary.
const PATIENCE: Duration = Duration::from_millis(300);
/// How long to wait after a connection to the primary failed.
const PAUSE: Duration = Duration::from_millis(500);

/// The end of the primary's log at a moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fence {
    lsn: u64,
    /// A text in the database that the primary changes when it begins a timeline, and that timeline. A
    /// standby that stayed on another one does not know the text, and one that began its own is on a
    /// later timeline.
    epoch: Arc<str>,
    timeline: u32,
}

impl Fence {
    /// Fails with [`Failure::Behind`] if the standby has not replayed the log up to here, and with
    /// [`Failure::Silent`] if it does not answer in time.
    pub async fn require(&self, client: &Client, within: Duration) -> Result<(), Failure> {
        let asked = tokio::time::timeout(within, client.simple_query(REPLAYED)).await;
        let messages = match asked.map_err(|_| Failure::Silent(within))?.map_err(Failure::from) {
            // A standby may not have the table yet.
            Err(failure) if !failure.ends_session() => return Err(Failure::Behind),
            messages => messages?,
        };
        let row = messages.iter().find_map(|message| match message {
            SimpleQueryMessage::Row(row) => Some(row),
            _ => None,
        });
        // A server that is no standby has replayed nothing, and tells null.
        let replayed = row.and_then(|row| row.get(0)).and_then(parse_lsn);
        let knows_epoch = row.and_then(|row| row.get(1)) == Some(&*self.epoch);
        let timeline = row.and_then(|row| row.get(2)).and_then(|timeline| timeline.parse::<u32>().ok());
        let follows = knows_epoch && timeline.is_some_and(|timeline| timeline <= self.timeline);
        if follows && replayed.is_some_and(|lsn| lsn >= self.lsn) { Ok(()) } else { Err(Failure::Behind) }
    }
}

/// `16/B374D848` as a number.
fn parse_lsn(text: &str) -> Option<u64> {
    let (high, low) = text.split_once('/')?;
    Some(u64::from_str_radix(high, 16).ok()? << 32 | u64::from_str_radix(low, 16).ok()?)
}

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
            while waiting.recv_timeout(PAUSE).is_ok() {}
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_are_compared_as_numbers() {
        assert_eq!(parse_lsn("16/B374D848"), Some(0x16_B374_D848));
        assert!(parse_lsn("A/0") > parse_lsn("9/FFFFFFFF"));
        assert_eq!(parse_lsn("16"), None);
    }
}
