//! The community: people, pictures, articles, threads, marks and follows.

use anyhow::Result;
use indicatif::ProgressBar;
use miaohui_community::store::article_comment::ReplyTo;
use miaohui_community::store::mark::{ARTICLE_COLLECT, ARTICLE_COMMENT_UP, ARTICLE_LIKE};
use miaohui_community::store::media::Upload;
use miaohui_community::store::user::{Changes, NewUser};
use miaohui_community::store::{article, article_comment, follow, media, user};
use miaohui_community::{App, Phone, password_hash};
use miaohui_db::Tx;
use miaohui_kernel::{HOUR_MS, MINUTE_MS, Rng};

use crate::art::{self, Motif};
use crate::{PASSWORD, words};

const USERS: u64 = 30;
const ARTICLES: u64 = 300;
const PICTURES: u64 = 120;
const SEED: u64 = 2026;

/// A picture in the media store.
struct Picture {
    media_id: String,
    upload: Upload,
}

/// Whether nobody has signed up yet.
pub async fn is_empty(app: &App) -> Result<bool> {
    let found: Vec<(i64,)> = app.db.read(|tx| tx.query("SELECT id FROM co_user LIMIT 1", &[])).await?;
    Ok(found.is_empty())
}

/// Draws, then writes everything in one transaction, so that a half-filled database cannot be.
pub async fn load(app: &App, bar: &ProgressBar) -> Result<()> {
    bar.set_length(USERS * 2 + PICTURES);
    let rng = Rng::seeded(SEED);
    bar.set_message("accounts");
    let mut passwords = Vec::new();
    for _ in 0..USERS {
        passwords.push(password_hash(PASSWORD, &rng)?);
        bar.inc(1);
    }
    bar.set_message("pictures");
    let avatars = draw(app, bar, &rng, USERS, |_| (Motif::Avatar, 320, 320))?;
    let motifs: Vec<Motif> = Motif::ALL.iter().copied().filter(|motif| *motif != Motif::Avatar).collect();
    let pictures = draw(app, bar, &rng, PICTURES, |n| {
        let motif = motifs[n as usize % motifs.len()];
        if n % 3 == 0 { (motif, 640, 800) } else { (motif, 640, 640) }
    })?;
    bar.set_message("articles");
    let now = app.clock.now_ms();
    app.db.write(move |tx| fill(tx, &passwords, &avatars, &pictures, now)).await?;
    Ok(())
}

fn draw(
    app: &App,
    bar: &ProgressBar,
    rng: &Rng,
    count: u64,
    what: impl Fn(u64) -> (Motif, u32, u32),
) -> Result<Vec<Picture>> {
    let mut pictures = Vec::new();
    for n in 0..count {
        let (motif, width, height) = what(n);
        let blob = app.blobs.put(&art::picture(motif, n, width, height))?;
        let upload = Upload {
            blob: blob.sha256,
            media_type: blob.media_type.mime().to_owned(),
            size: blob.size as i64,
            width: blob.width.map(i64::from),
            height: blob.height.map(i64::from),
        };
        pictures.push(Picture { media_id: rng.uuid(), upload });
        bar.inc(1);
    }
    Ok(pictures)
}

/// Everything drawn from the same seed, so that a job which runs again does the same again.
fn fill(
    tx: &mut Tx<'_>,
    passwords: &[String],
    avatars: &[Picture],
    pictures: &[Picture],
    now: i64,
) -> miaohui_community::Result<()> {
    let rng = Rng::seeded(SEED + 1);
    let users = people(tx, &rng, passwords, avatars, now)?;
    for (n, picture) in pictures.iter().enumerate() {
        store(tx, picture, users[n % users.len()], now)?;
    }
    let pick = |count: usize| rng.below(count as u64) as usize;
    for user in &users {
        for _ in 0..4 + pick(6) {
            let other = users[pick(users.len())];
            if other != *user {
                follow::set(tx, *user, other, now - 30 * HOUR_MS)?;
            }
        }
    }
    let started = now - ARTICLES as i64 * 3 * HOUR_MS;
    for n in 0..ARTICLES as usize {
        let author = pick(users.len());
        let at = started + n as i64 * 3 * HOUR_MS + pick(100) as i64 * MINUTE_MS;
        let own: Vec<&Picture> = pictures.iter().skip(author).step_by(users.len()).collect();
        // A picture out of three of everything, now and then a whole set.
        let count = [1, 1, 2, 3, 3, 4, 0][pick(7)].min(own.len());
        let first = pick(own.len());
        let images: Vec<String> =
            (0..count).map(|i| format!("{}.jpg", own[(first + i) % own.len()].media_id)).collect();
        let article_id = article::insert(tx, users[author], &words::article(n, pick(1000)), &images, at)?;
        marks(tx, &rng, &users, article_id, at)?;
        thread(tx, &rng, &users, article_id, at)?;
    }
    Ok(())
}

