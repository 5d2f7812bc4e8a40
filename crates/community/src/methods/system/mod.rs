//! The server.

pub mod current_time;
