//! Quick reads of SQLite, on the thread that asks.
//!
//! Most reads take less time than handing them to another thread and back. A read that takes longer is
//! stopped and left to the reader threads, so that it holds up nothing else of the asking thread.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use parking_lot::Mutex;
use rusqlite::Connection;

use crate::budget::{Deadline, Interrupter};
use crate::error::{Error, Result};
use crate::job::panic_text;
use crate::sqlite::{self, Mode};
use crate::statements::SqliteTexts;
use crate::stats::Counters;
use crate::tx::Tx;

/// Most instructions of a quick read, in thousands: one or two milliseconds. A clock alone would also count
/// the time in which other programs run, and stop quick reads on a busy machine.
const THOUSANDS: u64 = 50;
/// The time of a quick read, with what it waits for the disk and the processor.
const QUICK: Duration = Duration::from_millis(10);

/// The outcome of a read on the thread that asks.
pub enum QuickRead<R> {
    /// It has run.
    Done(R),
    /// It takes longer than the thread can wait. It was stopped and had no effect.
    TookLong,
    /// No connection was free, or the engine has none.
    Unavailable,
}

/// Connections for quick reads.
#[derive(Default)]
pub(crate) struct QuickReaders(Vec<Mutex<QuickReader>>);

struct QuickReader {
    connection: Connection,
    texts: SqliteTexts,
    interrupter: Interrupter,
}

impl QuickReaders {
    /// Opens a connection for each core, since no more threads ask at once.
    pub fn open(path: &Path, cache_kib: u32, counters: &Arc<Counters>) -> Result<Self> {
        let threads = std::thread::available_parallelism().map_or(2, usize::from);
        let open = |_| {
            let mut connection = sqlite::open(path, cache_kib, Mode::Read)?;
            let interrupter = Interrupter::install(&mut connection)
                .map_err(|error| Error::Open(format!("reads cannot be bounded: {error}")))?;
            Ok(Mutex::new(QuickReader { connection, texts: SqliteTexts::new(counters), interrupter }))
        };
        (0..threads).map(open).collect::<Result<_>>().map(Self)
    }

    /// Runs a read.
    pub fn run<T, E: From<Error>>(
        &self,
        counters: &Counters,
        job: &mut impl FnMut(&mut Tx<'_>) -> Result<T, E>,
    ) -> QuickRead<Result<T, E>> {
        let Some(mut reader) = self.0.iter().find_map(Mutex::try_lock) else {
            return QuickRead::Unavailable;
        };
        let QuickReader { connection, texts, interrupter } = &mut *reader;
        let deadline = Deadline::after(Some(QUICK));
        interrupter.set_both(deadline, THOUSANDS);
        let mut result = None;
        let read = sqlite::read(connection, texts, deadline, |tx| {
            let outcome = catch_unwind(AssertUnwindSafe(|| job(tx)));
            result = Some(outcome.unwrap_or_else(|panic| Err(Error::Panic(panic_text(&*panic)).into())));
        });
        match (read, result) {
            (Err(error), _) => QuickRead::Done(Err(error.into())),
            (Ok(read), Some(result))
                if !(read.failed && (interrupter.is_used_up() || deadline.is_over())) =>
            {
                counters.steps.fetch_add(read.steps, Ordering::Relaxed);
                counters.job(read.statements, read.failed, deadline);
                QuickRead::Done(result)
            }
            (Ok(_), _) => QuickRead::TookLong,
        }
    }
}
