//! Articles and their lists.

use miaohui_db::{Engine, Result, Sql, Tx, Value};
use schemars::JsonSchema;
use serde::ser::SerializeStruct;
use serde::{Serialize, Serializer};

use super::article_text::ArticleTexts;
use super::json::{JsonString, StoredJson};
use super::mark::{ARTICLE_COLLECT, ARTICLE_LIKE};
use super::profile::{Author, author_columns};
use super::{Page, block, media_use};
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
    #[derive(Clone, Debug, Default, JsonSchema)]
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
    // Text and images come from `ArticleTexts`, and on SQLite marks from their own statements.
    /// An article in lists.
    #[derive(Clone, Debug, JsonSchema)]
    #[schemars(rename = "Article")]
    pub struct ArticleRow as article_columns {
        article_id: ArticleId = "a.id",
        /// The user: 32 hexadecimal digits.
        uid: String = "u.uid",
        /// Text.
        #[schemars(with = "String")]
        content: Option<JsonString>,
        /// Media ids of pictures.
        #[schemars(with = "Vec<String>")]
        images: Option<StoredJson>,
        /// When it was created, in Unix ms.
        created_at: i64 = "a.created_at",
        #[schemars(flatten)]
        counts: ArticleCounts => article_counts_columns!(),
        #[schemars(flatten)]
        marks: ArticleMarks,
        /// The author.
        author: Author => author_columns!("u."),
    }
}

/// Written field by field: flattened structs would take a map, which costs a tenth of a page.
impl Serialize for ArticleRow {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        let mut row = serializer.serialize_struct("ArticleRow", 11)?;
        row.serialize_field("article_id", &self.article_id)?;
        row.serialize_field("uid", &self.uid)?;
        row.serialize_field("content", &self.content)?;
        row.serialize_field("images", &self.images)?;
        row.serialize_field("created_at", &self.created_at)?;
        row.serialize_field("like_count", &self.counts.like_count)?;
        row.serialize_field("collect_count", &self.counts.collect_count)?;
        row.serialize_field("comment_count", &self.counts.comment_count)?;
        row.serialize_field("is_like", &self.marks.is_like)?;
        row.serialize_field("is_collect", &self.marks.is_collect)?;
        row.serialize_field("author", &self.author)?;
        row.end()
    }
}

miaohui_db::row! {
    /// An article in lists, with the marks of the viewer `$1`.
    struct MarkedArticle as marked_article_columns {
        article: ArticleRow => article_columns!(),
        marks: ArticleMarks => article_marks_columns!(),
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
        plain: Sql<'static>,
        without_hidden: Sql<'static>,
        page: Page,
    ) -> Result<Vec<ArticleRow>> {
        let hidden = block::hidden_from(tx, self.user)?;
        let params = [self.user.into(), page.limit.into(), page.offset.into(), (&hidden).into()];
        if hidden.is_empty() {
            self.rows(tx, plain, &params[..3])
        } else {
            self.rows(tx, without_hidden, &params)
        }
    }

    /// Reads rows with the viewer's marks and with their texts.
    ///
    /// A statement costs little on SQLite and a round trip on PostgreSQL, which reads the marks with the
    /// rows.
    fn rows(&self, tx: &mut Tx<'_>, sql: Sql<'static>, params: &[Value<'_>]) -> Result<Vec<ArticleRow>> {
        let mut rows = if tx.engine() == Engine::Postgres {
            let marked: Vec<MarkedArticle> = tx.query(sql, params)?;
            marked.into_iter().map(|row| ArticleRow { marks: row.marks, ..row.article }).collect()
        } else {
            tx.query(sql, params)?
        };
        let ids: Vec<ArticleId> = rows.iter().map(|row| row.article_id).collect();
        if tx.engine() == Engine::Sqlite {
            let liked = ARTICLE_LIKE.of_user(tx, self.user, &ids)?;
            let collected = ARTICLE_COLLECT.of_user(tx, self.user, &ids)?;
            for row in &mut rows {
                let id = &row.article_id;
                row.marks = ArticleMarks { is_like: liked.contains(id), is_collect: collected.contains(id) };
            }
        }
        let texts = self.texts.get(tx, &ids)?;
        for (row, text) in rows.iter_mut().zip(texts) {
            if let Some(text) = text {
                (row.content, row.images) = (Some(text.content), Some(text.images));
            }
        }
        rows.retain(|row| row.content.is_some());
        Ok(rows)
    }
}

/// A list for each engine: the rows alone, and the rows with the marks of the viewer.
macro_rules! select_articles {
    (@text $columns:ident, $from:literal, $tail:literal) => {
        concat!("SELECT ", $columns!(), " FROM ", $from, " JOIN co_user u ON u.id = a.user_id ", $tail)
    };
    ($from:literal, $tail:literal) => {
        select_articles!($from, $from, $tail)
    };
    ($sqlite_from:literal, $postgres_from:literal, $tail:literal) => {
        Sql::Pair {
            sqlite: select_articles!(@text article_columns, $sqlite_from, $tail),
            postgres: select_articles!(@text marked_article_columns, $postgres_from, $tail),
        }
    };
}

/// Lists all articles, the newest first, without those of authors in a block with the viewer. A narrow
/// index finds the first of them; it does not read them, since their condition is not spelled as its own.
pub fn newest(tx: &mut Tx<'_>, viewer: Viewer<'_>, page: Page) -> Result<Vec<ArticleRow>> {
    viewer.list(
        tx,
        select_articles!(
            "co_article a",
            "WHERE a.hidden = FALSE AND a.id <= (
               SELECT id FROM co_article WHERE NOT hidden ORDER BY id DESC LIMIT 1 OFFSET $3)
             ORDER BY a.id DESC LIMIT $2"
        ),
        select_articles!(
            "co_article a",
            "WHERE a.hidden = FALSE AND NOT (a.user_id IN LIST($4)) AND a.id <= (
               SELECT id FROM co_article WHERE NOT hidden AND NOT (user_id IN LIST($4))
               ORDER BY id DESC LIMIT 1 OFFSET $3)
             ORDER BY a.id DESC LIMIT $2"
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
    let sql = select_articles!(
        "co_follow f JOIN co_article a ON a.id IN (
           SELECT id FROM co_article WHERE user_id = f.target_id AND NOT hidden
           ORDER BY id DESC LIMIT CAST($2 AS BIGINT) + CAST($3 AS BIGINT))",
        "co_follow f CROSS JOIN LATERAL (
           SELECT * FROM co_article WHERE user_id = f.target_id AND NOT hidden
           ORDER BY id DESC LIMIT CAST($2 AS BIGINT) + CAST($3 AS BIGINT)) a",
        "WHERE f.user_id = $1 ORDER BY a.id DESC LIMIT $2 OFFSET $3"
    );
    list(tx, sql, viewer, page)
}

fn list(tx: &mut Tx<'_>, sql: Sql<'static>, viewer: Viewer<'_>, page: Page) -> Result<Vec<ArticleRow>> {
    viewer.rows(tx, sql, &[viewer.user.into(), page.limit.into(), page.offset.into()])
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
