//! What a request, or a run of background work, spends its time on: its steps in the database, in pools and
//! at providers. Knows no protocol of traces.
//!
//! A request that is traced runs in a [`scope`], and background work in a [`run`]; code that waits for
//! something begins a step with [`begin`]. While nothing is traced, that is one branch.

use std::future::Future;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use miaohui_kernel::Stopwatch;
use parking_lot::{Mutex, RwLock};
use tokio::task::JoinHandle;

/// The most steps that are kept of a request or a run.
const MOST_STEPS: usize = 512;

/// Whether anything of the process can be traced.
static IS_ON: AtomicBool = AtomicBool::new(false);
/// Who traces the background work of the process.
static RUNS: RwLock<Option<Arc<dyn RunTracer>>> = RwLock::new(None);

tokio::task_local! {
    /// The request or the run that this task works for.
    static CURRENT: Arc<Activity>;
}

/// The steps of a request, or of a run of background work.
#[derive(Debug)]
pub struct Activity {
    watch: Stopwatch,
    steps: Mutex<Vec<Step>>,
    done: AtomicU64,
}

/// Something that a request or a run waited for. Times are since the start of the request or run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// What it was, such as `db.read`.
    pub name: &'static str,
    /// When it began to wait.
    pub start: Duration,
    /// When somebody began to work on it, if that was noticed.
    pub begun: Option<Duration>,
    /// When it had ended.
    pub end: Duration,
    /// The statements that it ran; 0 where there are none.
    pub statements: u64,
    /// Who was asked, such as the host of a provider.
    pub peer: Option<String>,
}

impl Activity {
    /// A request or a run that begins now.
    pub fn new(watch: Stopwatch) -> Arc<Self> {
        IS_ON.store(true, Ordering::Relaxed);
        Arc::new(Self { watch, steps: Mutex::default(), done: AtomicU64::new(0) })
    }

    /// The time since the start.
    pub fn elapsed(&self) -> Duration {
        self.watch.elapsed()
    }

    /// The steps that have ended, at most the first 512.
    pub fn steps(&self) -> Vec<Step> {
        self.steps.lock().clone()
    }
}

/// Traces runs of background work.
pub trait RunTracer: Send + Sync {
    /// A run that begins now.
    fn begin(&self) -> Arc<Activity>;

    /// A run that has done so many things has ended now.
    fn end(&self, name: &'static str, activity: &Activity, count: u64, has_failed: bool);
}

/// Traces the background work of this process from now on.
pub fn trace_runs(tracer: Arc<dyn RunTracer>) {
    *RUNS.write() = Some(tracer);
    IS_ON.store(true, Ordering::Relaxed);
}

/// Does a piece of background work, which has a trace of its own if it says with [`did`] that there was
/// something to do.
pub async fn run<T, E>(name: &'static str, work: impl Future<Output = Result<T, E>>) -> Result<T, E> {
    let tracer = if IS_ON.load(Ordering::Relaxed) { RUNS.read().clone() } else { None };
    let Some(tracer) = tracer else { return work.await };
    let activity = tracer.begin();
    let result = scope(Arc::clone(&activity), work).await;
    let count = activity.done.load(Ordering::Relaxed);
    if count > 0 {
        tracer.end(name, &activity, count, result.is_err());
    }
    result
}

/// Notes that the work of this task has, or will have, done so many things.
pub fn did(count: usize) {
    if count > 0
        && let Some(activity) = current()
    {
        activity.done.fetch_add(count as u64, Ordering::Relaxed);
    }
}

/// Runs `work` on a thread that may wait, as a part of what this task works for.
pub fn spawn_blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> JoinHandle<T> {
    let activity = current();
    tokio::task::spawn_blocking(move || match activity {
        Some(activity) => CURRENT.sync_scope(activity, work),
        None => work(),
    })
}

/// Runs `work` as a part of a request or a run.
pub async fn scope<F: Future>(activity: Arc<Activity>, work: F) -> F::Output {
    CURRENT.scope(activity, work).await
}

/// The request or the run that this task works for, if it is traced; to pass it to another task.
pub fn current() -> Option<Arc<Activity>> {
    if !IS_ON.load(Ordering::Relaxed) {
        return None;
    }
    CURRENT.try_with(Arc::clone).ok()
}

/// Runs `work` as a part of a request or a run, if there is one.
pub async fn scope_of<F: Future>(activity: Option<Arc<Activity>>, work: F) -> F::Output {
    match activity {
        Some(activity) => scope(activity, work).await,
        None => work.await,
    }
}

/// Begins a step of the request or the run that this task works for; it ends when it is dropped. `None`
/// unless that is traced.
pub fn begin(name: &'static str) -> Option<OpenStep> {
    let activity = current()?;
    let start = activity.elapsed();
    Some(OpenStep { activity, name, start, noticed: Arc::default(), peer: None })
}

/// A step that has not ended.
#[derive(Debug)]
pub struct OpenStep {
    activity: Arc<Activity>,
    name: &'static str,
    start: Duration,
    noticed: Arc<Noticed>,
    peer: Option<String>,
}

impl OpenStep {
    /// What notices, on any thread, when the work begins.
    pub fn mark(&self) -> TimedMark {
        TimedMark { watch: self.activity.watch.clone(), noticed: Arc::clone(&self.noticed) }
    }

