//! Articles and their lists.

use std::sync::Arc;

use miaohui_db::{FromRow, Result, Row, Sql, Tx};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::value::RawValue;

use super::article_text::{ArticleText, ArticleTexts, stored_json};
use super::user::Author;
use super::{Page, block};

/// An article as lists show it.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct ArticleRow {
    article_id: i64,
    uid: String,
    #[schemars(with = "String")]
    content: Arc<RawValue>,
    #[schemars(with = "Vec<String>")]
    images: Arc<RawValue>,
    created_at: i64,
    like_count: i64,
    collect_count: i64,
    comment_count: i64,
    is_like: bool,
    is_collect: bool,
    author: Author,
}

/// What of a row is read each time; the text is kept ready.
struct Live {
    author: Author,
    article_id: i64,
    created_at: i64,
    like_count: i64,
    collect_count: i64,
    comment_count: i64,
    is_like: bool,
    is_collect: bool,
}

impl FromRow for Live {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        let mut c = row.columns();
        Ok(Self {
            author: Author { uid: c.take()?, nickname: c.take()?, avatar: c.take()? },
            article_id: c.take()?,
            created_at: c.take()?,
            like_count: c.take()?,
            collect_count: c.take()?,
            comment_count: c.take()?,
            is_like: c.take()?,
            is_collect: c.take()?,
        })
    }
}

impl Live {
    fn with(self, text: ArticleText) -> ArticleRow {
        ArticleRow {
            article_id: self.article_id,
            uid: self.author.uid.clone(),
            content: text.content,
            images: text.images,
            created_at: self.created_at,
            like_count: self.like_count,
            collect_count: self.collect_count,
            comment_count: self.comment_count,
            is_like: self.is_like,
            is_collect: self.is_collect,
            author: self.author,
        }
    }
}

/// Whose lists these are, whom they leave out, and the texts kept ready for them.
#[derive(Clone, Copy)]
pub struct Viewer<'a> {
    /// Internal id of the user who looks.
    pub id: i64,
    /// Ready texts.
    pub texts: &'a ArticleTexts,
}

impl Viewer<'_> {
    /// Reads a list; the plain statement for the many who have no blocks with anybody.
    fn list(
        &self,
        tx: &mut Tx<'_>,
        plain: &'static str,
        without_hidden: &'static str,
        page: Page,
    ) -> Result<Vec<ArticleRow>> {
        let hidden = block::hidden_from(tx, self.id)?;
        let params = [self.id.into(), page.limit.into(), page.offset.into(), (&hidden).into()];
        let rows = if hidden.is_empty() {
            tx.query(plain, &params[..3])?
        } else {
            tx.query(without_hidden, &params)?
        };
        with_texts(tx, rows, self.texts)
    }
}

/// Rows of `co_article a` with their authors as the viewer `$1` sees them.
macro_rules! select_articles {
    ($from:literal, $tail:literal) => {
        concat!(
            "SELECT u.uid, u.nickname, u.avatar, a.id, a.created_at, a.like_count, a.collect_count, a.comment_count,
               EXISTS (SELECT 1 FROM co_article_like l WHERE l.user_id = $1 AND l.target_id = a.id),
               EXISTS (SELECT 1 FROM co_article_collect c WHERE c.user_id = $1 AND c.target_id = a.id)
             FROM ",
            $from,
            " JOIN co_user u ON u.id = a.user_id ",
            $tail
        )
    };
}

/// All articles but those of people with whom the viewer has a block, the newest first.
pub fn newest(tx: &mut Tx<'_>, viewer: Viewer<'_>, page: Page) -> Result<Vec<ArticleRow>> {
    viewer.list(
        tx,
        select_articles!("co_article a", "WHERE NOT a.hidden ORDER BY a.id DESC LIMIT $2 OFFSET $3"),
        select_articles!(
            "co_article a",
            "WHERE NOT a.hidden AND NOT (a.user_id IN LIST($4)) ORDER BY a.id DESC LIMIT $2 OFFSET $3"
        ),
        page,
    )
}

