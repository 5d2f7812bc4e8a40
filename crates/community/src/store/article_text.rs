//! The parts of an article that never change, cached as JSON: its text and its images.
//!
//! An article cannot be edited and its id is never used again, so the cache needs no invalidation,
//! whichever process stored the article. Counters and the viewer's marks are read each time.

use miaohui_db::{Result, Tx};

use super::cached::{Cached, CachedPart};
use super::json::{JsonString, StoredJson};
use crate::ids::ArticleId;

/// Most bytes of memory that cached texts take.
const MOST_BYTES: u64 = 16 << 20;

miaohui_db::row! {
    /// The text of an article and its list of media names.
    #[derive(Clone, Debug)]
    pub struct ArticleText as article_text_columns {
        /// A JSON string.
        pub content: JsonString = "content",
        /// A JSON list of strings.
        pub images: StoredJson = "images",
    }
}

miaohui_db::row! {
    struct IdentifiedText as identified_text_columns {
        id: ArticleId = "id",
        text: ArticleText => article_text_columns!(),
    }
}

impl CachedPart for ArticleText {
    fn bytes(&self) -> usize {
        self.content.get().len() + self.images.get().len()
    }
}

/// A cache of texts by article.
pub struct ArticleTexts(Cached<ArticleId, ArticleText>);

impl Default for ArticleTexts {
    fn default() -> Self {
        Self(Cached::new(MOST_BYTES, 1024))
    }
}

impl ArticleTexts {
    /// Returns the texts of these articles in the same order; one statement reads those that are not
    /// cached.
    pub fn get(&self, tx: &mut Tx<'_>, ids: &[ArticleId]) -> Result<Vec<Option<ArticleText>>> {
        let sql = concat!("SELECT ", identified_text_columns!(), " FROM co_article WHERE id IN LIST($1)");
        let read = |missing: &[ArticleId]| {
            let rows: Vec<IdentifiedText> = tx.query(sql, &[missing.into()])?;
            Ok(rows.into_iter().map(|row| (row.id, row.text)).collect())
        };
        self.0.get(ids, |_| true, read)
    }
}
