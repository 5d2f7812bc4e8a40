//! The log of changes between backups: segments with the pages that commits have left.
//!
//! A generation is an unbroken sequence of segments. A backup that was made during it notes the number
//! of the next one; the pages of that and of later segments, written over the backup's, give the
//! database as it was when the last of them was read.

pub(crate) mod position;
mod replay;
mod segment;
mod shipper;

pub use position::LogPosition;
pub use replay::Replayed;
pub(crate) use replay::{last_moment, replay};
pub(crate) use shipper::prune;
pub use shipper::{Shipped, Shipper};
