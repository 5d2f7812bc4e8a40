//! Articles and their lists.

use miaohui_db::{Result, Sql, Tx};
use schemars::JsonSchema;
use serde::Serialize;

use super::article_text::ArticleTexts;
use super::json::{JsonString, StoredJson};
use super::profile::{Author, author_columns};
use super::{Page, block, media_use};
use crate::ids::{ArticleId, UserId};

miaohui_db::row! {
    /// Counters of an article, and the marks of the viewer `$1` on it.
    #[derive(Clone, Debug, JsonSchema, Serialize)]
    pub struct ArticleMarks as article_marks_columns {
        /// Likes.
        pub like_count: i64 = "a.like_count",
        /// Collects.
        pub collect_count: i64 = "a.collect_count",
        /// Comments, with replies.
        pub comment_count: i64 = "a.comment_count",
        /// Whether the viewer likes it.
        pub is_like: bool =
            "EXISTS (SELECT 1 FROM co_article_like l WHERE l.user_id = $1 AND l.target_id = a.id)",
        /// Whether the viewer collected it.
        pub is_collect: bool =
            "EXISTS (SELECT 1 FROM co_article_collect c WHERE c.user_id = $1 AND c.target_id = a.id)",
    }
}

miaohui_db::row! {
    /// An article in lists. Its text and images come from [`ArticleTexts`].
    #[derive(Clone, Debug, JsonSchema, Serialize)]
    pub struct ArticleRow as article_columns {
        article_id: ArticleId = "a.id",
        uid: String = "u.uid",
        #[schemars(with = "String")]
        content: Option<JsonString>,
        #[schemars(with = "Vec<String>")]
        images: Option<StoredJson>,
        created_at: i64 = "a.created_at",
        #[serde(flatten)]
        marks: ArticleMarks => article_marks_columns!(),
        author: Author => author_columns!("u."),
    }
}

/// Who looks at a list, and the cached texts.
#[derive(Clone, Copy)]
pub struct Viewer<'a> {
    /// The user who looks.
    pub user: UserId,
    /// Cached texts.
    pub texts: &'a ArticleTexts,
}

impl Viewer<'_> {
    /// Reads a list with `plain`, or with `without_hidden` if the viewer is in a block with
    /// anybody.
    fn list(
        &self,
        tx: &mut Tx<'_>,
        plain: &'static str,
        without_hidden: &'static str,
        page: Page,
    ) -> Result<Vec<ArticleRow>> {
        let hidden = block::hidden_from(tx, self.user)?;
        let params = [self.user.into(), page.limit.into(), page.offset.into(), (&hidden).into()];
        let rows = if hidden.is_empty() {
            tx.query(plain, &params[..3])?
        } else {
            tx.query(without_hidden, &params)?
        };
        with_texts(tx, rows, self.texts)
    }
}

macro_rules! select_articles {
    ($from:literal, $tail:literal) => {
        concat!("SELECT ", article_columns!(), " FROM ", $from, " JOIN co_user u ON u.id = a.user_id ", $tail)
    };
}

/// Lists all articles, the newest first, without those of authors in a block with the viewer.
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

/// Lists the viewer's own articles, the newest first.
pub fn mine(tx: &mut Tx<'_>, viewer: Viewer<'_>, page: Page) -> Result<Vec<ArticleRow>> {
    let sql = select_articles!(
        "co_article a",
        "WHERE a.user_id = $1 AND NOT a.hidden ORDER BY a.id DESC LIMIT $2 OFFSET $3"
    );
    list(tx, sql, viewer, page)
}

/// Lists the articles that the viewer collected, the last collected first, without those of authors
/// in a block with the viewer.
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

/// Lists the articles of the users that the viewer follows, the newest first.
///
/// Of each author it reads only as many articles as the page can need: the cost depends on the
/// number of authors and not on the number of their articles.
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
    let rows = tx.query(sql, &[viewer.user.into(), page.limit.into(), page.offset.into()])?;
    with_texts(tx, rows, viewer.texts)
}

fn with_texts(tx: &mut Tx<'_>, rows: Vec<ArticleRow>, texts: &ArticleTexts) -> Result<Vec<ArticleRow>> {
    let ids: Vec<ArticleId> = rows.iter().map(|row| row.article_id).collect();
    let mut texts = texts.get(tx, &ids)?;
    let with_text = |row: ArticleRow| {
        let text = texts.remove(&row.article_id)?;
        Some(ArticleRow { content: Some(text.content), images: Some(text.images), ..row })
    };
    Ok(rows.into_iter().filter_map(with_text).collect())
}

miaohui_db::row! {
    /// One article, as the viewer `$1` sees it.
    pub struct Article as one_article_columns {
        /// The author.
        pub user_id: UserId = "a.user_id",
        /// The text.
        pub content: String = "a.content",
        /// JSON list of media names.
        pub images: StoredJson = "a.images",
        /// Unix ms.
        pub created_at: i64 = "a.created_at",
        /// Counters and marks.
        pub marks: ArticleMarks => article_marks_columns!(),
    }
}

