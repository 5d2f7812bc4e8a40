//! Crashes and full disks, on the program as it is started. `MIAOHUI_HARD_ROUNDS` says how often (default: a short form).

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod crash;
mod full_disk;
mod money;
mod oversell;
mod packages;
mod program;