/// The viewer's own articles, the newest first.
pub fn mine(tx: &mut Tx<'_>, viewer: Viewer<'_>, page: Page) -> Result<Vec<ArticleRow>> {
    let sql = select_articles!(
        "co_article a",
        "WHERE a.user_id = $1 AND NOT a.hidden ORDER BY a.id DESC LIMIT $2 OFFSET $3"
    );
    list(tx, sql, viewer, page)
}

/// The articles that the viewer collected, the last collected first, without those of people with whom it has a block.
pub fn collected(tx: &mut Tx<'_>, viewer: Viewer<'_>, page: Page) -> Result<Vec<ArticleRow>> {
    viewer.list(
        tx,
        select_articles!(
            "co_article_collect m JOIN co_article a ON a.id = m.target_id",
            "WHERE m.user_id = $1 AND NOT a.hidden ORDER BY m.id DESC LIMIT $2 OFFSET $3"
        ),
        select_articles!(
            "co_article_collect m JOIN co_article a ON a.id = m.target_id",
            "WHERE m.user_id = $1 AND NOT a.hidden AND NOT (a.user_id IN LIST($4))
             ORDER BY m.id DESC LIMIT $2 OFFSET $3"
        ),
        page,
    )
}

/// Articles of those whom the viewer follows, the newest first. Of each of them only as many as the page can need are
/// looked at, so the cost depends on how many one follows and not on how much they wrote.
pub fn of_followed(tx: &mut Tx<'_>, viewer: Viewer<'_>, page: Page) -> Result<Vec<ArticleRow>> {
    let sql = Sql::Pair {
        sqlite: select_articles!(
            "co_follow f JOIN co_article a ON a.id IN (
               SELECT id FROM co_article WHERE user_id = f.target_id AND NOT hidden
               ORDER BY id DESC LIMIT CAST($2 AS BIGINT) + CAST($3 AS BIGINT))",
            "WHERE f.user_id = $1 ORDER BY a.id DESC LIMIT $2 OFFSET $3"
        ),
        postgres: select_articles!(
            "co_follow f CROSS JOIN LATERAL (
               SELECT * FROM co_article WHERE user_id = f.target_id AND NOT hidden
               ORDER BY id DESC LIMIT CAST($2 AS BIGINT) + CAST($3 AS BIGINT)) a",
            "WHERE f.user_id = $1 ORDER BY a.id DESC LIMIT $2 OFFSET $3"
        ),
    };
    list(tx, sql, viewer, page)
}

fn list(
    tx: &mut Tx<'_>,
    sql: impl Into<Sql<'static>>,
    viewer: Viewer<'_>,
    page: Page,
) -> Result<Vec<ArticleRow>> {
    let rows = tx.query(sql, &[viewer.id.into(), page.limit.into(), page.offset.into()])?;
    with_texts(tx, rows, viewer.texts)
}

fn with_texts(tx: &mut Tx<'_>, rows: Vec<Live>, texts: &ArticleTexts) -> Result<Vec<ArticleRow>> {
    let ids: Vec<i64> = rows.iter().map(|row| row.article_id).collect();
    let mut texts = texts.get(tx, &ids)?;
    Ok(rows.into_iter().filter_map(|row| texts.remove(&row.article_id).map(|text| row.with(text))).collect())
}

/// An article alone, as `article_detail` shows it.
pub struct Article {
    /// Internal id of the author.
    pub user_id: i64,
    /// The text.
    pub content: String,
    /// JSON list of media names.
    pub images: Box<RawValue>,
    /// Unix ms.
    pub created_at: i64,
    /// Likes.
    pub like_count: i64,
    /// Collects.
    pub collect_count: i64,
    /// Comments, with replies.
    pub comment_count: i64,
    /// Whether the viewer likes it.
    pub is_like: bool,
    /// Whether the viewer collected it.
    pub is_collect: bool,
}

impl FromRow for Article {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        let mut c = row.columns();
        Ok(Self {
            user_id: c.take()?,
            content: c.take()?,
            images: stored_json(c.take()?),
            created_at: c.take()?,
            like_count: c.take()?,
            collect_count: c.take()?,
            comment_count: c.take()?,
            is_like: c.take()?,
            is_collect: c.take()?,
        })
    }
}

