//! Tests of behaviour through HTTP. The files mirror the methods and routes.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod authorization;
mod backups;
mod bounded_lists;
mod catalogue;
mod certificates;
mod clock;
mod command_line;
mod community;
mod console;
mod cost;
mod crowdfunding;
mod damage;
mod demo;
mod doctor;
mod exhaustion;
mod faults;
mod files;
mod fixtures;
mod many_processes;
mod messages;
mod moderation;
mod moves;
mod opening;
mod operations;
mod payments;
mod plans;
mod privacy;
mod private_files;
mod reference;
mod refunds;
mod replies;
mod structure;
mod verify;
mod webhooks;
