//! Articles with their comments, marks and reports.

use miaohui_community::Result;
use miaohui_community::ids::{ArticleId, UserId};
use miaohui_community::operators::Subject;
use miaohui_community::store::article_comment::ReplyTo;
use miaohui_community::store::mark::{ARTICLE_COLLECT, ARTICLE_COMMENT_UP, ARTICLE_LIKE};
use miaohui_community::store::{article, article_comment};
use miaohui_db::Tx;
use miaohui_demo_art::Motif;
use miaohui_kernel::{HOUR_MS, MINUTE_MS};
use miaohui_moderation::ReporterId;
use miaohui_moderation::report::{self, NewReport};

use super::images::{self, AVATAR, scene};
use crate::generator::Generator;
use crate::texts::{self, COMMENTS, REPLIES};

const ARTICLES: usize = 300;
/// Numbers of pictures of an article, one of which is chosen at random.
const IMAGE_COUNTS: [usize; 10] = [1, 1, 2, 3, 3, 4, 6, 9, 1, 0];

/// Articles that are reported, each with the reason and the reporter's words.
const REPORTED: [(usize, &str, &str); 3] = [
    (ARTICLES - 9, "spam", "每个话题下面都贴同一段话"),
    (ARTICLES - 31, "other", "图片不是他拍的，是我的"),
    (ARTICLES - 64, "fraud", "让人加微信转账"),
];

/// Publishes the articles, one every few hours up to now.
pub fn fill(tx: &mut Tx<'_>, generator: &Generator<'_>, users: &[UserId]) -> Result<()> {
    let scenes = images::scenes();
    for n in 0..ARTICLES {
        let author = users[generator.pick(users.len())];
        let ago = (ARTICLES - n) as i64 * 3 * HOUR_MS - generator.pick(100) as i64 * MINUTE_MS;
        let at = generator.now - ago;
        let (text, motif) = texts::article(n);
        let mut images = Vec::new();
        for i in 0..IMAGE_COUNTS[generator.pick(IMAGE_COUNTS.len())] {
            let motif = if i == 0 { motif } else { scenes[generator.pick(scenes.len())] };
            let kind = if motif == Motif::Avatar { AVATAR } else { scene(motif) };
            let id = images::insert(tx, generator, (kind, generator.pick(1000)), Some(author), at)?;
            images.push(format!("{id}.jpg"));
        }
        let article = article::insert(tx, author, &text, &images, at)?;
        insert_marks(tx, generator, users, article, at)?;
        insert_comments(tx, generator, users, article, at)?;
        if let Some((_, reason, text)) = REPORTED.iter().find(|(reported, _, _)| *reported == n) {
            let reporter =
                users.iter().copied().find(|user| *user != author).map(|user| ReporterId(user.get()));
            let new = NewReport { thing: Subject::Article.thing(article), reporter, reason, text };
            report::open(tx, &new, at + 20 * MINUTE_MS)?;
        }
    }
    Ok(())
}

/// Lets some users like and collect the article.
fn insert_marks(
    tx: &mut Tx<'_>,
    generator: &Generator<'_>,
    users: &[UserId],
    article: ArticleId,
    at: i64,
) -> Result<()> {
    for user in users {
        let later = at + generator.pick(90) as i64 * MINUTE_MS;
        if generator.pick(100) < 30 {
            ARTICLE_LIKE.set(tx, *user, article, later)?;
        }
        if generator.pick(100) < 8 {
            ARTICLE_COLLECT.set(tx, *user, article, later)?;
        }
    }
    Ok(())
}

/// Inserts a few comments with replies.
fn insert_comments(
    tx: &mut Tx<'_>,
    generator: &Generator<'_>,
    users: &[UserId],
    article: ArticleId,
    mut at: i64,
) -> Result<()> {
    for _ in 0..generator.pick(5) {
        at += (1 + generator.pick(40)) as i64 * MINUTE_MS;
        let (author, text) = (users[generator.pick(users.len())], COMMENTS[generator.pick(COMMENTS.len())]);
        let top = article_comment::insert(tx, article, author, text, None, at)?;
        let mut answered = top;
        for _ in 0..generator.pick(3) {
            at += (1 + generator.pick(20)) as i64 * MINUTE_MS;
            let reply = Some(ReplyTo { reply_id: answered, first_reply_id: top });
            let (author, text) = (users[generator.pick(users.len())], REPLIES[generator.pick(REPLIES.len())]);
            answered = article_comment::insert(tx, article, author, text, reply, at)?;
        }
        for _ in 0..generator.pick(4) {
            ARTICLE_COMMENT_UP.set(tx, users[generator.pick(users.len())], top, at)?;
        }
    }
    Ok(())
}
