//! PostgreSQL: worker threads, each with a connection.

mod crew;
mod failure;
mod fence;
mod fences;
mod replica;
mod session;
mod target;
mod tls;
mod worker;

use crate::error::{Error, Result};

pub(crate) use crew::Crew;
pub(crate) use failure::{Failure, error_text};
pub use fence::Lag;
pub(crate) use replica::{Lane, Replicas, Sizes};
pub(crate) use session::{Kind, Session};
pub(crate) use target::Target;
pub(crate) use worker::Worker;

/// Runs the synchronous client on a thread of its own, because it must not run on an async thread, as
/// the caller's may be.
pub(crate) fn on_thread<T: Send>(work: impl FnOnce() -> Result<T> + Send) -> Result<T> {
    let done = std::thread::scope(|scope| scope.spawn(work).join());
    done.unwrap_or_else(|_| Err(Error::Open("the PostgreSQL client panicked".into())))
}
