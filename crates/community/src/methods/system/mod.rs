//! The system itself.

pub mod current_time;
