//! Load scenarios against the server and, for comparison, a floor server: the same HTTP stack,
//! which replies with the same bytes without a database.
//!
//! `wrk` loads both in turn, so that a change in the machine's speed affects both.

mod articles;
mod bench;
mod data;
mod figures;
mod floor;
mod growth;
mod load;
mod marks;
mod plan;
mod process;
mod projects;
mod report;
mod service;
mod sides;
mod sizes;
mod tickets;
mod viewers;

use std::net::SocketAddr;
use std::path::PathBuf;

use anyhow::Result;
use clap::{Parser, Subcommand};

use crate::bench::Bench;
use crate::data::Data;
use crate::plan::Plan;
use crate::sizes::Sizes;

/// Measures the server and compares it with a floor server.
#[derive(Parser)]
struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    plan: Plan,
}

#[derive(Subcommand)]
enum Command {
    /// Reply to every call with the bytes of a file, without a database.
    Floor { listen: SocketAddr, file: PathBuf },
    /// Fill a data directory, for `--data`.
    Fill {
        directory: PathBuf,
        #[command(flatten)]
        sizes: Sizes,
        /// Intervals of each server for which there are tickets.
        #[arg(long, default_value_t = 5)]
        rounds: usize,
        /// A database of PostgreSQL to fill instead of an SQLite file.
        #[arg(long)]
        postgres: Option<String>,
    },
}

fn main() -> Result<()> {
    let cli = Cli::parse();
    match cli.command {
        Some(Command::Floor { listen, file }) => floor::run(listen, &file),
        Some(Command::Fill { directory, sizes, rounds, postgres }) => {
            Data::make(&directory, postgres.as_deref(), sizes, rounds).map(drop)
        }
        None => Bench::new(cli.plan)?.run(),
    }
}
