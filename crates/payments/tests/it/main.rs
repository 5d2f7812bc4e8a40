//! Payments with a provider in the test's memory.

#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

mod bank;
mod bill_differences;
mod bill_runs;
mod bills;
mod fixture;
mod foreign_refunds;
