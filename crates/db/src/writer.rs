//! SQLite's writer thread, which commits in groups.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::thread::JoinHandle;

use crossbeam_channel::Receiver;
use rusqlite::Connection;

use crate::checkpointer::Checkpointer;
use crate::error::Error;
use crate::job::Job;
use crate::sqlite::{control, roll_back};
use crate::sqlite_failure::is_shortage;
use crate::statements::SqliteTexts;
use crate::stats::Counters;
use crate::tx::Tx;

/// The writer thread. It drains its queue, runs each job in a savepoint of one transaction, commits
/// once and then answers them all.
pub(crate) struct Writer {
    pub connection: Connection,
    pub jobs: Receiver<Box<dyn Job>>,
    pub counters: Arc<Counters>,
    /// The most jobs in one commit, at least 1.
    pub group: usize,
    /// What moves the log, unless something outside does. It ends before the connection.
    pub checkpointer: Option<Checkpointer>,
}

impl Writer {
    pub fn start(self) -> std::io::Result<JoinHandle<()>> {
        std::thread::Builder::new().name("db-writer".into()).spawn(move || self.run())
    }

    fn run(mut self) {
        let mut texts = SqliteTexts::new(&self.counters);
        while let Ok(first) = self.jobs.recv() {
            let mut group = vec![first];
            group.extend(self.jobs.try_iter().take(self.group.saturating_sub(1)));
            while !group.is_empty() {
                group = self.commit(group, &mut texts);
                if let Some(checkpointer) = &self.checkpointer {
                    checkpointer.after_commit(&self.connection);
                }
            }
        }
        // Its connection closes before the writer's.
        self.checkpointer = None;
    }

    /// Runs the group in one transaction and answers its jobs. Returns the jobs that did not run
    /// because an earlier one made the engine roll the transaction back.
    fn commit(&self, group: Vec<Box<dyn Job>>, texts: &mut SqliteTexts) -> Vec<Box<dyn Job>> {
        if let Err(error) = control(&self.connection, "BEGIN IMMEDIATE") {
            if is_shortage(&error) {
                self.counters.shortage(&error.to_string());
            }
            for job in group {
                job.answer(Err(Error::Unavailable(error.to_string())));
            }
            return Vec::new();
        }
        let mut waiting = group.into_iter();
        let mut done = Vec::with_capacity(waiting.len());
        let mut outcome = Ok(());
        for mut job in waiting.by_ref() {
            let result = self.run_in_savepoint(&mut *job, texts);
            done.push(job);
            if let Err(error) = result {
                outcome = Err(error);
                break;
            }
        }
        if outcome.is_ok() {
            outcome = control(&self.connection, "COMMIT");
        }
        match &outcome {
            Ok(()) => self.counters.group(done.len()),
            Err(error) if is_shortage(error) => {
                self.counters.shortage(&error.to_string());
                roll_back(&self.connection);
            }
            Err(error) => {
                tracing::error!(%error, jobs = done.len(), "a group of writes did not commit");
                roll_back(&self.connection);
            }
        }
        for job in done {
            job.answer(match &outcome {
                Ok(()) => Ok(()),
                Err(error) if is_shortage(error) => Err(Error::Unavailable(error.to_string())),
                Err(error) => Err(Error::Commit(error.to_string())),
            });
        }
        waiting.collect()
    }

    /// Runs one job; a failed job rolls back alone. An error means that the whole transaction was
    /// rolled back.
    fn run_in_savepoint(&self, job: &mut dyn Job, texts: &mut SqliteTexts) -> rusqlite::Result<()> {
        control(&self.connection, "SAVEPOINT job")?;
        let mut tx = Tx::sqlite(&self.connection, texts);
        let commit = job.run(&mut tx);
        let (statements, steps, failed) = (tx.statements, tx.steps, tx.failed);
        let shortage = tx.shortage.take();
        self.counters.statements.fetch_add(statements, Ordering::Relaxed);
        self.counters.steps.fetch_add(steps, Ordering::Relaxed);
        // SQLite may roll the transaction back itself, as on a full disk or an I/O error.
        if self.connection.is_autocommit() {
            let (code, reason) = match shortage {
                Some(reason) => (rusqlite::ffi::SQLITE_FULL, reason),
                None => (rusqlite::ffi::SQLITE_ABORT, "the engine rolled the transaction back".into()),
            };
            let error = rusqlite::ffi::Error::new(code);
            return Err(rusqlite::Error::SqliteFailure(error, Some(reason)));
        }
        if let Some(reason) = shortage {
            self.counters.shortage(&reason);
        }
        if commit && failed {
            job.refuse(Error::Commit("a statement failed and the job continued".into()));
        }
        if !commit || failed {
            control(&self.connection, "ROLLBACK TO job")?;
        }
        control(&self.connection, "RELEASE job")
    }
}
