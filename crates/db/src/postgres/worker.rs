//! A thread that runs jobs on a connection of its own.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::thread::JoinHandle;
use std::time::Duration;

use crossbeam_channel::{Receiver, RecvTimeoutError};

use super::crew::Crew;
use super::session::{Fate, Kind, Session, TransactionId};
use super::target::Target;
use crate::budget::Deadline;
use crate::error::{Error, Result};
use crate::hot_rows::HotRows;
use crate::job::Job;
use crate::stats::Counters;
use crate::tx::{Addition, Tx};

/// The attempts to run a job before a conflict with other transactions is returned to the caller.
const MAX_ATTEMPTS: usize = 20;
pub(crate) struct Worker {
    pub target: Target,
    pub kind: Kind,
    /// How long a statement of a job without a budget of its own may take.
    pub limit: Option<Duration>,
    /// The time after which a worker that is not needed gives up its connection.
    pub rest_after: Option<Duration>,
    pub jobs: Receiver<Box<dyn Job>>,
    pub hot_rows: Arc<HotRows>,
    pub crew: Arc<Crew>,
    pub counters: Arc<Counters>,
}

/// How long a commit without an answer is looked up: a server that restarts needs some time.
const LOOKING: Duration = Duration::from_secs(1);

/// A commit that waits for the disk, and for the standbys that commits wait for. A server that restarts
/// shows transactions that have not.
const AS_DURABLE: &str = "UPDATE database_identity SET epoch = epoch";

/// What became of one attempt to run a job.
enum Attempt {
    Done,
    /// A conflict, or a connection that was lost before the commit: nothing of it is stored.
    Again,
    Failed(Error),
}

impl Worker {
    /// Connects and starts the thread. A wrong URL or a full server is an error here.
    pub fn start(self) -> Result<JoinHandle<()>> {
        let session = self.open()?;
        self.crew.join();
        let name = if self.kind == Kind::Read { "db-reader" } else { "db-writer" };
        let spawn = std::thread::Builder::new().name(name.into()).spawn(move || self.run(session));
        spawn.map_err(|error| Error::Open(format!("cannot start a database thread: {error}")))
    }

    fn open(&self) -> Result<Session> {
        let session = Session::open(&self.target, &self.counters)?;
        self.crew.connect();
        Ok(session)
    }

    /// Drops a session that is lost.
    fn drop_lost(&self, session: &mut Option<Session>) {
        if session.as_ref().is_some_and(Session::is_lost) {
            self.disconnect(session);
        }
    }

    fn disconnect(&self, session: &mut Option<Session>) {
        *session = None;
        self.crew.disconnect();
    }

    fn run(self, session: Session) {
        let mut session = Some(session);
        loop {
            self.drop_lost(&mut session);
            if session.is_none() && !self.reconnect(&mut session) {
                return;
            }
            let Some(mut job) = self.next(&mut session) else { return };
            let _busy = self.crew.work();
            if let Some(row) = job.row() {
                self.run_row(&mut session, row, job);
                continue;
            }
            if self.kind == Kind::Read && job.is_abandoned() || !job.begin() {
                continue;
            }
            let outcome = self.run_job(&mut session, &mut *job);
            job.answer(outcome);
        }
    }

    /// The next job; `None` if the queue is closed. A worker that is not needed rests here, without a
    /// connection. The transaction of a read ends together with the
    /// start of the next one, which saves a round trip, or here when nobody waits.
    fn next(&self, session: &mut Option<Session>) -> Option<Box<dyn Job>> {
        if let Ok(job) = self.jobs.try_recv() {
            return Some(job);
        }
        if let Some(session) = session {
            // The caller has the rows already; a transaction that only read has nothing to lose.
            let _ = session.commit();
        }
        let Some(rest_after) = self.rest_after else { return self.jobs.recv().ok() };
        loop {
            if self.crew.is_spare(rest_after) {
                self.disconnect(session);
                if !self.crew.rest() || !self.reconnect(session) {
                    return None;
                }
            }
            match self.jobs.recv_timeout(rest_after) {
                Ok(job) => return Some(job),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return None,
            }
        }
    }

