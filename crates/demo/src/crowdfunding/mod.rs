//! The demo data of the Crowdfunding API.

mod discussion;
mod images;
mod places;
mod plan;
mod projects;
mod sections;
mod supports;
mod users;
mod withdrawals;

use anyhow::Result;
use indicatif::ProgressBar;
use miaohui_crowdfunding::App;
use miaohui_kernel::Rng;

use crate::accounts::hashed_passwords;
use crate::generator::Generator;
use crate::pictures::Pictures;

const SEED: u64 = 1127;
/// Differs from the Community API's, so that the pictures differ too.
const FIRST_PICTURE_SEED: u64 = 1000;

/// Returns the length of the progress bar.
pub(crate) fn steps() -> u64 {
    (users::COUNT + images::all().iter().map(|(_, count)| count).sum::<usize>()) as u64
}

/// Returns whether no user has registered yet.
pub(crate) async fn is_empty(app: &App) -> Result<bool> {
    let found: Vec<(i64,)> = app.db.read(|tx| tx.query("SELECT id FROM cf_user LIMIT 1", &[])).await?;
    Ok(found.is_empty())
}

/// Draws the pictures, then writes all rows in one transaction, so that the database is filled or
/// empty.
pub(crate) async fn load(app: &App, bar: &ProgressBar) -> Result<()> {
    bar.set_message("accounts");
    let passwords = hashed_passwords(users::COUNT, &Rng::seeded(SEED), bar)?;
    bar.set_message("pictures");
    let pictures = Pictures::draw(images::all(), FIRST_PICTURE_SEED, &app.blobs, bar).await?;
    bar.set_message("rows");
    let (now, vault) = (app.clock.now_ms(), app.vault.clone());
    app.db
        .write(move |tx| -> miaohui_crowdfunding::Result<()> {
            // The job may run again: each run starts from the same seed.
            let generator = Generator { pictures: &pictures, vault: &vault, rng: Rng::seeded(SEED + 1), now };
            let users = users::fill(tx, &generator, &passwords)?;
            let plans = plan::all(&generator);
            let projects = projects::fill(tx, &generator, &users, &plans)?;
            supports::fill(tx, &generator, &users, &projects)?;
            discussion::fill(tx, &generator, &users, &projects)?;
            sections::fill(tx, &projects)?;
            withdrawals::fill(tx, &vault, &users, now)
        })
        .await?;
    Ok(())
}