fn people(
    tx: &mut Tx<'_>,
    rng: &Rng,
    passwords: &[String],
    avatars: &[Picture],
    now: i64,
) -> miaohui_community::Result<Vec<i64>> {
    let mut users = Vec::new();
    for (n, (password, avatar)) in passwords.iter().zip(avatars).enumerate() {
        let phone = Phone::parse("86", &format!("138{:08}", n + 1))?;
        let (uid, invitation_code) = (rng.hex32(), rng.text(b"23456789ABCDEFGHJKLMNPQRSTUVWXYZ", 8));
        let new = NewUser {
            uid: &uid,
            phone: &phone,
            password,
            nickname: words::NICKNAMES[n % words::NICKNAMES.len()],
            invitation_code: &invitation_code,
            inviter: None,
            created_at: now - 100 * 24 * HOUR_MS + n as i64 * HOUR_MS,
        };
        let Some(id) = user::insert(tx, &new)? else { continue };
        store(tx, avatar, id, now)?;
        let (province, city) = words::PLACES[n % words::PLACES.len()];
        let text = |text: &str| Some(Some(text.to_owned()));
        let changes = Changes {
            avatar: text(&avatar.media_id),
            gender: Some((n % 2) as i64),
            province: text(province),
            city: text(city),
            birthday: Some(Some(631_152_000_000 + n as i64 * 97 * 24 * HOUR_MS)),
            intro: text(words::INTROS[n % words::INTROS.len()]),
            ..Changes::default()
        };
        user::update(tx, id, &changes)?;
        users.push(id);
    }
    Ok(users)
}

fn store(tx: &mut Tx<'_>, picture: &Picture, owner: i64, now: i64) -> miaohui_community::Result<()> {
    media::create(tx, &picture.media_id, owner, now)?;
    media::fill(tx, &picture.media_id, &picture.upload, now)?;
    Ok(())
}

fn marks(tx: &mut Tx<'_>, rng: &Rng, users: &[i64], article: i64, at: i64) -> miaohui_community::Result<()> {
    for user in users {
        let later = at + rng.below(90) as i64 * MINUTE_MS;
        if rng.below(100) < 30 {
            ARTICLE_LIKE.set(tx, *user, article, later)?;
        }
        if rng.below(100) < 8 {
            ARTICLE_COLLECT.set(tx, *user, article, later)?;
        }
    }
    Ok(())
}

fn thread(tx: &mut Tx<'_>, rng: &Rng, users: &[i64], article: i64, at: i64) -> miaohui_community::Result<()> {
    let pick = |count: usize| rng.below(count as u64) as usize;
    let mut at = at;
    for _ in 0..pick(5) {
        at += (1 + pick(40)) as i64 * MINUTE_MS;
        let author = users[pick(users.len())];
        let top = article_comment::insert(
            tx,
            article,
            author,
            words::COMMENTS[pick(words::COMMENTS.len())],
            None,
            at,
        )?;
        let mut answered = top;
        for _ in 0..pick(3) {
            at += (1 + pick(20)) as i64 * MINUTE_MS;
            let reply = Some(ReplyTo { reply_id: answered, first_reply_id: top });
            let (author, text) = (users[pick(users.len())], words::REPLIES[pick(words::REPLIES.len())]);
            answered = article_comment::insert(tx, article, author, text, reply, at)?;
        }
        for _ in 0..pick(4) {
            ARTICLE_COMMENT_UP.set(tx, users[pick(users.len())], top, at)?;
        }
    }
    Ok(())
}
