//! The crowdfunding: people, their forty projects, who pays for them, what is said and what becomes of the money.

mod people;
mod plan;
mod progress;
mod projects;
mod supports;
mod talk;

use anyhow::Result;
use indicatif::ProgressBar;
use miaohui_crowdfunding::ids::{ImageId, UserId};
use miaohui_crowdfunding::store::image::{self, ImageFile, ImageType};
use miaohui_crowdfunding::store::money;
use miaohui_crowdfunding::{App, Error};
use miaohui_db::Tx;
use miaohui_kernel::{Fen, HOUR_MS, Rng};
use miaohui_ledger::{Account, balance};
use miaohui_web::hash_password;

use crate::PASSWORD;
use crate::gallery::{Gallery, Kind};
use crate::texts::{FOOD_PROJECTS, FUNDER_NICKNAMES};
use miaohui_demo_art::Motif;

/// People with accounts, the first of whom has something of everything.
const USERS: usize = FUNDER_NICKNAMES.len();
const SEED: u64 = 1127;
/// The faces and dishes are others than the community's.
const FIRST_PICTURE: u64 = 1000;

const AVATAR: Kind = (Motif::Avatar, 320, 320);
const ID_CARD: Kind = (Motif::SampleCard, 640, 420);
const ID_CARDS: usize = 8;
/// A picture of a motif as the cover of a project.
const fn cover(motif: Motif) -> Kind {
    (motif, 640, 480)
}
/// A picture of a motif as what supporters get.
const fn gift(motif: Motif) -> Kind {
    (motif, 400, 400)
}
/// Different gifts of each motif.
const GIFTS: usize = 3;

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

    /// A time between two times.
    fn between(&self, from: i64, to: i64) -> i64 {
        from + self.rng.below((to - from).max(1) as u64) as i64
    }

    /// The `n`th picture of a kind as a user's image; its id.
    fn image(
        &self,
        tx: &mut Tx<'_>,
        owner: UserId,
        purpose: ImageType,
        (kind, n): (Kind, usize),
        at: i64,
    ) -> miaohui_crowdfunding::Result<ImageId> {
        let Some(blob) = self.gallery.blob(kind, n) else {
            return Err(Error::Unexpected(format!("no picture of {kind:?} was drawn").into()));
        };
        let extension = blob.media_type.extension();
        let name = format!("{at}_{}.{extension}", self.rng.text(b"0123456789abcdef", 12));
        let file = ImageFile { blob: &blob.sha256, media_type: blob.media_type.mime(), name: &name };
        Ok(image::insert(tx, Some(owner), purpose, &file, at)?)
    }
}

/// Which pictures are drawn, and how many of each kind.
fn pictures() -> Vec<(Kind, usize)> {
    let mut pictures = vec![(AVATAR, USERS), (ID_CARD, ID_CARDS)];
    for motif in Motif::ALL {
        let covers = FOOD_PROJECTS.iter().filter(|project| project.motif == *motif).count();
        if covers > 0 {
            pictures.extend([(cover(*motif), covers), (gift(*motif), GIFTS)]);
        }
    }
    pictures
}

/// How far the bar moves.
pub(crate) fn steps() -> u64 {
    (USERS + pictures().iter().map(|(_, count)| count).sum::<usize>()) as u64
}

/// Whether nobody has registered yet.
pub(crate) async fn is_empty(app: &App) -> Result<bool> {
    let found: Vec<(i64,)> = app.db.read(|tx| tx.query("SELECT id FROM cf_user LIMIT 1", &[])).await?;
    Ok(found.is_empty())
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
    bar.set_message("dishes");
    let mut gallery = Gallery::beginning_at(FIRST_PICTURE);
    for (kind, count) in pictures() {
        gallery.draw(&app.blobs, kind, count, bar)?;
    }
    bar.set_message("the kitchens");
    let now = app.clock.now_ms();
    app.db
        .write(move |tx| -> miaohui_crowdfunding::Result<()> {
            // Drawn from the same seed, so that a job which runs again does the same again.
            let maker = Maker { gallery: &gallery, rng: Rng::seeded(SEED + 1), now };
            let users = people::fill(tx, &maker, &passwords)?;
            let plans = plan::all(&maker);
            let projects = projects::fill(tx, &maker, &users, &plans)?;
            supports::fill(tx, &maker, &users, &projects)?;
            talk::fill(tx, &maker, &users, &projects)?;
            progress::fill(tx, &projects)?;
            payouts(tx, &maker, &users)
        })
        .await?;
    Ok(())
}

/// Two of those whose projects succeeded want a part of the money out.
fn payouts(tx: &mut Tx<'_>, maker: &Maker<'_>, users: &[UserId]) -> miaohui_crowdfunding::Result<()> {
    let mut left = 2;
    for (n, user) in users.iter().enumerate() {
        let balance = balance(tx, &Account::User(user.get()))?.get();
        if left > 0 && balance >= 10_000 {
            let target = format!("alipay demo{}@miaohui.example", n + 1);
            money::begin_withdrawal(tx, *user, Fen(balance / 2), &target, maker.now - left * 5 * HOUR_MS)?;
            left -= 1;
        }
    }
    Ok(())
}