    /// Connects again; `false` if the queue is closed. A worker without a connection takes no job from
    /// those that have one; if nobody has one, all jobs fail at once.
    fn reconnect(&self, session: &mut Option<Session>) -> bool {
        loop {
            match self.open() {
                Ok(opened) => {
                    *session = Some(opened);
                    return true;
                }
                Err(error) => {
                    self.counters.unreachable(&error);
                    if self.crew.connected() == 0 {
                        for job in self.jobs.try_iter() {
                            let of_row = job.row();
                            job.answer(Err(Error::Unavailable(error.to_string())));
                            while let Some(more) = of_row.and_then(|row| self.hot_rows.take(row)) {
                                for job in more {
                                    job.answer(Err(Error::Unavailable(error.to_string())));
                                }
                            }
                        }
                    }
                    if self.crew.pause() {
                        return false;
                    }
                }
            }
        }
    }

    /// Runs a job of a hot row, and those that came for the row meanwhile.
    fn run_row(&self, session: &mut Option<Session>, row: u64, first: Box<dyn Job>) {
        let mut jobs = vec![first];
        loop {
            jobs.retain(|job| job.begin());
            self.run_jobs(session, std::mem::take(&mut jobs));
            match self.hot_rows.take(row) {
                Some(more) => jobs = more,
                None => return,
            }
        }
    }

    /// Runs jobs in one transaction, or each by itself if that fails.
    fn run_jobs(&self, session: &mut Option<Session>, mut jobs: Vec<Box<dyn Job>>) {
        self.drop_lost(session);
        if let (Some(session), true) = (session.as_mut(), jobs.len() > 1) {
            match self.try_jobs(session, &mut jobs) {
                Some(outcome) => {
                    for job in jobs {
                        job.answer(outcome.clone().map_err(Error::Unknown));
                    }
                    return;
                }
                None => {
                    self.counters.retries.fetch_add(1, Ordering::Relaxed);
                }
            }
        }
        let mut unreachable = None;
        for mut job in jobs {
            if let Some(reason) = &unreachable {
                job.answer(Err(Error::Unavailable(String::clone(reason))));
                continue;
            }
            let outcome = self.run_job(session, &mut *job);
            if let (Err(Error::Unavailable(reason)), None) = (&outcome, &session) {
                unreachable = Some(reason.clone());
            }
            job.answer(outcome);
        }
    }

    /// Runs jobs in one transaction; `None` if nothing is stored, because of a conflict, a failed
    /// statement or a lost connection, and an error if that is not known. A job that refuses is undone
    /// alone.
    fn try_jobs(&self, session: &mut Session, jobs: &mut [Box<dyn Job>]) -> Option<Result<(), String>> {
        session.begin(self.kind, self.limit, Deadline::NONE);
        session.first_job();
        let mut counters = BTreeMap::new();
        for job in &mut *jobs {
            let mut tx = Tx::postgres(session);
            tx.leaves_additions = true;
            let is_kept = job.run(&mut tx);
            let (statements, failed, additions) = (tx.statements, tx.failed, tx.take_additions());
            self.counters.job(statements, failed, Deadline::NONE);
            if failed || session.is_lost() {
                session.roll_back();
                return None;
            }
            if is_kept {
                session.next_job();
                for Addition { sql, id, by } in additions {
                    *counters.entry((sql, id)).or_default() += by;
                }
            } else {
                session.undo_job();
            }
        }
        // In an order that is the same for all, and last, so that others wait for the commit only.
        for ((sql, id), by) in counters.into_iter().filter(|(_, by)| *by != 0) {
            let mut tx = Tx::postgres(session);
            let added = tx.add(Addition { sql, id, by });
            self.counters.job(tx.statements, added.is_err(), Deadline::NONE);
            if added.is_err() {
                session.roll_back();
                return None;
            }
        }
        let transaction = session.transaction();
        match session.commit() {
            Ok(()) => self.counters.group(jobs.len()),
            Err(failure) if session.is_lost() => {
                return match self.look_up(transaction, &failure.to_string()) {
                    Attempt::Done => Some(Ok(())),
                    Attempt::Again => None,
                    Attempt::Failed(_) => Some(Err(failure.to_string())),
                };
            }
            Err(_) => return None,
        }
        Some(Ok(()))
    }

