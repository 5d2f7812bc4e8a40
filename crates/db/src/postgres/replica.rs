//! Reads on standbys. A read goes to one that has replayed everything that was answered before, or to
//! the primary.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, Sender, TrySendError, bounded};
use parking_lot::Mutex;
use tokio::sync::oneshot;

use super::fence::{Fence, Lag};
use super::fences::Fences;
use super::session::Session;
use super::target::Target;
use crate::budget::{Deadline, real_now};
use crate::error::{Error, Result};
use crate::job::{Begun, Job};
use crate::stats::Counters;
use crate::tx::Tx;

/// How long a read waits for a standby that lags.
const CATCH_UP: Duration = Duration::from_millis(30);
/// The time between two looks at it.
const LOOK: Duration = Duration::from_millis(1);
/// How long a standby may take to tell how far it is behind.
const TELL: Duration = Duration::from_secs(1);
/// How long a standby that lagged or failed is left out.
const LEFT_OUT: Duration = Duration::from_secs(1);

/// The kinds of reads, which do not wait for each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Lane {
    Light,
    Heavy,
}

/// What a thread of a standby does.
enum Item {
    Read(Box<dyn Job>, Fence),
    /// Tells how far the standby is behind the fence.
    Measure(Fence, oneshot::Sender<Lag>),
}

/// The standbys of a primary.
pub(crate) struct Replicas {
    all: Vec<Replica>,
    fences: Fences,
    next: AtomicUsize,
}

struct Replica {
    /// Its host and port.
    name: String,
    lanes: [Sender<Item>; 2],
    state: Arc<Mutex<State>>,
}

impl Replica {
    fn is_usable(&self, lane: Lane) -> bool {
        self.state.lock().is_usable(lane)
    }

    /// Sends a read to its threads, or gives it back if they take none.
    fn send(&self, lane: Lane, job: Box<dyn Job>, fence: Fence) -> Option<Box<dyn Job>> {
        let state = self.state.lock();
        if !state.is_usable(lane) {
            return Some(job);
        }
        match self.lanes[lane as usize].try_send(Item::Read(job, fence)) {
            Ok(()) => None,
            Err(TrySendError::Full(item) | TrySendError::Disconnected(item)) => match item {
                Item::Read(job, _) => Some(job),
                // What comes back is the read that was sent.
                Item::Measure(..) => None,
            },
        }
    }
}

/// Whether a standby takes reads. A read is sent under its lock, so that none is sent after it was given up.
#[derive(Default)]
struct State {
    /// The connections of each lane.
    connected: [usize; 2],
    left_out_until: Option<Instant>,
}

impl State {
    fn is_usable(&self, lane: Lane) -> bool {
        self.connected[lane as usize] > 0 && self.left_out_until.is_none_or(|until| until <= real_now())
    }

    fn leave_out(&mut self) {
        self.left_out_until = Some(real_now() + LEFT_OUT);
    }
}

/// How many connections a standby gets, and how many reads may wait for one.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sizes {
    pub light: usize,
    pub heavy: usize,
    pub queue: usize,
}

impl Replicas {
    /// Starts the threads. A standby that is not there takes no reads until it is. Jobs that it cannot
    /// run go to `primary`, the queues of the two lanes.
    pub fn start(
        urls: &[String],
        primary: &Target,
        queues: [Sender<Box<dyn Job>>; 2],
        sizes: Sizes,
        counters: &Arc<Counters>,
    ) -> Result<(Self, Vec<JoinHandle<()>>)> {
        let mut threads = Vec::new();
        let mut replicas = Vec::new();
        for url in urls {
            let (target, state) = (Target::parse_replica(url)?, Arc::<Mutex<State>>::default());
            let mut start =
                |lane: Lane, workers: usize, primary: &Sender<Box<dyn Job>>| -> Result<Sender<Item>> {
                    let (sender, jobs) = bounded(sizes.queue);
                    for _ in 0..workers {
                        let worker = Worker {
                            lane,
                            target: target.clone(),
                            jobs: jobs.clone(),
                            primary: primary.clone(),
                            state: Arc::clone(&state),
                            counters: Arc::clone(counters),
                        };
                        let named = std::thread::Builder::new().name("db-replica".into());
                        let spawned = named.spawn(move || worker.run());
                        threads.push(spawned.map_err(|error| {
                            Error::Open(format!("cannot start a database thread: {error}"))
                        })?);
                    }
                    Ok(sender)
                };
            let lanes =
                [start(Lane::Light, sizes.light, &queues[0])?, start(Lane::Heavy, sizes.heavy, &queues[1])?];
            replicas.push(Replica { name: target.name(), lanes, state });
        }
        let (fences, thread) = Fences::start(primary.clone(), Arc::clone(counters))?;
        threads.push(thread);
        Ok((Self { all: replicas, fences, next: AtomicUsize::new(0) }, threads))
    }

    /// Gives a job to a standby, or back to the caller if the primary must run it.
    pub async fn take(&self, lane: Lane, job: Box<dyn Job>) -> Option<Box<dyn Job>> {
        let first = self.next.fetch_add(1, Ordering::Relaxed);
        let all = (0..self.all.len()).map(|i| &self.all[(first + i) % self.all.len()]);
        let Some(replica) = all.into_iter().find(|replica| replica.is_usable(lane)) else {
            return Some(job);
        };
        match self.fences.next().await {
            Some(fence) => replica.send(lane, job, fence),
            None => Some(job),
        }
    }

