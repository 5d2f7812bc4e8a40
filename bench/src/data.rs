//! A data directory with enlarged demo data.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use tokio::runtime::Runtime;

use crate::tickets::TicketRange;
use crate::{articles, projects, tickets};

/// A data directory that is filled for some scenarios.
pub struct Data {
    /// The directory.
    pub dir: PathBuf,
    /// Tokens of the demo users.
    pub tokens: Vec<String>,
    /// Number of articles; their ids are 1 to this.
    pub articles: i64,
    /// Tickets of many projects.
    pub tickets: TicketRange,
    /// Tickets of one project.
    pub tickets_of_one: TicketRange,
    /// Token of a user of the Crowdfunding API.
    pub crowdfunding_token: String,
}

impl Data {
    /// Loads the demo data into `dir` and inserts articles until there are `articles`.
    pub fn make(dir: &Path, articles: i64) -> Result<Self> {
        let tokens = Runtime::new()?.block_on(articles::fill(dir, articles))?;
        Ok(Self {
            dir: dir.to_owned(),
            tokens,
            articles,
            tickets: TicketRange::default(),
            tickets_of_one: TicketRange::default(),
            crowdfunding_token: String::new(),
        })
    }

    /// Inserts tickets for the orders of so many intervals.
    pub fn add_tickets(&mut self, intervals: usize) -> Result<()> {
        let ranges = Runtime::new()?.block_on(tickets::insert(&self.dir, intervals as i64))?;
        (self.tickets, self.tickets_of_one) = ranges;
        Ok(())
    }

    /// Inserts crowdfunding projects, and a user who reads them.
    pub fn add_projects(&mut self, count: i64) -> Result<()> {
        self.crowdfunding_token = Runtime::new()?.block_on(projects::insert(&self.dir, count))?;
        Ok(())
    }

    /// Copies the data for a second server.
    pub fn copy(&self, to: &Path) -> Result<PathBuf> {
        std::fs::create_dir_all(to)?;
        // The database is closed, so there is no write-ahead log to copy.
        std::fs::copy(self.dir.join("miaohui.db"), to.join("miaohui.db")).context("copying the database")?;
        Ok(to.to_owned())
    }
}
