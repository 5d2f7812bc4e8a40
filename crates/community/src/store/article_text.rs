//! What of an article never changes, kept ready to be sent: its text and its images as JSON.
//!
//! An article cannot be edited and its id is never used again, so nothing here ever goes stale, whichever process wrote
//! it; what changes (counters, the author's name, the viewer's marks) is read from the database each time.

use std::collections::HashMap;
use std::sync::Arc;

use miaohui_db::{Result, Row, Tx};
use quick_cache::Weighter;
use quick_cache::sync::Cache;
use serde_json::value::{RawValue, to_raw_value};

/// Bytes of memory that ready texts may take.
const MOST_BYTES: u64 = 16 << 20;
/// What a text takes beside its characters.
const OVERHEAD: u64 = 128;

/// An article's text and its list of media names, both as JSON.
#[derive(Clone, Debug)]
pub struct ArticleText {
    /// A JSON string.
    pub content: Arc<RawValue>,
    /// A JSON list of strings.
    pub images: Arc<RawValue>,
}

/// Ready texts by article id.
pub struct ArticleTexts(Cache<i64, ArticleText, Bytes>);

#[derive(Clone)]
struct Bytes;

impl Weighter<i64, ArticleText> for Bytes {
    fn weight(&self, _: &i64, text: &ArticleText) -> u64 {
        (text.content.get().len() + text.images.get().len()) as u64 + OVERHEAD
    }
}

impl Default for ArticleTexts {
    fn default() -> Self {
        Self(Cache::with_weighter((MOST_BYTES / 1024) as usize, MOST_BYTES, Bytes))
    }
}

impl ArticleTexts {
    /// The texts of these articles; those that are not ready yet are read with one statement.
    pub fn get(&self, tx: &mut Tx<'_>, ids: &[i64]) -> Result<HashMap<i64, ArticleText>> {
        let mut texts: HashMap<i64, ArticleText> =
            ids.iter().filter_map(|id| Some((*id, self.0.get(id)?))).collect();
        let missing: Vec<i64> = ids.iter().copied().filter(|id| !texts.contains_key(id)).collect();
        if !missing.is_empty() {
            let sql = "SELECT id, content, images FROM co_article WHERE id IN LIST($1)";
            tx.for_each(sql, &[(&missing).into()], |row| {
                let (id, text) = (row.get(0)?, text(row)?);
                self.0.insert(id, ArticleText::clone(&text));
                texts.insert(id, text);
                Ok(())
            })?;
        }
        Ok(texts)
    }
}

fn text(row: &Row<'_>) -> Result<ArticleText> {
    let content: &str = row.get(1)?;
    Ok(ArticleText {
        content: to_raw_value(content).unwrap_or_default().into(),
        images: stored_json(row.get(2)?).into(),
    })
}

/// A stored JSON text; a broken one shows as null rather than breaking the reply.
pub(super) fn stored_json(text: String) -> Box<RawValue> {
    RawValue::from_string(text).unwrap_or_default()
}