    /// How far each standby is behind the primary, by its name; without those that do not tell, or follow
    /// another primary.
    pub async fn lags(&self) -> Vec<(String, Lag)> {
        let Some(fence) = self.fences.next().await else { return Vec::new() };
        let mut asked = Vec::new();
        for replica in &self.all {
            let (answer, lag) = oneshot::channel();
            if replica.lanes[Lane::Light as usize].try_send(Item::Measure(fence.clone(), answer)).is_ok() {
                asked.push((replica.name.clone(), lag));
            }
        }
        let mut lags = Vec::new();
        for (name, lag) in asked {
            if let Ok(Ok(lag)) = tokio::time::timeout(TELL, lag).await {
                lags.push((name, lag));
            }
        }
        lags
    }

    /// The standbys that take light reads, and all.
    pub fn count(&self) -> (usize, usize) {
        let usable = self.all.iter().filter(|replica| replica.is_usable(Lane::Light)).count();
        (usable, self.all.len())
    }
}

/// A thread with a connection to a standby.
struct Worker {
    lane: Lane,
    target: Target,
    jobs: Receiver<Item>,
    primary: Sender<Box<dyn Job>>,
    state: Arc<Mutex<State>>,
    counters: Arc<Counters>,
}

impl Worker {
    fn run(self) {
        let mut session = None;
        loop {
            if session.as_ref().is_some_and(Session::is_lost) {
                session = None;
                self.disconnect();
            }
            let Some(current) = &mut session else {
                match Session::open(&self.target, &self.counters) {
                    Ok(opened) => {
                        session = Some(opened);
                        self.state.lock().connected[self.lane as usize] += 1;
                    }
                    Err(error) => {
                        self.counters.unreachable(&error);
                        if self.pass_on() {
                            return;
                        }
                    }
                }
                continue;
            };
            let (mut job, fence) = match self.next(current) {
                Some(Item::Read(job, fence)) => (job, fence),
                Some(Item::Measure(fence, answer)) => {
                    if let Ok(Some(lag)) = current.lag(&fence) {
                        // Sending fails when nobody waits any more.
                        let _ = answer.send(lag);
                    }
                    continue;
                }
                None => return,
            };
            if job.is_abandoned() || !job.begin() {
                continue;
            }
            if self.is_usable() && self.serve(current, &mut *job, &fence) {
                self.counters.replica_reads.fetch_add(1, Ordering::Relaxed);
                job.answer(Ok(()));
            } else {
                self.give_back(job);
            }
        }
    }

    /// The next job; `None` if the queue is closed. The transaction of the one before ends as a
    /// primary's does.
    fn next(&self, session: &mut Session) -> Option<Item> {
        if let Ok(item) = self.jobs.try_recv() {
            return Some(item);
        }
        // The caller has the rows already.
        let _ = session.commit();
        self.jobs.recv().ok()
    }

    fn is_usable(&self) -> bool {
        self.state.lock().is_usable(self.lane)
    }

    /// Counts a lost connection, and gives what waits for the standby to the primary: connecting again may
    /// take longer than a read may wait.
    fn disconnect(&self) {
        self.state.lock().connected[self.lane as usize] -= 1;
        for item in self.jobs.try_iter() {
            self.give_back_item(item);
        }
    }

    /// Gives the jobs that come meanwhile to the primary, for as long as the standby is left out;
    /// whether the queue is closed.
    fn pass_on(&self) -> bool {
        let until = real_now() + LEFT_OUT;
        loop {
            match self.jobs.recv_deadline(until) {
                Ok(item) => self.give_back_item(item),
                Err(error) => return error.is_disconnected(),
            }
        }
    }

    /// Runs a read; `false` if the primary must run it.
    fn serve(&self, session: &mut Session, job: &mut dyn Job, fence: &Fence) -> bool {
        let deadline = Deadline::after(job.budget());
        let patience = Deadline::after(Some(CATCH_UP));
        loop {
            session.begin_behind(fence, job.budget(), deadline);
            let mut tx = Tx::postgres(session);
            tx.deadline = deadline;
            let is_done = job.run(&mut tx);
            let (statements, failed) = (tx.statements, tx.failed);
            let is_its_own = tx.retryable || tx.shortage.is_some();
            self.counters.job(statements, failed, deadline);
            if is_done && !failed {
                return true;
            }
            session.roll_back();
            if session.is_lost() {
                self.state.lock().leave_out();
                return false;
            }
            if !session.is_behind() {
                // Replay cancels a read that it would wait for too long, and the standby may have no
                // room. The primary may run it then.
                return !is_its_own;
            }
            if patience.is_over() {
                self.state.lock().leave_out();
                return false;
            }
            session.pause(LOOK);
        }
    }

    /// Gives a read that somebody still waits for to the primary. A question how far the standby is behind
    /// gets no answer.
    fn give_back_item(&self, item: Item) {
        match item {
            Item::Read(job, _) if !job.is_abandoned() && job.begin() => self.give_back(job),
            Item::Read(..) | Item::Measure(..) => {}
        }
    }

    fn give_back(&self, job: Box<dyn Job>) {
        self.counters.replica_misses.fetch_add(1, Ordering::Relaxed);
        let sent = self.primary.try_send(Box::new(Begun(job)));
        if let Err(TrySendError::Full(job) | TrySendError::Disconnected(job)) = sent {
            self.counters.busy.fetch_add(1, Ordering::Relaxed);
            job.answer(Err(Error::Busy { waiting: self.primary.len() }));
        }
    }
}
