//! PostgreSQL: worker threads, each with a connection.

mod failure;
mod session;
mod target;
mod tls;
mod worker;

pub(crate) use failure::{Failure, error_text};
pub(crate) use session::{Kind, Session};
pub(crate) use target::Target;
pub(crate) use worker::{Crew, Worker};
