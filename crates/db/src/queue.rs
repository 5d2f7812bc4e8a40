//! A queue of jobs and the threads that run them.

use std::sync::Arc;
use std::thread::JoinHandle;

use crossbeam_channel::{Receiver, Sender, TrySendError, bounded};
use parking_lot::Mutex;

use crate::error::{Error, Result};
use crate::job::Job;
use crate::postgres::Crew;

/// A queue of jobs and the threads that run them.
pub(crate) struct Queue {
    sender: Mutex<Option<Sender<Box<dyn Job>>>>,
    /// For the length of the queue.
    pub receiver: Receiver<Box<dyn Job>>,
    pub capacity: usize,
    threads: Mutex<Vec<JoinHandle<()>>>,
    /// The threads as far as they are connected to PostgreSQL.
    pub crew: Arc<Crew>,
}

impl Queue {
    /// An empty queue without threads.
    pub fn new(capacity: usize) -> Self {
        let (sender, receiver) = bounded(capacity);
        Self {
            sender: Mutex::new(Some(sender)),
            receiver,
            capacity,
            threads: Mutex::default(),
            crew: Arc::default(),
        }
    }

    /// Adds a job, unless the queue is full or closed.
    pub fn push(&self, job: Box<dyn Job>) -> Result<()> {
        let sender = self.sender.lock();
        let Some(sender) = sender.as_ref() else { return Err(Error::Unavailable("it is closed".into())) };
        sender.try_send(job).map_err(|error| match error {
            TrySendError::Full(_) => Error::Busy { waiting: self.capacity },
            TrySendError::Disconnected(_) => Error::Unavailable("its threads have ended".into()),
        })?;
        self.crew.call_up(self.receiver.len());
        Ok(())
    }

    /// Adds a thread that runs the jobs.
    pub fn add_thread(&self, thread: JoinHandle<()>) {
        self.threads.lock().push(thread);
    }

    /// Refuses further jobs and waits for the threads to end.
    pub fn close(&self) {
        self.sender.lock().take();
        self.crew.close();
        join(self.threads.lock().drain(..));
    }

    /// The number of threads.
    pub fn threads(&self) -> usize {
        self.threads.lock().len()
    }

    /// Gives further jobs to the queue; none once it is closed.
    pub fn sender(&self) -> Option<Sender<Box<dyn Job>>> {
        self.sender.lock().clone()
    }
}

/// Waits for threads to end, except this one.
pub(crate) fn join(threads: impl Iterator<Item = JoinHandle<()>>) {
    let own = std::thread::current().id();
    for thread in threads.filter(|thread| thread.thread().id() != own) {
        // A panic of a job is caught where it runs, so there is no other panic to report.
        let _ = thread.join();
    }
}
