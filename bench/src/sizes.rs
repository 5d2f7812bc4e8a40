//! How much data there is, and the ids of the rows.

use serde::{Deserialize, Serialize};

/// How much data there is.
#[derive(Clone, Copy, clap::Args)]
pub struct Sizes {
    /// Users of each API, each with a token of their own.
    #[arg(long, default_value_t = 20_000)]
    pub viewers: i64,
    /// Articles.
    #[arg(long, default_value_t = 100_000)]
    pub articles: i64,
    /// Likes of articles.
    #[arg(long, default_value_t = 500_000)]
    pub likes: i64,
    /// Collects of articles.
    #[arg(long, default_value_t = 300_000)]
    pub collects: i64,
    /// Crowdfunding projects.
    #[arg(long, default_value_t = 20_000)]
    pub projects: i64,
    /// Supports of the projects.
    #[arg(long, default_value_t = 100_000)]
    pub supports: i64,
}

/// Consecutive ids.
#[derive(Clone, Copy, Debug, Default, Deserialize, Serialize)]
pub struct Ids {
    pub first: i64,
    pub count: i64,
}
