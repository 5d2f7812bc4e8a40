//! Recordings of calls: a proxy that keeps calls and replies with personal data masked, and a client
//! that sends them to another server and tells what differs.

mod bindings;
mod body;
mod compare;
mod exchange;
mod masks;
mod paths;
mod personal;
mod record;
mod recording;
mod replay;

pub use record::{Recorder, record};
pub use replay::{ReplayOptions, Report, replay};
