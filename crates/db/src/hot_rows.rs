//! Writes of one hot row, such as the likes of an article that everybody sees.
//!
//! On PostgreSQL two transactions that change the same row wait for each other, and each for the disk
//! (and the standby) at its commit. So the jobs of a row run on one thread, as many in a transaction as
//! are waiting. SQLite's only writer does the same for all jobs.

use std::collections::{HashMap, VecDeque};

use parking_lot::Mutex;

use crate::error::{Error, Result};
use crate::job::Job;

/// The most jobs in a transaction.
pub(crate) const MOST: usize = 64;

/// The jobs that wait for the thread that runs those of their row.
#[derive(Default)]
pub(crate) struct HotRows(Mutex<HashMap<u64, VecDeque<Box<dyn Job>>>>);

impl HotRows {
    /// Lets a job wait for the thread of its row, or starts a row with `enqueue`. At most `capacity` jobs
    /// wait for a row.
    pub fn add(
        &self,
        row: u64,
        job: Box<dyn Job>,
        capacity: usize,
        enqueue: impl FnOnce(Box<dyn Job>) -> Result<()>,
    ) -> Result<()> {
        let mut rows = self.0.lock();
        match rows.get_mut(&row) {
            Some(waiting) if waiting.len() >= capacity => Err(Error::Busy { waiting: capacity }),
            Some(waiting) => {
                waiting.push_back(job);
                Ok(())
            }
            None => {
                enqueue(job)?;
                rows.insert(row, VecDeque::new());
                Ok(())
            }
        }
    }

    /// Takes the next jobs of a row; without any the thread gives the row up.
    pub fn take(&self, row: u64) -> Option<Vec<Box<dyn Job>>> {
        let mut rows = self.0.lock();
        let waiting = rows.get_mut(&row).filter(|waiting| !waiting.is_empty());
        let Some(waiting) = waiting else {
            rows.remove(&row);
            return None;
        };
        let count = waiting.len().min(MOST);
        Some(waiting.drain(..count).collect())
    }

    /// The number of jobs that wait.
    pub fn waiting(&self) -> usize {
        self.0.lock().values().map(VecDeque::len).sum()
    }
}
