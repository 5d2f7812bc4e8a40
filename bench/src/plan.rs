//! What a run measures.

use std::path::PathBuf;

use crate::sizes::Sizes;

/// The amount of data and load.
#[derive(clap::Args)]
pub struct Plan {
    #[command(flatten)]
    pub sizes: Sizes,
    /// Use this directory, which `fill` has filled, instead of filling a new one.
    #[arg(long)]
    pub data: Option<PathBuf>,
    /// An earlier build of the server, measured beside this one.
    #[arg(long, requires = "before_data")]
    pub before: Option<PathBuf>,
    /// The directory that the earlier build's own `fill` has filled.
    #[arg(long)]
    pub before_data: Option<PathBuf>,
    /// A database of PostgreSQL that `fill` has filled, measured beside SQLite.
    #[arg(long)]
    pub postgres: Option<String>,
    /// Articles in a larger database, which is compared with one of a tenth (0: no comparison).
    #[arg(long, default_value_t = 1_000_000)]
    pub growth_articles: i64,
    /// Seconds of each interval.
    #[arg(long, default_value_t = 5)]
    pub seconds: u32,
    /// Intervals of each server, in turn.
    #[arg(long, default_value_t = 5)]
    pub rounds: usize,
    /// Connections of the load generator.
    #[arg(long, default_value_t = 64)]
    pub connections: u32,
    /// Run only scenarios whose name contains this text.
    #[arg(long, default_value = "")]
    pub only: String,
    /// Take a look of three minutes: W1 to W4, three intervals of two seconds.
    #[arg(long)]
    pub quick: bool,
    /// Write the table into this Markdown file, between its two marks.
    #[arg(long)]
    pub report: Option<PathBuf>,
}
