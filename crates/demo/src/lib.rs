//! The demo data: a lived-in fair and forty kitchens that ask for money, drawn and written by the program. The same
//! every time, but for the day it begins.

mod community;
mod crowdfunding;
mod gallery;
pub mod texts;

use anyhow::{Context, Result};
use indicatif::{ProgressBar, ProgressStyle};

/// The password of every demo account.
pub const PASSWORD: &str = "miaohui-demo";

/// Fills what is empty with the demo data and shows how far it is. Each product is judged on its own: one that has users
/// is left as it is.
pub async fn load(
    community: &miaohui_community::App,
    crowdfunding: &miaohui_crowdfunding::App,
) -> Result<()> {
    let fair = community::is_empty(community).await?;
    let kitchens = crowdfunding::is_empty(crowdfunding).await?;
    if !fair && !kitchens {
        return Ok(());
    }
    let steps = [(fair, community::steps()), (kitchens, crowdfunding::steps())];
    let all = steps.iter().filter(|(wanted, _)| *wanted).map(|(_, steps)| steps).sum();
    let bar = ProgressBar::new(all).with_style(
        ProgressStyle::with_template("demo data  {bar:40} {pos}/{len}  {msg}").context("the progress bar")?,
    );
    if fair {
        community::load(community, &bar).await.context("the community's demo data")?;
    }
    if kitchens {
        crowdfunding::load(crowdfunding, &bar).await.context("the crowdfunding's demo data")?;
    }
    bar.finish_and_clear();
    Ok(())
}
