//! PostgreSQL: worker threads, each with a connection of the synchronous client.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::thread::JoinHandle;
use std::time::Duration;

use ::postgres::{Client, Config, IsolationLevel, NoTls};
use crossbeam_channel::Receiver;

use crate::budget::Deadline;
use crate::error::{Error, Result};
use crate::job::Job;
use crate::postgres_error::{error_text, is_retryable};
use crate::statements::Prepared;
use crate::stats::Counters;
use crate::tx::Tx;

/// The attempts to run a job before a conflict with other transactions is returned to the caller.
const MAX_ATTEMPTS: usize = 20;

/// Reads a URL.
pub(crate) fn config(url: &str) -> Result<Config> {
    url.parse().map_err(|error: ::postgres::Error| {
        Error::Open(format!("the database URL cannot be read: {}", error_text(&error)))
    })
}

/// Runs the synchronous client on a thread of its own, because it must not run on an async thread, as
/// the caller's may be.
pub(crate) fn on_thread<T: Send>(work: impl FnOnce() -> Result<T> + Send) -> Result<T> {
    let done = std::thread::scope(|scope| scope.spawn(work).join());
    done.unwrap_or_else(|_| Err(Error::Open("the PostgreSQL client panicked".into())))
}

pub(crate) fn connect(config: &Config) -> Result<Client> {
    config.connect(NoTls).map_err(|error| {
        let host = config.get_hosts().iter().map(|host| format!("{host:?}")).collect::<Vec<_>>().join(", ");
        let database = config.get_dbname().unwrap_or("the default database");
        Error::Open(format!("cannot connect to PostgreSQL ({database} on {host}): {}", error_text(&error)))
    })
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Read,
    Write,
}

/// A thread that runs jobs on a connection of its own.
pub(crate) struct Worker {
    pub config: Config,
    pub kind: Kind,
    pub jobs: Receiver<Box<dyn Job>>,
    pub counters: Arc<Counters>,
}

struct Session {
    client: Client,
    /// The budget that the server knows.
    timeout: Option<Duration>,
    prepared: Prepared,
}

impl Worker {
    /// Connects and starts the thread. A wrong URL or a full server is an error here.
    pub fn start(self) -> Result<JoinHandle<()>> {
        let mut session = Some(self.open()?);
        let name = if self.kind == Kind::Read { "db-reader" } else { "db-writer" };
        let run = move || {
            for mut job in self.jobs.clone() {
                if self.kind == Kind::Read && job.is_abandoned() {
                    continue;
                }
                let outcome = self.run_job(&mut session, &mut *job);
                job.answer(outcome);
            }
        };
        let spawn = std::thread::Builder::new().name(name.into()).spawn(run);
        spawn.map_err(|error| Error::Open(format!("cannot start a database thread: {error}")))
    }

    fn open(&self) -> Result<Session> {
        Ok(Session { client: connect(&self.config)?, timeout: None, prepared: Prepared::new(&self.counters) })
    }

    fn run_job(&self, session: &mut Option<Session>, job: &mut dyn Job) -> Result<()> {
        for _ in 1..MAX_ATTEMPTS {
            if self.try_job(session, job, false)? {
                return Ok(());
            }
            self.counters.retries.fetch_add(1, Ordering::Relaxed);
        }
        self.try_job(session, job, true).map(|_| ())
    }

    /// Runs the job once; `false` if it failed because of a conflict and must be retried. The
    /// `last` attempt returns the job's own error instead.
    fn try_job(&self, session: &mut Option<Session>, job: &mut dyn Job, last: bool) -> Result<bool> {
        if session.as_ref().is_none_or(|session| session.client.is_closed()) {
            *session = Some(self.open().map_err(|error| Error::Unavailable(error.to_string()))?);
        }
        let Some(Session { client, timeout, prepared }) = session else {
            return Err(Error::Unavailable("no connection".into()));
        };
        let deadline = Deadline::after(job.budget());
        if *timeout != job.budget() {
            let millis = job.budget().map_or(0, |budget| budget.as_millis().max(1));
            let set = client.batch_execute(&format!("SET statement_timeout = {millis}"));
            set.map_err(|error| Error::Unavailable(error_text(&error)))?;
            *timeout = job.budget();
        }
        let isolation = match self.kind {
            // All statements of a read job see one snapshot, as on SQLite.
            Kind::Read => IsolationLevel::RepeatableRead,
            // Jobs guard themselves by unique keys and conditional updates, which need no stricter
            // level.
            Kind::Write => IsolationLevel::ReadCommitted,
        };
        let begin = client.build_transaction().isolation_level(isolation).read_only(self.kind == Kind::Read);
        let transaction = begin.start().map_err(|error| Error::Unavailable(error_text(&error)))?;
        let mut tx = Tx::postgres(transaction, prepared);
        tx.deadline = deadline;
        let commit = job.run(&mut tx);
        self.counters.job(tx.statements, tx.failed, deadline);
        if tx.retryable && !last {
            return Ok(false);
        }
        if !commit {
            return Ok(true);
        }
        if tx.failed {
            return Err(Error::Commit("a statement failed and the job continued".into()));
        }
        match tx.commit() {
            Ok(()) => {}
            Err(error) if is_retryable(&error) && !last => return Ok(false),
            Err(error) => return Err(Error::Commit(error_text(&error))),
        }
        if self.kind == Kind::Write {
            self.counters.group(1);
        }
        Ok(true)
    }
}
