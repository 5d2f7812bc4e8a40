//! Parts of replies that many replies share, kept in memory by id.

use std::hash::Hash;

use miaohui_db::Result;
use quick_cache::Weighter;
use quick_cache::sync::Cache;

/// Bytes that an entry takes beside its texts.
const OVERHEAD: u64 = 128;

/// A part of a reply.
pub(super) trait CachedPart: Clone {
    /// The bytes of its texts.
    fn bytes(&self) -> usize;
}

/// Parts by id.
pub(super) struct Cached<K, V>(Cache<K, V, Bytes>);

#[derive(Clone)]
struct Bytes;

impl<K, V: CachedPart> Weighter<K, V> for Bytes {
    fn weight(&self, _: &K, part: &V) -> u64 {
        part.bytes() as u64 + OVERHEAD
    }
}

impl<K: Copy + Eq + Hash, V: CachedPart> Cached<K, V> {
    /// An empty cache of at most so many bytes, for entries of about so many.
    pub fn new(most_bytes: u64, typical_bytes: u64) -> Self {
        Self(Cache::with_weighter((most_bytes / typical_bytes) as usize, most_bytes, Bytes))
    }

    /// Forgets all parts.
    pub fn clear(&self) {
        self.0.clear();
    }

    /// Returns the parts of these ids in the same order. `read` reads those that are not cached, or
    /// that are not `current`.
    pub fn get(
        &self,
        ids: &[K],
        current: impl Fn(&V) -> bool,
        read: impl FnOnce(&[K]) -> Result<Vec<(K, V)>>,
    ) -> Result<Vec<Option<V>>> {
        let mut parts: Vec<Option<V>> = ids.iter().map(|id| self.0.get(id).filter(&current)).collect();
        if parts.iter().all(Option::is_some) {
            return Ok(parts);
        }
        let absent = ids.iter().zip(&parts).filter(|(_, part)| part.is_none());
        let missing: Vec<K> = absent.map(|(id, _)| *id).collect();
        for (id, part) in read(&missing)? {
            self.0.insert(id, part.clone());
            for (_, place) in ids.iter().zip(&mut parts).filter(|(own, _)| **own == id) {
                *place = Some(part.clone());
            }
        }
        Ok(parts)
    }
}
