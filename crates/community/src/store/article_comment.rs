//! Comments of articles.

use miaohui_db::{FromRow, Result, Row, Tx};
use schemars::JsonSchema;
use serde::Serialize;

use super::Page;
use super::user::Author;

/// A comment as the viewer sees it. The reply keys are null for a comment that answers none, or whose answered comment
/// is gone or hidden.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct CommentRow {
    comment_id: i64,
    uid: String,
    content: String,
    reply_id: Option<i64>,
    reply_uid: Option<String>,
    first_reply_id: Option<i64>,
    first_reply_uid: Option<String>,
    created_at: i64,
    up_count: i64,
    down_count: i64,
    is_up: bool,
    is_down: bool,
    author: Author,
    #[serde(skip_serializing_if = "Option::is_none")]
    reply_author: Option<Author>,
    #[serde(skip_serializing_if = "Option::is_none")]
    first_reply_author: Option<Author>,
}

impl FromRow for CommentRow {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        let author = |from: usize| -> Result<Option<Author>> {
            let uid: Option<String> = row.get(from)?;
            uid.map(|uid| Ok(Author { uid, nickname: row.get(from + 1)?, avatar: row.get(from + 2)? }))
                .transpose()
        };
        let own = Author { uid: row.get(7)?, nickname: row.get(8)?, avatar: row.get(9)? };
        let (reply_author, first_reply_author) = (author(10)?, author(13)?);
        Ok(Self {
            comment_id: row.get(0)?,
            uid: own.uid.clone(),
            content: row.get(1)?,
            reply_id: row.get(2)?,
            reply_uid: reply_author.as_ref().map(|a| a.uid.clone()),
            first_reply_id: row.get(3)?,
            first_reply_uid: first_reply_author.as_ref().map(|a| a.uid.clone()),
            created_at: row.get(4)?,
            up_count: row.get(5)?,
            is_up: row.get(6)?,
            // No method of the document downs an article's comment.
            down_count: 0,
            is_down: false,
            author: own,
            reply_author,
            first_reply_author,
        })
    }
}

/// An article's comments as `viewer` sees them, the oldest first.
pub fn list(tx: &mut Tx<'_>, viewer: i64, article_id: i64, page: Page) -> Result<Vec<CommentRow>> {
    tx.query(
        "SELECT c.id, c.content, r.id, f.id, c.created_at, c.up_count,
           EXISTS (SELECT 1 FROM co_article_comment_up m WHERE m.user_id = $1 AND m.target_id = c.id),
           u.uid, u.nickname, u.avatar, ru.uid, ru.nickname, ru.avatar, fu.uid, fu.nickname, fu.avatar
         FROM co_article_comment c
         JOIN co_user u ON u.id = c.user_id
         LEFT JOIN co_article_comment r ON r.id = c.reply_id AND NOT r.hidden
         LEFT JOIN co_user ru ON ru.id = r.user_id
         LEFT JOIN co_article_comment f ON f.id = c.first_reply_id AND NOT f.hidden
         LEFT JOIN co_user fu ON fu.id = f.user_id
         WHERE c.article_id = $2 AND NOT c.hidden ORDER BY c.id LIMIT $3 OFFSET $4",
        &[viewer.into(), article_id.into(), page.limit.into(), page.offset.into()],
    )
}

/// Where a comment stands.
pub struct Place {
    /// The comment.
    pub id: i64,
    /// Its article.
    pub article_id: i64,
    /// Its author.
    pub user_id: i64,
    /// The article's author.
    pub article_user_id: i64,
    /// The top comment of its thread, unless it is one itself.
    pub first_reply_id: Option<i64>,
}

impl FromRow for Place {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        let mut c = row.columns();
        Ok(Self {
            id: c.take()?,
            article_id: c.take()?,
            user_id: c.take()?,
            article_user_id: c.take()?,
            first_reply_id: c.take()?,
        })
    }
}

/// Where these comments stand; unknown ids are left out.
pub fn places(tx: &mut Tx<'_>, ids: &[i64]) -> Result<Vec<Place>> {
    tx.query(
        "SELECT c.id, c.article_id, c.user_id, a.user_id, f.id
         FROM co_article_comment c JOIN co_article a ON a.id = c.article_id
         LEFT JOIN co_article_comment f ON f.id = c.first_reply_id AND NOT f.hidden
         WHERE c.id IN LIST($1) AND NOT c.hidden AND NOT a.hidden",
        &[ids.into()],
    )
}

/// The comment that a new one answers and the top comment of that thread.
#[derive(Clone, Copy, Debug)]
pub struct ReplyTo {
    /// The comment answered.
    pub reply_id: i64,
    /// The top comment.
    pub first_reply_id: i64,
}

/// Stores a comment of an existing article.
pub fn insert(
    tx: &mut Tx<'_>,
    article_id: i64,
    user_id: i64,
    content: &str,
    reply: Option<ReplyTo>,
    now: i64,
) -> Result<i64> {
    let (id,) = tx.query_one(
        "INSERT INTO co_article_comment (article_id, user_id, content, reply_id, first_reply_id, created_at)
         VALUES ($1, $2, $3, $4, $5, $6) RETURNING id",
        &[
            article_id.into(),
            user_id.into(),
            content.into(),
            reply.map(|r| r.reply_id).into(),
            reply.map(|r| r.first_reply_id).into(),
            now.into(),
        ],
    )?;
    tx.execute(
        "UPDATE co_article SET comment_count = comment_count + 1 WHERE id = $1",
        &[article_id.into()],
    )?;
    Ok(id)
}

/// Deletes one comment; what answered it stays.
pub fn delete(tx: &mut Tx<'_>, place: &Place) -> Result<()> {
    let gone =
        tx.execute("DELETE FROM co_article_comment WHERE id = $1 AND NOT hidden", &[place.id.into()])?;
    tx.execute(
        "UPDATE co_article SET comment_count = comment_count - $2 WHERE id = $1",
        &[place.article_id.into(), (gone as i64).into()],
    )?;
    Ok(())
}

/// Hides a comment from everybody, or shows it again; `false`: it is so already, or there is none. What answered it stays.
pub fn set_hidden(tx: &mut Tx<'_>, id: i64, hidden: bool) -> Result<bool> {
    let article: Option<(i64,)> = tx.query_opt(
        "UPDATE co_article_comment SET hidden = $2 WHERE id = $1 AND hidden <> $2 RETURNING article_id",
        &[id.into(), hidden.into()],
    )?;
    let Some((article,)) = article else { return Ok(false) };
    let more: i64 = if hidden { -1 } else { 1 };
    tx.execute(
        "UPDATE co_article SET comment_count = comment_count + $2 WHERE id = $1",
        &[article.into(), more.into()],
    )?;
    Ok(true)
}
