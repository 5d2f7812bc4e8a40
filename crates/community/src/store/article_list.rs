//! Lists of articles.

use miaohui_db::{Engine, Result, Sql, Tx, Value};
use schemars::JsonSchema;
use serde::ser::SerializeStruct;
use serde::{Serialize, Serializer};

use super::article::{ArticleCounts, ArticleMarks, article_counts_columns, article_marks_columns};
use super::article_author::{ArticleAuthor, ArticleAuthors};
use super::article_text::{ArticleText, ArticleTexts};
use super::json::{JsonString, StoredJson};
use super::mark::{ARTICLE_COLLECT, ARTICLE_LIKE};
use super::profile::{Author, author_columns};
use super::{Page, block};
use crate::ids::{ArticleId, UserId};

/// An article in lists.
#[derive(Clone, Debug, JsonSchema)]
#[schemars(rename = "Article")]
pub struct ArticleRow {
    article_id: ArticleId,
    /// The user: 32 hexadecimal digits.
    #[schemars(with = "String")]
    uid: JsonString,
    /// Text.
    #[schemars(with = "String")]
    content: JsonString,
    /// Media ids of pictures.
    #[schemars(with = "Vec<String>")]
    images: StoredJson,
    /// When it was created, in Unix ms.
    created_at: i64,
    #[schemars(flatten)]
    counts: ArticleCounts,
    #[schemars(flatten)]
    marks: ArticleMarks,
    /// The author.
    #[schemars(with = "Author")]
    author: StoredJson,
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
    /// What each list reads of an article's own row.
    struct OwnRow as own_row_columns {
        id: ArticleId = "a.id",
        created_at: i64 = "a.created_at",
        counts: ArticleCounts => article_counts_columns!(),
    }
}

miaohui_db::row! {
    /// A row on SQLite: marks and authors come from elsewhere.
    struct SqliteRow as sqlite_columns {
        own: OwnRow => own_row_columns!(),
        user_id: UserId = "a.user_id",
        author_version: i64 = "(SELECT version FROM co_author_version)",
    }
}

miaohui_db::row! {
    /// A row on PostgreSQL, with the marks of the viewer `$1`.
    struct PostgresRow as postgres_columns {
        own: OwnRow => own_row_columns!(),
        marks: ArticleMarks => article_marks_columns!(),
        author: Author => author_columns!("u."),
    }
}

/// An article without its text.
struct ArticleHead {
    own: OwnRow,
    marks: ArticleMarks,
    author: ArticleAuthor,
}

impl ArticleHead {
    fn with_text(self, ArticleText { content, images }: ArticleText) -> ArticleRow {
        let Self { own, marks, author: ArticleAuthor { uid, author } } = self;
        let OwnRow { id: article_id, created_at, counts } = own;
        ArticleRow { article_id, uid, content, images, created_at, counts, marks, author }
    }
}

impl From<PostgresRow> for ArticleHead {
    fn from(PostgresRow { own, marks, author }: PostgresRow) -> Self {
        Self { own, marks, author: (&author).into() }
    }
}

/// What lists of articles share between calls. Only reads use it: a write sees changes that may never
/// be committed.
#[derive(Default)]
pub struct ArticleCaches {
    texts: ArticleTexts,
    authors: ArticleAuthors,
}

/// Who looks at a list, and what is cached.
#[derive(Clone, Copy)]
pub struct Viewer<'a> {
    /// The user who looks.
    pub user: UserId,
    /// What is cached.
    pub caches: &'a ArticleCaches,
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

    /// Reads rows with the viewer's marks, their authors and their texts.
    ///
    /// A statement costs little on SQLite and a round trip on PostgreSQL, which reads marks and
    /// authors with the rows.
    fn rows(&self, tx: &mut Tx<'_>, sql: Sql<'static>, params: &[Value<'_>]) -> Result<Vec<ArticleRow>> {
        let heads = match tx.engine() {
            Engine::Sqlite => {
                let rows = tx.query(sql, params)?;
                self.with_marks_and_authors(tx, rows)?
            }
            Engine::Postgres => {
                let rows: Vec<PostgresRow> = tx.query(sql, params)?;
                rows.into_iter().map(ArticleHead::from).collect()
            }
        };
        let ids: Vec<ArticleId> = heads.iter().map(|head| head.own.id).collect();
        let texts = self.caches.texts.get(tx, &ids)?;
        Ok(heads.into_iter().zip(texts).filter_map(|(head, text)| Some(head.with_text(text?))).collect())
    }

    fn with_marks_and_authors(&self, tx: &mut Tx<'_>, rows: Vec<SqliteRow>) -> Result<Vec<ArticleHead>> {
        let Some(SqliteRow { author_version, .. }) = rows.first() else { return Ok(Vec::new()) };
        let ids: Vec<ArticleId> = rows.iter().map(|row| row.own.id).collect();
        let liked = ARTICLE_LIKE.of_user(tx, self.user, &ids)?;
        let collected = ARTICLE_COLLECT.of_user(tx, self.user, &ids)?;
        let users: Vec<UserId> = rows.iter().map(|row| row.user_id).collect();
        let authors = self.caches.authors.get(tx, *author_version, &users)?;
        let head = |(SqliteRow { own, .. }, author): (_, Option<_>)| {
            let (is_like, is_collect) = (liked.contains(&own.id), collected.contains(&own.id));
            Some(ArticleHead { own, marks: ArticleMarks { is_like, is_collect }, author: author? })
        };
        Ok(rows.into_iter().zip(authors).filter_map(head).collect())
    }
}

/// A list for each engine: the rows alone, and the rows with their authors and the marks of the
/// viewer.
macro_rules! select_articles {
    ($from:literal, $tail:literal) => {
        select_articles!($from, $from, $tail)
    };
    ($sqlite_from:literal, $postgres_from:literal, $tail:literal) => {
        Sql::Pair {
            sqlite: concat!("SELECT ", sqlite_columns!(), " FROM ", $sqlite_from, " ", $tail),
            postgres: concat!(
                "SELECT ",
                postgres_columns!(),
                " FROM ",
                $postgres_from,
                " JOIN co_user u ON u.id = a.user_id ",
                $tail
            ),
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
