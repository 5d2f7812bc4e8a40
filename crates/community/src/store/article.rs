//! Articles.

use miaohui_db::{Result, Tx};
use schemars::JsonSchema;

use super::json::StoredJson;
use super::media_use;
use super::profile::{Author, author_columns};
use crate::ids::{ArticleId, UserId};

miaohui_db::row! {
    /// Counters of an article.
    #[derive(Clone, Debug, JsonSchema)]
    pub struct ArticleCounts as article_counts_columns {
        /// Likes.
        pub like_count: i64 = "a.like_count",
        /// Collects.
        pub collect_count: i64 = "a.collect_count",
        /// Comments, with replies.
        pub comment_count: i64 = "a.comment_count",
    }
}

miaohui_db::row! {
    /// The marks of the viewer `$1` on an article.
    #[derive(Clone, Debug, JsonSchema)]
    pub struct ArticleMarks as article_marks_columns {
        /// Whether the viewer likes it.
        pub is_like: bool =
            "EXISTS (SELECT 1 FROM co_article_like l WHERE l.user_id = $1 AND l.target_id = a.id)",
        /// Whether the viewer collected it.
        pub is_collect: bool =
            "EXISTS (SELECT 1 FROM co_article_collect c WHERE c.user_id = $1 AND c.target_id = a.id)",
    }
}

miaohui_db::row! {
    /// One article, as the caller sees it.
    pub struct Article as one_article_columns {
        /// The author.
        pub user_id: UserId = "a.user_id",
        /// The text.
        pub content: String = "a.content",
        /// JSON list of media names.
        pub images: StoredJson = "a.images",
        /// Unix ms.
        pub created_at: i64 = "a.created_at",
        /// Counters.
        pub counts: ArticleCounts => article_counts_columns!(),
        /// Marks of the viewer.
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
