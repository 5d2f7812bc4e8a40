//! A data directory that is filled for the scenarios.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};
use tokio::runtime::Runtime;

use crate::sizes::{Ids, Sizes};
use crate::tickets::{self, TicketRange};
use crate::{articles, marks, projects, service, viewers};

/// The file in a data directory that describes it.
const DESCRIPTION: &str = "bench.json";
/// The files of tokens, one a line.
const VIEWERS: &str = "viewers.txt";
const LOGINS: &str = "logins.txt";

/// What is in a data directory.
#[derive(Clone, Default, Deserialize, Serialize)]
pub struct Content {
    /// The articles.
    pub articles: Ids,
    /// The crowdfunding projects.
    pub projects: Ids,
    /// Tickets of many projects.
    pub tickets: TicketRange,
    /// Tickets of one project.
    pub tickets_of_one: TicketRange,
}

/// A filled data directory.
pub struct Data {
    pub dir: PathBuf,
    pub content: Content,
}

impl Data {
    /// Loads the demo data into a directory, or into a database of PostgreSQL, and enlarges it.
    pub fn make(dir: &Path, postgres: Option<&str>, sizes: Sizes, rounds: usize) -> Result<Self> {
        std::fs::create_dir_all(dir)?;
        let content = Runtime::new()?.block_on(fill(dir, postgres, sizes, rounds))?;
        std::fs::write(dir.join(DESCRIPTION), serde_json::to_vec_pretty(&content)?)?;
        Ok(Self { dir: dir.to_owned(), content })
    }

    /// Opens a directory that [`make`](Self::make) has filled.
    pub fn open(dir: &Path) -> Result<Self> {
        let text = std::fs::read(dir.join(DESCRIPTION)).context("the directory is not filled")?;
        Ok(Self { dir: dir.to_owned(), content: serde_json::from_slice(&text)? })
    }

    /// The tokens of the users of the Community API.
    pub fn viewers(&self) -> PathBuf {
        self.dir.join(VIEWERS)
    }

    /// The tokens of the users of the Crowdfunding API.
    pub fn logins(&self) -> PathBuf {
        self.dir.join(LOGINS)
    }

    /// Copies the database and its keys for a server that changes it.
    pub fn copy(&self, to: &Path) -> Result<PathBuf> {
        std::fs::create_dir_all(to)?;
        // The database is closed, so there is no write-ahead log to copy.
        for entry in std::fs::read_dir(&self.dir)? {
            let (name, from) = entry.map(|entry| (entry.file_name(), entry.path()))?;
            if name.to_string_lossy().starts_with("miaohui.") {
                std::fs::copy(from, to.join(name)).context("copying the database")?;
            }
        }
        Ok(to.to_owned())
    }
}

async fn fill(dir: &Path, postgres: Option<&str>, sizes: Sizes, rounds: usize) -> Result<Content> {
    let service = service::open(dir, postgres)?;
    miaohui_server::load_demo(&service).await?;
    let viewers = viewers::insert(&service, &dir.join(VIEWERS), sizes.viewers).await?;
    let articles = articles::insert(&service, viewers, sizes.articles).await?;
    marks::insert(&service, viewers, articles, sizes).await?;
    let projects = projects::insert(&service, &dir.join(LOGINS), sizes).await?;
    let (tickets, tickets_of_one) = tickets::insert(&service, rounds as i64).await?;
    Ok(Content { articles, projects, tickets, tickets_of_one })
}
