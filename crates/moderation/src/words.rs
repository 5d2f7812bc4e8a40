//! The words as every call needs them: in memory, as one automaton.

use std::sync::Arc;

use aho_corasick::{AhoCorasick, MatchKind};
use miaohui_db::{Database, Tx};
use parking_lot::RwLock;

use crate::report::{self, NewReport, Thing};
use crate::word::{self, Policy, Word};

/// The text holds a word that is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refused;

/// Why the words could not be read again; those that were read before stay.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The database does not do as asked.
    #[error(transparent)]
    Database(#[from] miaohui_db::Error),
    /// They are too many for one automaton.
    #[error("the words make no automaton: {0}")]
    Automaton(#[from] aho_corasick::BuildError),
    /// The program is about to end.
    #[error("the automaton was not finished: {0}")]
    Unfinished(#[from] tokio::task::JoinError),
}

/// All words in force, shared by whoever holds a clone. Looking at a text takes no database and time in proportion to
/// the text, however many words there are.
#[derive(Clone, Debug, Default)]
pub struct Words(Arc<RwLock<Arc<Loaded>>>);

#[derive(Debug, Default)]
struct Loaded {
    version: i64,
    words: Vec<Word>,
    /// None without words.
    automaton: Option<AhoCorasick>,
}

impl Loaded {
    fn of(version: i64, words: Vec<Word>) -> Result<Self, aho_corasick::BuildError> {
        if words.is_empty() {
            return Ok(Self { version, ..Self::default() });
        }
        // Standard matching reports words inside other words too: a masked one must not shield a refused one.
        let automaton = AhoCorasick::builder()
            .ascii_case_insensitive(true)
            .match_kind(MatchKind::Standard)
            .build(words.iter().map(|word| &word.word))?;
        Ok(Self { version, words, automaton: Some(automaton) })
    }
}

impl Words {
    /// Does to a text what the words in it ask for: masks them, or adds them to what is queued. Case counts for none
    /// but ASCII letters; nothing is left out between a word's characters.
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
            // Words are whole characters, so where one begins says it all.
            *text = text.char_indices().map(|(at, c)| if masked[at] { '*' } else { c }).collect();
        }
        Ok(())
    }

    /// Reads the words again if they were edited since; whether they were. To be called after an edit, and every few
    /// seconds for the edits of other processes.
    pub async fn reload(&self, db: &Database) -> Result<bool, Error> {
        let known = self.0.read().version;
        let read = move |tx: &mut Tx<'_>| -> miaohui_db::Result<_> {
            let version = word::version(tx)?;
            if version > known { Ok(Some((version, word::all(tx)?))) } else { Ok(None) }
        };
        let Some((version, words)) = db.read(read).await? else { return Ok(false) };
        // Ten thousand words take a tenth of a second.
        let loaded = tokio::task::spawn_blocking(move || Loaded::of(version, words)).await??;
        let mut kept = self.0.write();
        // Of two that read at once, the one that saw more stays.
        let newer = loaded.version > kept.version;
        if newer {
            *kept = Arc::new(loaded);
        }
        Ok(newer)
    }
}

/// Words that the texts of a call hold and operators want to see.
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

    /// Opens the system's report of what was written with them, in the transaction that writes it. Without words it does
    /// nothing.
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

    fn words(list: &[(&str, Policy)]) -> Words {
        let word = |(id, (word, policy)): (usize, &(&str, Policy))| Word {
            id: id as i64,
            word: (*word).to_owned(),
            policy: *policy,
            created_at: 0,
        };
        let loaded = Loaded::of(1, list.iter().enumerate().map(word).collect()).unwrap();
        Words(Arc::new(RwLock::new(Arc::new(loaded))))
    }

    fn applied(words: &Words, text: &str) -> Result<(String, Vec<String>), Refused> {
        let (mut text, mut queued) = (text.to_owned(), Queued::default());
        words.apply(&mut text, &mut queued)?;
        Ok((text, queued.0))
    }

    #[test]
    fn words_mask_queue_and_refuse() {
        let words = words(&[("赌博", Policy::Mask), ("bad", Policy::Refuse), ("发票", Policy::Queue)]);
        assert_eq!(applied(&words, "去赌博吧"), Ok(("去**吧".to_owned(), vec![])));
        assert_eq!(applied(&words, "so BaD"), Err(Refused));
        assert_eq!(applied(&words, "发票发票"), Ok(("发票发票".to_owned(), vec!["发票".to_owned()])));
        assert_eq!(applied(&words, "b ad"), Ok(("b ad".to_owned(), vec![])));
        assert_eq!(applied(&Words::default(), "bad"), Ok(("bad".to_owned(), vec![])));
    }

    #[test]
    fn words_inside_words_count() {
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
