//! Jobs: closures that run on a database thread, with the channel for their results.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use miaohui_trace::{OpenStep, TimedMark};
use tokio::sync::oneshot;

use crate::error::{Error, Result};
use crate::tx::Tx;

/// A job without its types. `run` may be called again after a retryable failure.
pub(crate) trait Job: Send {
    /// Runs the closure and keeps its result; whether the transaction should commit.
    fn run(&mut self, tx: &mut Tx<'_>) -> bool;
    /// Replaces the kept result by an error.
    fn refuse(&mut self, error: Error);
    /// Sends the kept result, or the error that undid it, to the caller.
    fn answer(self: Box<Self>, outcome: std::result::Result<(), Error>);
    /// Whether the caller no longer waits for the result.
    fn is_abandoned(&self) -> bool;
    /// Whether the job may begin; `false` if its caller has given it up. A write whose caller is gone
    /// runs all the same, unless it was given up.
    fn begin(&self) -> bool;
    /// The time that it may take.
    fn budget(&self) -> Option<Duration>;
    /// The hot row that it changes.
    fn row(&self) -> Option<u64>;
}

/// The place of a job in a queue, which either its thread or its caller leaves.
#[derive(Clone, Default)]
pub(crate) struct Place(Arc<AtomicBool>);

impl Place {
    /// Takes the job out of the queue; `false` if the other side was faster.
    fn leave(&self) -> bool {
        !self.0.swap(true, Ordering::AcqRel)
    }

    fn begin(&self) -> bool {
        self.leave()
    }

    /// Gives the job up, if it has not begun.
    pub fn give_up(&self) -> bool {
        self.leave()
    }
}

pub(crate) struct Call<F, T, E> {
    place: Place,
    work: F,
    budget: Option<Duration>,
    row: Option<u64>,
    /// What notices when it begins, if its request is traced.
    mark: Option<TimedMark>,
    kept: Option<Result<T, E>>,
    reply: oneshot::Sender<Result<T, E>>,
}

impl<F, T, E> Call<F, T, E> {
    pub fn new(work: F, budget: Option<Duration>) -> (Self, oneshot::Receiver<Result<T, E>>) {
        let (reply, answer) = oneshot::channel();
        (Self { place: Place::default(), work, budget, row: None, mark: None, kept: None, reply }, answer)
    }

    pub fn of_row(self, row: Option<u64>) -> Self {
        Self { row, ..self }
    }

    pub fn traced(self, step: Option<&OpenStep>) -> Self {
        Self { mark: step.map(OpenStep::mark), ..self }
    }
}

impl<F, T, E> Call<F, T, E> {
    pub fn place(&self) -> Place {
        self.place.clone()
    }
}

impl<F, T, E> Job for Call<F, T, E>
where
    F: FnMut(&mut Tx<'_>) -> Result<T, E> + Send,
    T: Send,
    E: From<Error> + Send,
{
    fn run(&mut self, tx: &mut Tx<'_>) -> bool {
        let before = tx.statements;
        if let Some(mark) = &self.mark {
            mark.begin();
        }
        let result = catch_unwind(AssertUnwindSafe(|| (self.work)(tx)))
            .unwrap_or_else(|panic| Err(Error::Panic(panic_text(&*panic)).into()))
            .and_then(|result| tx.finish().map(|()| result).map_err(E::from));
        if let Some(mark) = &self.mark {
            mark.add_statements(tx.statements - before);
        }
        let commit = result.is_ok();
        self.kept = Some(result);
        commit
    }

    fn refuse(&mut self, error: Error) {
        self.kept = Some(Err(error.into()));
    }

    fn answer(self: Box<Self>, outcome: std::result::Result<(), Error>) {
        let result = match (outcome, self.kept) {
            (Ok(()), Some(result)) => result,
            (Ok(()), None) => Err(Error::Unavailable("the job was never run".into()).into()),
            (Err(error), _) => Err(error.into()),
        };
        // Sending fails when the caller no longer waits, which is no error.
        let _ = self.reply.send(result);
    }

    fn is_abandoned(&self) -> bool {
        self.reply.is_closed()
    }

    fn begin(&self) -> bool {
        self.place.begin()
    }

    fn budget(&self) -> Option<Duration> {
        self.budget
    }

    fn row(&self) -> Option<u64> {
        self.row
    }
}

/// A job that another thread had begun and gives away.
pub(crate) struct Begun(pub Box<dyn Job>);

impl Job for Begun {
    fn run(&mut self, tx: &mut Tx<'_>) -> bool {
        self.0.run(tx)
    }

    fn refuse(&mut self, error: Error) {
        self.0.refuse(error);
    }

    fn answer(self: Box<Self>, outcome: std::result::Result<(), Error>) {
        self.0.answer(outcome);
    }

    fn is_abandoned(&self) -> bool {
        self.0.is_abandoned()
    }

    fn begin(&self) -> bool {
        true
    }

    fn budget(&self) -> Option<Duration> {
        self.0.budget()
    }

    fn row(&self) -> Option<u64> {
        self.0.row()
    }
}

pub(crate) fn panic_text(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(ToString::to_string);
    text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_else(|| "no message".into())
}
