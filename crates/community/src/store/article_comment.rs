//! Comments of articles.

use miaohui_db::{Result, Tx};
use schemars::JsonSchema;
use serde::Serialize;

use super::profile::{Author, author_columns};
use super::{Page, block};
use crate::ids::{ArticleCommentId, ArticleId, UserId};

miaohui_db::row! {
    /// A comment as the caller sees it.
    ///
    /// The reply keys are null for a comment that answers none, or whose answered comment is
    /// deleted or hidden.
    #[derive(Clone, Debug, JsonSchema, Serialize)]
    #[schemars(rename = "ArticleComment")]
    pub struct CommentRow as comment_columns {
        comment_id: ArticleCommentId = "c.id",
        /// Author of the comment.
        uid: String = "u.uid",
        /// Text.
        content: String = "c.content",
        /// The answered comment; null if there is none, or it is deleted.
        reply_id: Option<ArticleCommentId> = "r.id",
        /// Author of the answered comment.
        reply_uid: Option<String> = "ru.uid",
        /// Top comment of the thread; null if there is none, or it is deleted.
        first_reply_id: Option<ArticleCommentId> = "f.id",
        /// Author of the top comment.
        first_reply_uid: Option<String> = "fu.uid",
        /// When it was created, in Unix ms.
        created_at: i64 = "c.created_at",
        /// Ups.
        up_count: i64 = "c.up_count",
        /// Always 0: comments of articles have no downs.
        // The document has no method that downs a comment of an article.
        down_count: i64,
        /// Whether the caller upped it.
        is_up: bool =
            "EXISTS (SELECT 1 FROM co_article_comment_up m WHERE m.user_id = $1 AND m.target_id = c.id)",
        /// Always false: comments of articles have no downs.
        is_down: bool,
        /// The author.
        author: Author => author_columns!("u."),
        /// Author of the answered comment.
        #[serde(skip_serializing_if = "Option::is_none")]
        reply_author: Option<Author> => author_columns!("ru."),
        /// Author of the top comment.
        #[serde(skip_serializing_if = "Option::is_none")]
        first_reply_author: Option<Author> => author_columns!("fu."),
    }
}

/// Lists the comments of an article as `viewer` sees them, the oldest first, without those of users in
/// a block with the viewer.
pub fn list(tx: &mut Tx<'_>, viewer: UserId, article_id: ArticleId, page: Page) -> Result<Vec<CommentRow>> {
    let hidden = block::hidden_from(tx, viewer)?;
    tx.query(
        concat!(
            "SELECT ",
            comment_columns!(),
            " FROM co_article_comment c
             JOIN co_user u ON u.id = c.user_id
             LEFT JOIN co_article_comment r ON r.id = c.reply_id AND NOT r.hidden
             LEFT JOIN co_user ru ON ru.id = r.user_id
             LEFT JOIN co_article_comment f ON f.id = c.first_reply_id AND NOT f.hidden
             LEFT JOIN co_user fu ON fu.id = f.user_id
             WHERE c.article_id = $2 AND NOT c.hidden AND NOT (c.user_id IN LIST($5))
             ORDER BY c.id LIMIT $3 OFFSET $4"
        ),
        &[viewer.into(), article_id.into(), page.limit.into(), page.offset.into(), (&hidden).into()],
    )
}

miaohui_db::row! {
    /// A comment with the ids of its thread and its authors.
    pub struct CommentIds as comment_ids_columns {
        /// The comment.
        pub id: ArticleCommentId = "c.id",
        /// Its article.
        pub article_id: ArticleId = "c.article_id",
        /// Its author.
        pub user_id: UserId = "c.user_id",
        /// The author of the article.
        pub article_user_id: UserId = "a.user_id",
        /// The top comment of its thread, unless it is one itself.
        pub first_reply_id: Option<ArticleCommentId> = "f.id",
    }
}

/// Reads the ids of these comments; unknown and hidden ones are left out.
pub fn find_all(tx: &mut Tx<'_>, ids: &[ArticleCommentId]) -> Result<Vec<CommentIds>> {
    tx.query(
        concat!(
            "SELECT ",
            comment_ids_columns!(),
            " FROM co_article_comment c JOIN co_article a ON a.id = c.article_id
             LEFT JOIN co_article_comment f ON f.id = c.first_reply_id AND NOT f.hidden
             WHERE c.id IN LIST($1) AND NOT c.hidden AND NOT a.hidden"
        ),
        &[ids.into()],
    )
}

/// The comment that a new one answers and the top comment of that thread.
#[derive(Clone, Copy, Debug)]
pub struct ReplyTo {
    /// The answered comment.
    pub reply_id: ArticleCommentId,
    /// The top comment.
    pub first_reply_id: ArticleCommentId,
}

/// Stores a comment of an existing article.
pub fn insert(
    tx: &mut Tx<'_>,
    article_id: ArticleId,
    user_id: UserId,
    content: &str,
    reply: Option<ReplyTo>,
    now: i64,
) -> Result<ArticleCommentId> {
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

/// Deletes one comment; its answers stay.
pub fn delete(tx: &mut Tx<'_>, comment: &CommentIds) -> Result<()> {
    let gone =
        tx.execute("DELETE FROM co_article_comment WHERE id = $1 AND NOT hidden", &[comment.id.into()])?;
    tx.execute(
        "UPDATE co_article SET comment_count = comment_count - $2 WHERE id = $1",
        &[comment.article_id.into(), (gone as i64).into()],
    )?;
    Ok(())
}

/// Hides a comment from everybody, or shows it again; `false` if that changes nothing. Its answers
/// stay.
pub fn set_hidden(tx: &mut Tx<'_>, id: ArticleCommentId, hidden: bool) -> Result<bool> {
    let article: Option<(ArticleId,)> = tx.query_opt(
        "UPDATE co_article_comment SET hidden = $2 WHERE id = $1 AND hidden <> $2 RETURNING article_id",
        &[id.into(), hidden.into()],
    )?;
    let Some((article,)) = article else { return Ok(false) };
    let change: i64 = if hidden { -1 } else { 1 };
    tx.execute(
        "UPDATE co_article SET comment_count = comment_count + $2 WHERE id = $1",
        &[article.into(), change.into()],
    )?;
    Ok(true)
}
