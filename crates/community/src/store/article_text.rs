//! The parts of an article that never change, cached as JSON: its text and its images.
//!
//! An article cannot be edited and its id is never used again, so the cache needs no invalidation,
//! whichever process stored the article. Counters, the author's name and the viewer's marks are
//! read from the database each time.

use miaohui_db::{Result, Tx};
use quick_cache::Weighter;
use quick_cache::sync::Cache;

use super::json::{JsonString, StoredJson};
use crate::ids::ArticleId;

/// Most bytes of memory that cached texts take.
const MOST_BYTES: u64 = 16 << 20;
/// Bytes that an entry takes beside its texts.
const OVERHEAD: u64 = 128;

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

/// A cache of texts by article.
pub struct ArticleTexts(Cache<ArticleId, ArticleText, Bytes>);

#[derive(Clone)]
struct Bytes;

impl Weighter<ArticleId, ArticleText> for Bytes {
    fn weight(&self, _: &ArticleId, text: &ArticleText) -> u64 {
        (text.content.get().len() + text.images.get().len()) as u64 + OVERHEAD
    }
}

impl Default for ArticleTexts {
    fn default() -> Self {
        Self(Cache::with_weighter((MOST_BYTES / 1024) as usize, MOST_BYTES, Bytes))
    }
}

impl ArticleTexts {
    /// Returns the texts of these articles in the same order; one statement reads those that are not
    /// cached.
    pub fn get(&self, tx: &mut Tx<'_>, ids: &[ArticleId]) -> Result<Vec<Option<ArticleText>>> {
        let mut texts: Vec<Option<ArticleText>> = ids.iter().map(|id| self.0.get(id)).collect();
        if texts.iter().all(Option::is_some) {
            return Ok(texts);
        }
        let absent = ids.iter().zip(&texts).filter(|(_, text)| text.is_none());
        let missing: Vec<ArticleId> = absent.map(|(id, _)| *id).collect();
        let sql = concat!("SELECT ", identified_text_columns!(), " FROM co_article WHERE id IN LIST($1)");
        for IdentifiedText { id, text } in tx.query(sql, &[(&missing).into()])? {
            self.0.insert(id, text.clone());
            for (_, place) in ids.iter().zip(&mut texts).filter(|(own, _)| **own == id) {
                *place = Some(text.clone());
            }
        }
        Ok(texts)
    }
}
