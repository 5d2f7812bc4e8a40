//! The demo data: a lived-in fair, drawn and written by the program. The same every time, but for the day it begins.

pub mod art;
mod community;
mod gallery;
pub mod texts;

use anyhow::{Context, Result};
use indicatif::{ProgressBar, ProgressStyle};
use miaohui_community::App;

/// The password of every demo account.
pub const PASSWORD: &str = "miaohui-demo";

/// Fills an empty database with the demo data and shows how far it is; does nothing on a filled one.
pub async fn load(app: &App) -> Result<()> {
    if !community::is_empty(app).await? {
        return Ok(());
    }
    let bar = ProgressBar::new(0).with_style(
        ProgressStyle::with_template("demo data  {bar:40} {pos}/{len}  {msg}").context("the progress bar")?,
    );
    community::load(app, &bar).await.context("the demo data")?;
    bar.finish_and_clear();
    Ok(())
}
