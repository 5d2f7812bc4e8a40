//! The word list in memory, as one automaton.

use std::sync::Arc;

use aho_corasick::{AhoCorasick, MatchKind};
use miaohui_db::{Database, Tx};
use parking_lot::RwLock;

use crate::report::{self, NewReport};
use crate::thing::Thing;
use crate::word::{self, Policy, Word};

/// The text contains a word with [`Policy::Refuse`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refused;

/// Why the word list could not be reloaded. The loaded one stays in force.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A database error.
    #[error(transparent)]
    Database(#[from] miaohui_db::Error),
    /// There are too many words for one automaton.
    #[error("cannot build the automaton of the word list: {0}")]
    Automaton(#[from] aho_corasick::BuildError),
    /// The task that builds the automaton ended early, as at shutdown.
    #[error("the automaton of the word list was not built: {0}")]
    Cancelled(#[from] tokio::task::JoinError),
}

/// The word list in force, shared between clones.
///
/// Checking a text needs no database, and its time depends on the length of the text only.
#[derive(Clone, Debug, Default)]
pub struct Words(Arc<RwLock<Arc<Loaded>>>);

#[derive(Debug, Default)]
struct Loaded {
    version: i64,
    words: Vec<Word>,
    /// `None` for an empty list.
    automaton: Option<AhoCorasick>,
}

impl Loaded {
    fn new(version: i64, words: Vec<Word>) -> Result<Self, aho_corasick::BuildError> {
        if words.is_empty() {
            return Ok(Self { version, ..Self::default() });
        }
        // Standard matching also finds words inside other words: a masked word must not hide a
        // refused one.
        let automaton = AhoCorasick::builder()
            .ascii_case_insensitive(true)
            .match_kind(MatchKind::Standard)
            .build(words.iter().map(|word| &word.word))?;
        Ok(Self { version, words, automaton: Some(automaton) })
    }
}

impl Words {
    /// Applies the policies of the words in a text: masks them, or adds them to `queued`.
    ///
    /// ASCII letters match in either case. The characters of a word must be adjacent.
    pub fn apply(&self, text: &mut String, queued: &mut Queued) -> Result<(), Refused> {
        let loaded = Arc::clone(&self.0.read());
        let Some(automaton) = &loaded.automaton else { return Ok(()) };
        let mut masked = Vec::new();
        for found in automaton.find_overlapping_iter(text.as_str()) {
            let word = &loaded.words[found.pattern().as_usize()];
            match word.policy {
                Policy::Refuse => return Err(Refused),
                Policy::Mask => {
                    masked.resize(text.len(), false);
                    masked[found.range()].fill(true);
                }
                Policy::Queue => queued.push(&word.word),
            }
        }
        if !masked.is_empty() {
            // A word consists of whole characters, so the first byte of a character decides.
            *text = text.char_indices().map(|(at, c)| if masked[at] { '*' } else { c }).collect();
        }
        Ok(())
    }

    /// Reloads the list if it was edited, and returns whether it was.
    ///
    /// Call it after an edit, and every few seconds for the edits of other processes.
    pub async fn reload(&self, db: &Database) -> Result<bool, Error> {
        let known = self.0.read().version;
        let read = move |tx: &mut Tx<'_>| -> miaohui_db::Result<_> {
            let version = word::version(tx)?;
            if version > known { Ok(Some((version, word::all(tx)?))) } else { Ok(None) }
        };
        let Some((version, words)) = db.read(read).await? else { return Ok(false) };
        // An automaton of ten thousand words takes a tenth of a second to build.
        let loaded = tokio::task::spawn_blocking(move || Loaded::new(version, words)).await??;
        let mut current = self.0.write();
        // Of two concurrent reloads, the newer version wins.
        let newer = loaded.version > current.version;
        if newer {
            *current = Arc::new(loaded);
        }
        Ok(newer)
    }
}

/// Words with [`Policy::Queue`] in the texts of a call.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Queued(Vec<String>);

impl Queued {
    fn push(&mut self, word: &str) {
        if !self.0.iter().any(|known| known == word) {
            self.0.push(word.to_owned());
        }
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Opens an automatic report of the thing that was written, in the transaction that writes it.
    /// Does nothing without words.
    pub fn report(&self, tx: &mut Tx<'_>, thing: Thing<'_>, now: i64) -> miaohui_db::Result<()> {
        if self.is_empty() {
            return Ok(());
        }
        let text: String = self.0.join(" ").chars().take(report::MOST_CHARS).collect();
        report::open(tx, &NewReport { thing, reporter: None, reason: report::WORDS, text: &text }, now)?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::word::WordId;

    fn words(list: &[(&str, Policy)]) -> Words {
        let word = |(id, (word, policy)): (usize, &(&str, Policy))| Word {
            id: WordId(id as i64),
            word: (*word).to_owned(),
            policy: *policy,
            created_at: 0,
        };
        let loaded = Loaded::new(1, list.iter().enumerate().map(word).collect()).unwrap();
        Words(Arc::new(RwLock::new(Arc::new(loaded))))
    }

    fn applied(words: &Words, text: &str) -> Result<(String, Vec<String>), Refused> {
        let (mut text, mut queued) = (text.to_owned(), Queued::default());
        words.apply(&mut text, &mut queued)?;
        Ok((text, queued.0))
    }

    #[test]
    fn a_policy_masks_queues_or_refuses() {
        let words = words(&[("赌博", Policy::Mask), ("bad", Policy::Refuse), ("发票", Policy::Queue)]);
        assert_eq!(applied(&words, "去赌博吧"), Ok(("去**吧".to_owned(), vec![])));
        assert_eq!(applied(&words, "so BaD"), Err(Refused));
        assert_eq!(applied(&words, "发票发票"), Ok(("发票发票".to_owned(), vec!["发票".to_owned()])));
        assert_eq!(applied(&words, "b ad"), Ok(("b ad".to_owned(), vec![])));
        assert_eq!(applied(&Words::default(), "bad"), Ok(("bad".to_owned(), vec![])));
    }

    #[test]
    fn words_inside_and_across_other_words_match() {
        let words = words(&[
            ("abcd", Policy::Mask),
            ("bc", Policy::Refuse),
            ("xyz", Policy::Mask),
            ("yzw", Policy::Mask),
        ]);
        assert_eq!(applied(&words, "abcd"), Err(Refused));
        assert_eq!(applied(&words, "-xyzw-"), Ok(("-****-".to_owned(), vec![])));
    }
}
