//! The demo data of the Community API.

mod activity;
mod articles;
mod banners;
mod catalogue;
mod clothes;
mod games;
mod images;
mod lately;
mod projects;
mod users;

use anyhow::Result;
use indicatif::ProgressBar;
use miaohui_community::App;
use miaohui_kernel::Rng;

use crate::accounts::hashed_passwords;
use crate::generator::Generator;
use crate::pictures::Pictures;

const SEED: u64 = 2026;
const FIRST_PICTURE_SEED: u64 = 0;

/// Returns whether no user has signed up yet.
pub(crate) async fn is_empty(app: &App) -> Result<bool> {
    let found: Vec<(i64,)> = app.db.read(|tx| tx.query("SELECT id FROM co_user LIMIT 1", &[])).await?;
    Ok(found.is_empty())
}

/// Returns the length of the progress bar.
pub(crate) fn steps() -> u64 {
    (images::USERS + images::all().iter().map(|(_, count)| count).sum::<usize>()) as u64
}

/// Draws the pictures, then writes all rows in one transaction, so that the database is filled or
/// empty.
pub(crate) async fn load(app: &App, bar: &ProgressBar) -> Result<()> {
    bar.set_message("accounts");
    let passwords = hashed_passwords(images::USERS, &Rng::seeded(SEED), bar)?;
    bar.set_message("pictures");
    let pictures = Pictures::draw(images::all(), FIRST_PICTURE_SEED, &app.blobs, bar).await?;
    bar.set_message("rows");
    let (now, vault) = (app.clock.now_ms(), app.vault.clone());
    app.db
        .write(move |tx| -> miaohui_community::Result<()> {
            // The job may run again: each run starts from the same seed.
            let generator = Generator { pictures: &pictures, vault: &vault, rng: Rng::seeded(SEED + 1), now };
            let users = users::fill(tx, &generator, &passwords)?;
            articles::fill(tx, &generator, &users)?;
            let catalogue = catalogue::fill(tx, &generator)?;
            activity::fill(tx, &generator, &users, &catalogue)
        })
        .await?;
    Ok(())
}

/// Writes what happened lately. It comes after the data of both products, whose rows keep their ids.
pub(crate) async fn load_lately(app: &App) -> Result<()> {
    let now = app.clock.now_ms();
    app.db.write(move |tx| lately::fill(tx, now)).await?;
    Ok(())
}
