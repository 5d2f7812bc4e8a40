//! Fills an empty database with the demo data: users, articles, projects and everything around
//! them.
//!
//! The data is the same every time, except that its times are relative to the present.

mod accounts;
mod community;
mod crowdfunding;
mod generator;
mod pictures;
mod sandbox;
pub mod texts;

use anyhow::{Context, Result};
use indicatif::{ProgressBar, ProgressStyle};

pub use accounts::PASSWORD;

/// Loads the demo data of each product that has no users yet, and shows the progress.
pub async fn load(
    community: &miaohui_community::App,
    crowdfunding: &miaohui_crowdfunding::App,
) -> Result<()> {
    let fill_community = community::is_empty(community).await?;
    let fill_crowdfunding = crowdfunding::is_empty(crowdfunding).await?;
    if !fill_community && !fill_crowdfunding {
        return Ok(());
    }
    let steps = [(fill_community, community::steps()), (fill_crowdfunding, crowdfunding::steps())];
    let all = steps.iter().filter(|(wanted, _)| *wanted).map(|(_, steps)| steps).sum();
    let bar = ProgressBar::new(all).with_style(
        ProgressStyle::with_template("demo data  {bar:40} {pos}/{len}  {msg}").context("the progress bar")?,
    );
    if fill_community {
        community::load(community, &bar).await.context("the community's demo data")?;
    }
    if fill_crowdfunding {
        crowdfunding::load(crowdfunding, &bar).await.context("the crowdfunding's demo data")?;
    }
    if fill_community {
        community::load_lately(community).await.context("the community's latest demo data")?;
    }
    bar.finish_and_clear();
    Ok(())
}