/// One article as the viewer sees it.
pub fn find(tx: &mut Tx<'_>, viewer: i64, id: i64) -> Result<Option<Article>> {
    tx.query_opt(
        "SELECT a.user_id, a.content, a.images, a.created_at, a.like_count, a.collect_count, a.comment_count,
           EXISTS (SELECT 1 FROM co_article_like l WHERE l.user_id = $1 AND l.target_id = a.id),
           EXISTS (SELECT 1 FROM co_article_collect c WHERE c.user_id = $1 AND c.target_id = a.id)
         FROM co_article a WHERE a.id = $2 AND NOT a.hidden",
        &[viewer.into(), id.into()],
    )
}

/// The author's internal id.
pub fn author_of(tx: &mut Tx<'_>, id: i64) -> Result<Option<i64>> {
    let row: Option<(i64,)> =
        tx.query_opt("SELECT user_id FROM co_article WHERE id = $1 AND NOT hidden", &[id.into()])?;
    Ok(row.map(|(user_id,)| user_id))
}

/// The newest people who like an article.
pub fn likers(tx: &mut Tx<'_>, id: i64, most: i64) -> Result<Vec<Author>> {
    tx.query(
        "SELECT u.uid, u.nickname, u.avatar FROM co_article_like m JOIN co_user u ON u.id = m.user_id
         WHERE m.target_id = $1 ORDER BY m.id DESC LIMIT $2",
        &[id.into(), most.into()],
    )
}

/// The newest people who collected an article.
pub fn collectors(tx: &mut Tx<'_>, id: i64, most: i64) -> Result<Vec<Author>> {
    tx.query(
        "SELECT u.uid, u.nickname, u.avatar FROM co_article_collect m JOIN co_user u ON u.id = m.user_id
         WHERE m.target_id = $1 ORDER BY m.id DESC LIMIT $2",
        &[id.into(), most.into()],
    )
}

impl FromRow for Author {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        let mut c = row.columns();
        Ok(Self { uid: c.take()?, nickname: c.take()?, avatar: c.take()? })
    }
}

/// Stores a new article; `images` are media names as they were sent.
pub fn insert(tx: &mut Tx<'_>, user_id: i64, content: &str, images: &[String], now: i64) -> Result<i64> {
    // Texts always have a JSON spelling.
    let images = serde_json::to_string(images).unwrap_or_default();
    let (id,) = tx.query_one(
        "INSERT INTO co_article (user_id, content, images, created_at) VALUES ($1, $2, $3, $4) RETURNING id",
        &[user_id.into(), content.into(), (&images).into(), now.into()],
    )?;
    tx.execute("UPDATE co_user SET article_count = article_count + 1 WHERE id = $1", &[user_id.into()])?;
    Ok(id)
}

/// Which of these articles exist, with their authors.
pub fn authors_of(tx: &mut Tx<'_>, ids: &[i64]) -> Result<Vec<(i64, i64)>> {
    tx.query("SELECT id, user_id FROM co_article WHERE id IN LIST($1) AND NOT hidden", &[ids.into()])
}

/// Deletes articles of one author, with all that hangs on them; the number deleted.
pub fn delete(tx: &mut Tx<'_>, user_id: i64, ids: &[i64]) -> Result<u64> {
    let gone = tx.execute(
        "DELETE FROM co_article WHERE user_id = $1 AND id IN LIST($2) AND NOT hidden",
        &[user_id.into(), ids.into()],
    )?;
    tx.execute(
        "UPDATE co_user SET article_count = article_count - $2 WHERE id = $1",
        &[user_id.into(), (gone as i64).into()],
    )?;
    Ok(gone)
}

/// Hides an article from everybody, or shows it again; `false`: it is so already, or there is none.
pub fn set_hidden(tx: &mut Tx<'_>, id: i64, hidden: bool) -> Result<bool> {
    let author: Option<(i64,)> = tx.query_opt(
        "UPDATE co_article SET hidden = $2 WHERE id = $1 AND hidden <> $2 RETURNING user_id",
        &[id.into(), hidden.into()],
    )?;
    let Some((author,)) = author else { return Ok(false) };
    let more: i64 = if hidden { -1 } else { 1 };
    tx.execute(
        "UPDATE co_user SET article_count = article_count + $2 WHERE id = $1",
        &[author.into(), more.into()],
    )?;
    Ok(true)
}
