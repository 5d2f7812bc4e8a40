//! What a request spends its time on: its steps in the database, in pools and at providers. Knows no
//! protocol of traces.
//!
//! A request that is traced runs in a [`scope`]; code that waits for something begins a step with
//! [`begin`]. While nothing is traced, that is one branch.

use std::future::Future;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use miaohui_kernel::Stopwatch;
use parking_lot::Mutex;

/// Whether any request of the process can be traced.
static IS_ON: AtomicBool = AtomicBool::new(false);

tokio::task_local! {
    /// The request that this task works for.
    static CURRENT: Arc<Activity>;
}

/// The steps of a request.
#[derive(Debug)]
pub struct Activity {
    watch: Stopwatch,
    steps: Mutex<Vec<Step>>,
}

/// Something that a request waited for. Times are since the start of the request.
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
    /// A request that begins now.
    pub fn new(watch: Stopwatch) -> Arc<Self> {
        IS_ON.store(true, Ordering::Relaxed);
        Arc::new(Self { watch, steps: Mutex::default() })
    }

    /// The time since the start.
    pub fn elapsed(&self) -> Duration {
        self.watch.elapsed()
    }

    /// The steps that have ended.
    pub fn steps(&self) -> Vec<Step> {
        self.steps.lock().clone()
    }
}

/// Runs `work` as a part of a request.
pub async fn scope<F: Future>(activity: Arc<Activity>, work: F) -> F::Output {
    CURRENT.scope(activity, work).await
}

/// The request that this task works for, if it is traced; to pass it to another task.
pub fn current() -> Option<Arc<Activity>> {
    if !IS_ON.load(Ordering::Relaxed) {
        return None;
    }
    CURRENT.try_with(Arc::clone).ok()
}

/// Runs `work` as a part of a request, if it is one.
pub async fn scope_of<F: Future>(activity: Option<Arc<Activity>>, work: F) -> F::Output {
    match activity {
        Some(activity) => scope(activity, work).await,
        None => work.await,
    }
}

/// Begins a step of the request that this task works for; it ends when it is dropped. `None` unless the
/// request is traced.
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
        self.activity.steps.lock().push(step);
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
}