    /// Says who is asked.
    #[must_use]
    pub fn asking(self, peer: &str) -> Self {
        let mut step = self;
        step.peer = Some(peer.to_owned());
        step
    }
}

impl Drop for OpenStep {
    fn drop(&mut self) {
        let step = Step {
            name: self.name,
            start: self.start,
            begun: self.noticed.begun.get().copied(),
            end: self.activity.elapsed(),
            statements: self.noticed.statements.load(Ordering::Relaxed),
            peer: self.peer.take(),
        };
        let mut steps = self.activity.steps.lock();
        if steps.len() < MOST_STEPS {
            steps.push(step);
        }
    }
}

#[derive(Debug, Default)]
struct Noticed {
    begun: OnceLock<Duration>,
    statements: AtomicU64,
}

/// Notices the work on a step.
#[derive(Clone, Debug)]
pub struct TimedMark {
    watch: Stopwatch,
    noticed: Arc<Noticed>,
}

impl TimedMark {
    /// The work begins now; only the first time counts.
    pub fn begin(&self) {
        let _ = self.noticed.begun.set(self.watch.elapsed());
    }

    /// Adds statements that the work has run.
    pub fn add_statements(&self, more: u64) {
        self.noticed.statements.fetch_add(more, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use miaohui_kernel::Clock;

    use super::*;

    #[tokio::test]
    async fn steps_belong_to_their_request_and_there_are_none_outside() {
        assert!(begin("db.read").is_none());
        let clock = Clock::manual(0);
        let activity = Activity::new(clock.stopwatch());
        let work = async {
            clock.advance(1);
            let step = begin("db.write").unwrap();
            clock.advance(2);
            step.mark().begin();
            step.mark().add_statements(3);
            clock.advance(4);
            drop(step);
            drop(begin("provider").unwrap().asking("pay.example"));
        };
        scope(Arc::clone(&activity), work).await;
        assert!(begin("db.read").is_none());
        let (ms, steps) = (Duration::from_millis, activity.steps());
        let expected = Step {
            name: "db.write",
            start: ms(1),
            begun: Some(ms(3)),
            end: ms(7),
            statements: 3,
            peer: None,
        };
        assert_eq!(steps[0], expected);
        assert_eq!((steps[1].name, steps[1].peer.as_deref()), ("provider", Some("pay.example")));
    }

    /// A run that has ended: its name, the names of its steps, what it did, and whether it failed.
    type EndedRun = (&'static str, Vec<&'static str>, u64, bool);

    /// Keeps what has ended.
    #[derive(Default)]
    struct Kept(Mutex<Vec<EndedRun>>);

    impl RunTracer for Kept {
        fn begin(&self) -> Arc<Activity> {
            Activity::new(Clock::manual(0).stopwatch())
        }

        fn end(&self, name: &'static str, activity: &Activity, count: u64, has_failed: bool) {
            let steps = activity.steps().iter().map(|step| step.name).collect();
            self.0.lock().push((name, steps, count, has_failed));
        }
    }

    #[tokio::test]
    async fn work_that_had_something_to_do_is_a_run_with_its_steps() {
        let kept = Arc::new(Kept::default());
        trace_runs(Arc::clone(&kept) as Arc<dyn RunTracer>);
        let work = async |count: usize| {
            drop(begin("db.write"));
            did(count);
            spawn_blocking(|| drop(begin("provider.call"))).await.map_err(|_| ())?;
            let other = scope_of(current(), async { drop(begin("db.read")) });
            tokio::spawn(other).await.map_err(|_| ())?;
            if count == 2 { Err(()) } else { Ok(()) }
        };
        assert_eq!(run("idle", work(0)).await, Ok(()));
        assert_eq!(run("busy", work(1)).await, Ok(()));
        assert_eq!(run("failing", work(2)).await, Err(()));
        let steps = vec!["db.write", "provider.call", "db.read"];
        assert_eq!(*kept.0.lock(), [("busy", steps.clone(), 1, false), ("failing", steps, 2, true)]);
    }
}
