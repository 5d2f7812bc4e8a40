//! Articles, their threads and marks.

use miaohui_community::Result;
use miaohui_community::ids::{ArticleId, UserId};
use miaohui_community::operators::Subject;
use miaohui_community::store::article_comment::ReplyTo;
use miaohui_community::store::mark::{ARTICLE_COLLECT, ARTICLE_COMMENT_UP, ARTICLE_LIKE};
use miaohui_community::store::{article, article_comment};
use miaohui_db::Tx;
use miaohui_kernel::{HOUR_MS, MINUTE_MS};
use miaohui_moderation::ReporterId;
use miaohui_moderation::report::{self, NewReport};

use super::{Maker, scene};
use crate::texts::{self, COMMENTS, REPLIES};
use miaohui_demo_art::Motif;

const ARTICLES: usize = 300;
/// How many pictures articles have: mostly a few, now and then none or a whole set.
const COUNTS: [usize; 10] = [1, 1, 2, 3, 3, 4, 6, 9, 1, 0];

/// Which articles somebody reports, why, and in what words.
const REPORTED: [(usize, &str, &str); 3] = [
    (ARTICLES - 9, "spam", "每个话题下面都贴同一段话"),
    (ARTICLES - 31, "other", "图片不是他拍的，是我的"),
    (ARTICLES - 64, "fraud", "让人加微信转账"),
];

/// Publishes the articles, one every few hours up to now.
pub fn fill(tx: &mut Tx<'_>, maker: &Maker<'_>, users: &[UserId], scenes: &[Motif]) -> Result<()> {
    for n in 0..ARTICLES {
        let author = users[maker.pick(users.len())];
        let ago = (ARTICLES - n) as i64 * 3 * HOUR_MS - maker.pick(100) as i64 * MINUTE_MS;
        let at = maker.now - ago;
        let (text, motif) = texts::article(n);
        let mut images = Vec::new();
        for i in 0..COUNTS[maker.pick(COUNTS.len())] {
            let motif = if i == 0 { motif } else { scenes[maker.pick(scenes.len())] };
            let kind = if motif == Motif::Avatar { super::AVATAR } else { scene(motif) };
            let id = maker.gallery.name(tx, &maker.rng, kind, maker.pick(1000), Some(author), at)?;
            images.push(format!("{id}.jpg"));
        }
        let article = article::insert(tx, author, &text, &images, at)?;
        marks(tx, maker, users, article, at)?;
        thread(tx, maker, users, article, at)?;
        if let Some((_, reason, text)) = REPORTED.iter().find(|(reported, _, _)| *reported == n) {
            let reporter =
                users.iter().copied().find(|user| *user != author).map(|user| ReporterId(user.get()));
            let new = NewReport { thing: Subject::Article.thing(article), reporter, reason, text };
            report::open(tx, &new, at + 20 * MINUTE_MS)?;
        }
    }
    Ok(())
}

fn marks(tx: &mut Tx<'_>, maker: &Maker<'_>, users: &[UserId], article: ArticleId, at: i64) -> Result<()> {
    for user in users {
        let later = at + maker.pick(90) as i64 * MINUTE_MS;
        if maker.pick(100) < 30 {
            ARTICLE_LIKE.set(tx, *user, article, later)?;
        }
        if maker.pick(100) < 8 {
            ARTICLE_COLLECT.set(tx, *user, article, later)?;
        }
    }
    Ok(())
}

fn thread(
    tx: &mut Tx<'_>,
    maker: &Maker<'_>,
    users: &[UserId],
    article: ArticleId,
    mut at: i64,
) -> Result<()> {
    for _ in 0..maker.pick(5) {
        at += (1 + maker.pick(40)) as i64 * MINUTE_MS;
        let (author, text) = (users[maker.pick(users.len())], COMMENTS[maker.pick(COMMENTS.len())]);
        let top = article_comment::insert(tx, article, author, text, None, at)?;
        let mut answered = top;
        for _ in 0..maker.pick(3) {
            at += (1 + maker.pick(20)) as i64 * MINUTE_MS;
            let reply = Some(ReplyTo { reply_id: answered, first_reply_id: top });
            let (author, text) = (users[maker.pick(users.len())], REPLIES[maker.pick(REPLIES.len())]);
            answered = article_comment::insert(tx, article, author, text, reply, at)?;
        }
        for _ in 0..maker.pick(4) {
            ARTICLE_COMMENT_UP.set(tx, users[maker.pick(users.len())], top, at)?;
        }
    }
    Ok(())
}
