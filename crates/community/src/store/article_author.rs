//! What articles show of their authors, cached as JSON on SQLite, where reading the authors of a
//! page costs as much as reading its articles.
//!
//! A trigger raises `co_author_version` in the transaction that changes an author, whichever process
//! does it. A cached author counts for readers of the version that it was read with, so that a reply
//! shows what its transaction sees.

use std::sync::atomic::{AtomicI64, Ordering};

use miaohui_db::{Result, Tx};

use super::cached::{Cached, CachedPart};
use super::json::{JsonString, StoredJson};
use super::profile::{Author, author_columns};
use crate::ids::UserId;

/// Most bytes of memory that cached authors take.
const MOST_BYTES: u64 = 8 << 20;

/// The author of an article, ready to be sent.
#[derive(Clone, Debug)]
pub struct ArticleAuthor {
    /// A JSON string.
    pub uid: JsonString,
    /// An [`Author`] as JSON.
    pub author: StoredJson,
}

impl From<&Author> for ArticleAuthor {
    fn from(author: &Author) -> Self {
        Self { uid: JsonString::new(&author.uid), author: StoredJson::new(author) }
    }
}

#[derive(Clone)]
struct Versioned {
    version: i64,
    author: ArticleAuthor,
}

impl CachedPart for Versioned {
    fn bytes(&self) -> usize {
        self.author.uid.get().len() + self.author.author.get().len()
    }
}

miaohui_db::row! {
    struct IdentifiedAuthor as identified_author_columns {
        id: UserId = "u.id",
        author: Author => author_columns!("u."),
    }
}

/// A cache of authors by user.
pub struct ArticleAuthors {
    cached: Cached<UserId, Versioned>,
    /// That of the last reader.
    version: AtomicI64,
}

impl Default for ArticleAuthors {
    fn default() -> Self {
        Self { cached: Cached::new(MOST_BYTES, 300), version: AtomicI64::default() }
    }
}

impl ArticleAuthors {
    /// Returns the authors with these ids in the same order, as they are at the `version` that `tx`
    /// has read.
    pub fn get(&self, tx: &mut Tx<'_>, version: i64, ids: &[UserId]) -> Result<Vec<Option<ArticleAuthor>>> {
        // What is no longer shown is forgotten, such as the name of an erased account.
        if self.version.swap(version, Ordering::Relaxed) != version {
            self.cached.clear();
        }
        let sql = concat!("SELECT ", identified_author_columns!(), " FROM co_user u WHERE u.id IN LIST($1)");
        let read = |missing: &[UserId]| {
            let rows: Vec<IdentifiedAuthor> = tx.query(sql, &[missing.into()])?;
            let versioned = |author: &Author| Versioned { version, author: author.into() };
            Ok(rows.into_iter().map(|row| (row.id, versioned(&row.author))).collect())
        };
        let versioned = self.cached.get(ids, |cached| cached.version == version, read)?;
        Ok(versioned.into_iter().map(|cached| cached.map(|Versioned { author, .. }| author)).collect())
    }
}