    fn run_job(&self, session: &mut Option<Session>, job: &mut dyn Job) -> Result<()> {
        let limit = job.budget().or(self.limit);
        let deadline = Deadline::after(job.budget());
        for attempt in 1..=MAX_ATTEMPTS {
            self.drop_lost(session);
            if attempt > 1 && session.is_none() && deadline.is_over() {
                break;
            }
            let is_last = attempt == MAX_ATTEMPTS || deadline.is_over();
            let current = match session {
                Some(current) => current,
                None => session.insert(self.open().map_err(|error| {
                    self.counters.unreachable(&error);
                    Error::Unavailable(error.to_string())
                })?),
            };
            match self.try_job(current, job, (limit, deadline), is_last) {
                Attempt::Done => return Ok(()),
                Attempt::Failed(error) => return Err(error),
                Attempt::Again if is_last => break,
                Attempt::Again => drop(self.counters.retries.fetch_add(1, Ordering::Relaxed)),
            }
        }
        Err(Error::Unavailable("the connection was lost again and again".into()))
    }

    /// Runs the job once. The last attempt returns the job's own error instead of a conflict.
    fn try_job(
        &self,
        session: &mut Session,
        job: &mut dyn Job,
        (limit, deadline): (Option<Duration>, Deadline),
        is_last: bool,
    ) -> Attempt {
        session.begin(self.kind, limit, deadline);
        let mut tx = Tx::postgres(session);
        tx.deadline = deadline;
        let commit = job.run(&mut tx);
        self.counters.job(tx.statements, tx.failed, deadline);
        let (retryable, failed, shortage) = (tx.retryable, tx.failed, tx.shortage.take());
        if let Some(reason) = shortage {
            self.counters.shortage(&reason);
        }
        if session.is_lost() {
            // A job that failed by itself before has its own answer.
            return if commit || failed { Attempt::Again } else { Attempt::Done };
        }
        if retryable && !is_last {
            session.roll_back();
            return Attempt::Again;
        }
        if !commit || failed {
            session.roll_back();
            let error = || Error::Commit("a statement failed and the job continued".into());
            return if commit { Attempt::Failed(error()) } else { Attempt::Done };
        }
        if self.kind == Kind::Read {
            return Attempt::Done;
        }
        let transaction = session.transaction();
        match session.commit() {
            Ok(()) => self.counters.group(1),
            Err(failure) if failure.is_conflict() && !is_last => return Attempt::Again,
            Err(failure) if failure.is_shortage() => {
                self.counters.shortage(&failure.to_string());
                return Attempt::Failed(Error::Unavailable(failure.to_string()));
            }
            Err(failure) if session.is_lost() => return self.look_up(transaction, &failure.to_string()),
            Err(failure) => return Attempt::Failed(Error::Commit(failure.to_string())),
        }
        Attempt::Done
    }

    /// Finds out whether a commit without an answer has happened.
    fn look_up(&self, transaction: Option<TransactionId>, reason: &str) -> Attempt {
        let unknown = || Attempt::Failed(Error::Unknown(reason.to_owned()));
        let Some(transaction) = transaction else { return unknown() };
        let deadline = Deadline::after(Some(LOOKING));
        while !deadline.is_over() {
            let Ok(mut session) = Session::open(&self.target, &self.counters) else {
                self.crew.pause();
                continue;
            };
            return match session.fate(&transaction) {
                // It counts once what comes after it is as durable as any commit.
                Fate::Committed if session.ask(AS_DURABLE).is_ok() => {
                    self.counters.group(1);
                    Attempt::Done
                }
                Fate::RolledBack => Attempt::Again,
                Fate::Committed | Fate::Unknown => unknown(),
            };
        }
        unknown()
    }
}
