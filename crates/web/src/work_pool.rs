//! A pool for CPU-heavy work (hashing passwords, decoding pictures): few threads, a bounded queue.
//!
//! Its threads have a lower priority than those that answer calls, so that a storm of logins takes the
//! time that reads leave.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};

use crossbeam_channel::{Receiver, Sender, unbounded};
use tokio::sync::{Semaphore, oneshot};

/// How much lower the priority of the threads is.
const NICENESS: i32 = 5;

type Job = Box<dyn FnOnce() + Send>;

/// The queue of the pool is full.
#[derive(Debug, thiserror::Error)]
#[error("too much work is waiting")]
pub struct PoolBusy;

/// Runs at most `threads` jobs at once and queues at most `queue` more.
#[derive(Clone, Debug)]
pub struct WorkPool {
    permits: Arc<Semaphore>,
    waiting: Arc<AtomicUsize>,
    queue: usize,
    threads: usize,
    /// The way to the threads, which the first job starts.
    jobs: Arc<OnceLock<Sender<Job>>>,
}

impl WorkPool {
    /// Creates a pool of `threads` (0: half the cores, at least one).
    pub fn new(threads: usize, queue: usize) -> Self {
        let half = || std::thread::available_parallelism().map_or(1, |cores| (cores.get() / 2).max(1));
        let threads = if threads == 0 { half() } else { threads };
        let permits = Arc::new(Semaphore::new(threads));
        Self { permits, waiting: Arc::default(), queue, threads, jobs: Arc::default() }
    }

    /// Runs `work` off the async threads; refuses at once when the queue is full. A panic in it
    /// counts as busy.
    pub async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, PoolBusy> {
        let step = miaohui_trace::begin("pool");
        let permit = match Arc::clone(&self.permits).try_acquire_owned() {
            Ok(permit) => permit,
            Err(_) => self.wait().await?,
        };
        let (sender, done) = oneshot::channel();
        let mark = step.as_ref().map(miaohui_trace::OpenStep::mark);
        let job = move || {
            if let Some(mark) = &mark {
                mark.begin();
            }
            let result = catch_unwind(AssertUnwindSafe(work));
            drop(permit);
            // The caller may be gone.
            let _ = sender.send(result);
        };
        let jobs = self.jobs.get_or_init(|| start(self.threads));
        jobs.send(Box::new(job)).map_err(|_| PoolBusy)?;
        let Ok(Ok(result)) = done.await else {
            tracing::error!("a job of the work pool failed");
            return Err(PoolBusy);
        };
        Ok(result)
    }

    /// The number of queued jobs.
    pub fn waiting(&self) -> usize {
        self.waiting.load(Ordering::Relaxed)
    }

    async fn wait(&self) -> Result<tokio::sync::OwnedSemaphorePermit, PoolBusy> {
        let place = Place::take(&self.waiting, self.queue).ok_or(PoolBusy)?;
        let permit = Arc::clone(&self.permits).acquire_owned().await.map_err(|_| PoolBusy);
        drop(place);
        permit
    }
}

/// Starts the threads; they end with the pool.
fn start(threads: usize) -> Sender<Job> {
    let (sender, jobs) = unbounded::<Job>();
    for _ in 0..threads {
        let jobs: Receiver<Job> = jobs.clone();
        let run = move || {
            // With its usual priority the thread works as well.
            let _ = rustix::process::nice(NICENESS);
            jobs.iter().for_each(|job| job());
        };
        if let Err(error) = std::thread::Builder::new().name("work".into()).spawn(run) {
            tracing::error!(%error, "a thread of the work pool did not start");
        }
    }
    sender
}

/// A place in the queue, released also when the caller is cancelled while it waits.
struct Place<'a>(&'a AtomicUsize);

impl<'a> Place<'a> {
    fn take(waiting: &'a AtomicUsize, queue: usize) -> Option<Self> {
        let place = Self(waiting);
        (waiting.fetch_add(1, Ordering::Relaxed) < queue).then_some(place)
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_full_queue_refuses_at_once_and_frees_its_places() {
        let pool = WorkPool::new(1, 1);
        let (release, hold) = std::sync::mpsc::channel::<()>();
        let running = tokio::spawn({
            let pool = pool.clone();
            async move { pool.run(move || hold.recv()).await.is_ok() }
        });
        while pool.permits.available_permits() > 0 {
            tokio::task::yield_now().await;
        }
        let queued = tokio::spawn({
            let pool = pool.clone();
            async move { pool.run(|| 7).await.unwrap() }
        });
        while pool.waiting() == 0 {
            tokio::task::yield_now().await;
        }
        assert!(pool.run(|| 8).await.is_err());
        release.send(()).unwrap();
        assert!(running.await.unwrap());
        assert_eq!(queued.await.unwrap(), 7);
        assert_eq!(pool.waiting(), 0);
    }
}