/// Reads one article as `viewer` sees it.
pub fn find(tx: &mut Tx<'_>, viewer: UserId, id: ArticleId) -> Result<Option<Article>> {
    tx.query_opt(
        concat!("SELECT ", one_article_columns!(), " FROM co_article a WHERE a.id = $2 AND NOT a.hidden"),
        &[viewer.into(), id.into()],
    )
}

/// Finds the author of an article.
pub fn author_of(tx: &mut Tx<'_>, id: ArticleId) -> Result<Option<UserId>> {
    let row: Option<(UserId,)> =
        tx.query_opt("SELECT user_id FROM co_article WHERE id = $1 AND NOT hidden", &[id.into()])?;
    Ok(row.map(|(user_id,)| user_id))
}

/// Lists the users who like an article, the last ones first, without those in a block with the viewer.
pub fn likers(tx: &mut Tx<'_>, id: ArticleId, hidden: &[UserId], most: u32) -> Result<Vec<Author>> {
    tx.query(
        concat!(
            "SELECT ",
            author_columns!("u."),
            " FROM co_article_like m JOIN co_user u ON u.id = m.user_id
             WHERE m.target_id = $1 AND NOT (m.user_id IN LIST($3)) ORDER BY m.id DESC LIMIT $2"
        ),
        &[id.into(), i64::from(most).into(), hidden.into()],
    )
}

/// Lists the users who collected an article, the last ones first, without those in a block with the
/// viewer.
pub fn collectors(tx: &mut Tx<'_>, id: ArticleId, hidden: &[UserId], most: u32) -> Result<Vec<Author>> {
    tx.query(
        concat!(
            "SELECT ",
            author_columns!("u."),
            " FROM co_article_collect m JOIN co_user u ON u.id = m.user_id
             WHERE m.target_id = $1 AND NOT (m.user_id IN LIST($3)) ORDER BY m.id DESC LIMIT $2"
        ),
        &[id.into(), i64::from(most).into(), hidden.into()],
    )
}

/// Stores a new article; `images` are media names as the client spells them.
pub fn insert(
    tx: &mut Tx<'_>,
    user_id: UserId,
    content: &str,
    images: &[String],
    now: i64,
) -> Result<ArticleId> {
    // Texts always have a JSON spelling.
    let spelled = serde_json::to_string(images).unwrap_or_default();
    let (id,) = tx.query_one(
        "INSERT INTO co_article (user_id, content, images, created_at) VALUES ($1, $2, $3, $4) RETURNING id",
        &[user_id.into(), content.into(), (&spelled).into(), now.into()],
    )?;
    media_use::show(tx, id, images)?;
    tx.execute("UPDATE co_user SET article_count = article_count + 1 WHERE id = $1", &[user_id.into()])?;
    Ok(id)
}

/// Finds the authors of these articles; unknown ids are left out.
pub fn authors_of(tx: &mut Tx<'_>, ids: &[ArticleId]) -> Result<Vec<UserId>> {
    let rows: Vec<(UserId,)> =
        tx.query("SELECT user_id FROM co_article WHERE id IN LIST($1) AND NOT hidden", &[ids.into()])?;
    Ok(rows.into_iter().map(|(author,)| author).collect())
}

/// Deletes articles of one author with their comments, marks and pictures; returns how many. If the
/// author has hidden ones among them, the caller must not commit.
pub fn delete(tx: &mut Tx<'_>, user_id: UserId, ids: &[ArticleId]) -> Result<u64> {
    let media = media_use::shown_by(tx, ids)?;
    let gone = tx.execute(
        "DELETE FROM co_article WHERE user_id = $1 AND id IN LIST($2) AND NOT hidden",
        &[user_id.into(), ids.into()],
    )?;
    tx.execute(
        "UPDATE co_user SET article_count = article_count - $2 WHERE id = $1",
        &[user_id.into(), (gone as i64).into()],
    )?;
    media_use::articles_gone(tx, &media)?;
    Ok(gone)
}

/// Hides an article and its pictures from everybody, or shows them again; `false` if that changes nothing.
pub fn set_hidden(tx: &mut Tx<'_>, id: ArticleId, hidden: bool) -> Result<bool> {
    let author: Option<(UserId,)> = tx.query_opt(
        "UPDATE co_article SET hidden = $2 WHERE id = $1 AND hidden <> $2 RETURNING user_id",
        &[id.into(), hidden.into()],
    )?;
    let Some((author,)) = author else { return Ok(false) };
    let change: i64 = if hidden { -1 } else { 1 };
    tx.execute(
        "UPDATE co_user SET article_count = article_count + $2 WHERE id = $1",
        &[author.into(), change.into()],
    )?;
    let media = media_use::shown_by(tx, &[id])?;
    media_use::hide_as_articles(tx, &media)?;
    Ok(true)
}
