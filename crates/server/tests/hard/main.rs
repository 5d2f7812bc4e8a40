//! Races, crashes, full disks and random histories, much of it on the program as it is started. `MIAOHUI_HARD_ROUNDS` says how
//! often (default: a short form), `MIAOHUI_HARD_SEED` which random ones (default: 1).

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod crash;
mod full_disk;
mod money;
mod oversell;
mod packages;
mod program;
