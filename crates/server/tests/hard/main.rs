//! Races, crashes, full disks and random histories, many of them against the program as a process.
//! `MIAOHUI_HARD_ROUNDS` is the number of repetitions (default: a small number for each test),
//! `MIAOHUI_HARD_SEED` the seed of random choices (default: 1).

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod attacks;
mod burnt;
mod crash;
mod full_disk;
mod listening;
mod money;
mod oversell;
mod packages;
mod program;
mod starts;
mod unread_log;
mod upgrades;
