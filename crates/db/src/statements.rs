//! The statements of a connection, prepared once.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use crate::dialect::Text;
use crate::stats::Counters;

/// Statements are constants of the program, so their address and length identify them.
type Key = (usize, usize);
/// The texts of statements in SQLite's dialect; the driver caches the prepared statements.
pub(crate) type SqliteTexts = Statements<Box<str>>;
/// The prepared statements of a PostgreSQL connection.
pub(crate) type Prepared = Statements<::postgres::Statement>;

/// The most built texts to cache; the cache is cleared when it is full.
const MAX_BUILT: usize = 256;

/// A cache of statements.
pub(crate) struct Statements<T> {
    constants: HashMap<Key, T>,
    built: HashMap<Box<str>, T>,
    counters: Arc<Counters>,
}

impl<T> Statements<T> {
    pub fn new(counters: &Arc<Counters>) -> Self {
        Self { constants: HashMap::new(), built: HashMap::new(), counters: Arc::clone(counters) }
    }

    /// Whether somebody wants to know of a kind of changes.
    pub fn is_watched(&self, bit: u64) -> bool {
        self.counters.watched.load(Ordering::Relaxed) & bit != 0
    }

    /// The cached statement, or a new one that `prepare` makes of its text in the engine's dialect.
    pub fn get<E>(
        &mut self,
        sql: Text<'_>,
        dialect: fn(&str) -> String,
        prepare: impl FnOnce(&str) -> Result<T, E>,
    ) -> Result<&T, E> {
        let counters = &self.counters;
        let prepare = |sql: &str| {
            let text = dialect(sql);
            let statement = prepare(&text)?;
            counters.texts.lock().insert(text);
            Ok(statement)
        };
        let Text { text, constant } = sql;
        if constant {
            return Ok(match self.constants.entry((text.as_ptr() as usize, text.len())) {
                Entry::Occupied(entry) => entry.into_mut(),
                Entry::Vacant(entry) => entry.insert(prepare(text)?),
            });
        }
        if !self.built.contains_key(text) {
            if self.built.len() >= MAX_BUILT {
                self.built.clear();
            }
            self.built.insert(text.into(), prepare(text)?);
        }
        // The text was there or has been inserted.
        Ok(&self.built[text])
    }
}
