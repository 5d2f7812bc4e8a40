//! The community: people, what they post, what the stalls offer, what is bought and said.

mod people;
mod posts;
mod stalls;
mod trade;

use anyhow::Result;
use indicatif::ProgressBar;
use miaohui_community::App;
use miaohui_db::Tx;
use miaohui_kernel::Rng;
use miaohui_web::hash_password;

use crate::PASSWORD;
use crate::gallery::{Gallery, Kind};
use crate::texts::{BANNERS, MASTERS, MERCHANTS};
use miaohui_demo_art::Motif;

/// People with accounts.
const USERS: usize = 30;
const SEED: u64 = 2026;

/// Sizes of pictures.
const AVATAR: Kind = (Motif::Avatar, 320, 320);
const LOGO: Kind = (Motif::Emblem, 320, 320);
const BANNER: Kind = (Motif::Banner, 1200, 480);
const HANFU: Kind = (Motif::Hanfu, 640, 800);
/// A picture of a motif as posts, projects and games show it.
const fn scene(motif: Motif) -> Kind {
    (motif, 640, 640)
}
/// Different pictures of each motif.
const VARIANTS: usize = 4;
const ROBES: usize = 24;

/// Everything that the parts of the demo data share.
struct Maker<'a> {
    gallery: &'a Gallery,
    rng: Rng,
    now: i64,
}

impl Maker<'_> {
    /// A number below `count`.
    fn pick(&self, count: usize) -> usize {
        self.rng.below(count as u64) as usize
    }

    /// A picture named for the operators, as `{id}.jpg`.
    fn image(&self, tx: &mut Tx<'_>, kind: Kind) -> miaohui_db::Result<String> {
        let n = self.pick(1000);
        Ok(format!("{}.jpg", self.gallery.name(tx, &self.rng, kind, n, None, self.now)?))
    }
}

/// Whether nobody has signed up yet.
pub(crate) async fn is_empty(app: &App) -> Result<bool> {
    let found: Vec<(i64,)> = app.db.read(|tx| tx.query("SELECT id FROM co_user LIMIT 1", &[])).await?;
    Ok(found.is_empty())
}

/// What articles show.
fn scenes() -> Vec<Motif> {
    [Motif::SCENES, Motif::CRAFTS, Motif::FOODS, Motif::GAMES].concat()
}

/// Which pictures are drawn, and how many of each kind.
fn pictures() -> Vec<(Kind, usize)> {
    scenes()
        .into_iter()
        .map(|motif| (scene(motif), VARIANTS))
        .chain([
            (AVATAR, USERS + MASTERS.len()),
            (LOGO, MERCHANTS.len()),
            (HANFU, ROBES),
            (BANNER, BANNERS.len()),
        ])
        .collect()
}

/// How far the bar moves.
pub(crate) fn steps() -> u64 {
    (USERS + pictures().iter().map(|(_, count)| count).sum::<usize>()) as u64
}

/// Draws, then writes everything in one transaction, so that there is no half-filled database.
pub(crate) async fn load(app: &App, bar: &ProgressBar) -> Result<()> {
    let rng = Rng::seeded(SEED);
    bar.set_message("accounts");
    let mut passwords = Vec::new();
    for _ in 0..USERS {
        passwords.push(hash_password(PASSWORD, &rng)?);
        bar.inc(1);
    }
    bar.set_message("pictures");
    let mut gallery = Gallery::default();
    for (kind, count) in pictures() {
        gallery.draw(&app.blobs, kind, count, bar)?;
    }
    bar.set_message("the fair");
    let now = app.clock.now_ms();
    app.db
        .write(move |tx| -> miaohui_community::Result<()> {
            // Drawn from the same seed, so that a job which runs again does the same again.
            let maker = Maker { gallery: &gallery, rng: Rng::seeded(SEED + 1), now };
            let users = people::fill(tx, &maker, &passwords)?;
            posts::fill(tx, &maker, &users, &scenes())?;
            let stalls = stalls::fill(tx, &maker)?;
            trade::fill(tx, &maker, &users, &stalls)
        })
        .await?;
    Ok(())
}
