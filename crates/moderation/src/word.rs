//! The word list as it is stored. After an edit is committed, the caller calls
//! [`crate::Words::reload`].

use miaohui_db::{Result, Slice, Tx};
use miaohui_kernel::containing;

miaohui_db::ids! {
    /// A word of the list.
    WordId,
}

/// The longest word in characters.
pub const MOST_CHARS: usize = 50;

miaohui_db::stored_enum! {
    /// What happens to a text that contains a word.
    pub enum Policy: str as word_policy {
        /// The text is refused.
        Refuse = "refuse",
        /// The word's characters become `*`.
        Mask = "mask",
        /// The text is published, and reported to the operators.
        Queue = "queue",
    }
}

miaohui_db::row! {
    /// A word with its policy.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Word as word_columns {
        /// Its id.
        pub id: WordId = "id",
        /// The word, with ASCII letters in lower case.
        pub word: String = "word",
        /// What happens to texts that contain it.
        pub policy: Policy = "policy",
        /// When it was added, in Unix ms.
        pub created_at: i64 = "created_at",
    }
}

/// The result of adding a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Added {
    /// It was added with this id.
    New(WordId),
    /// It is in the list already; nothing was changed.
    Known,
    /// It is blank or longer than [`MOST_CHARS`].
    Invalid,
}

/// A part of the words that contain `search` (all for an empty one), the last added first, and the
/// number of all matches.
pub fn list(tx: &mut Tx<'_>, search: &str, slice: Slice) -> Result<(i64, Vec<Word>)> {
    let pattern = containing(&search.trim().to_ascii_lowercase());
    let (count,) = tx.query_one(
        "SELECT COUNT(*) FROM moderation_word WHERE word LIKE $1 ESCAPE '\\'",
        &[(&pattern).into()],
    )?;
    let words = tx.query(
        concat!(
            "SELECT ",
            word_columns!(),
            " FROM moderation_word WHERE word LIKE $1 ESCAPE '\\' ORDER BY id DESC LIMIT $2 OFFSET $3"
        ),
        &[(&pattern).into(), slice.limit.into(), slice.offset.into()],
    )?;
    Ok((count, words))
}

/// Adds a word, without the white space around it.
pub fn add(tx: &mut Tx<'_>, word: &str, policy: Policy, now: i64) -> Result<Added> {
    let word = word.trim().to_ascii_lowercase();
    if word.is_empty() || word.chars().count() > MOST_CHARS {
        return Ok(Added::Invalid);
    }
    let new: Option<(WordId,)> = tx.query_opt(
        "INSERT INTO moderation_word (word, policy, created_at) VALUES ($1, $2, $3)
         ON CONFLICT (word) DO NOTHING RETURNING id",
        &[(&word).into(), policy.into(), now.into()],
    )?;
    let Some((id,)) = new else { return Ok(Added::Known) };
    raise_version(tx)?;
    Ok(Added::New(id))
}

/// Changes the policy of a word; `false` if there is no such word.
pub fn set_policy(tx: &mut Tx<'_>, id: WordId, policy: Policy) -> Result<bool> {
    let changed =
        tx.execute("UPDATE moderation_word SET policy = $2 WHERE id = $1", &[id.into(), policy.into()])?;
    raise_version(tx)?;
    Ok(changed == 1)
}

/// Removes a word; `false` if there is no such word.
pub fn remove(tx: &mut Tx<'_>, id: WordId) -> Result<bool> {
    let removed = tx.execute("DELETE FROM moderation_word WHERE id = $1", &[id.into()])?;
    raise_version(tx)?;
    Ok(removed == 1)
}

fn raise_version(tx: &mut Tx<'_>) -> Result<()> {
    tx.execute("UPDATE moderation_version SET version = version + 1 WHERE id = 1", &[])?;
    Ok(())
}

/// The version of the list, which rises with each edit.
pub(crate) fn version(tx: &mut Tx<'_>) -> Result<i64> {
    let (version,) = tx.query_one("SELECT version FROM moderation_version WHERE id = 1", &[])?;
    Ok(version)
}

/// All words.
pub(crate) fn all(tx: &mut Tx<'_>) -> Result<Vec<Word>> {
    tx.query(concat!("SELECT ", word_columns!(), " FROM moderation_word ORDER BY id"), &[])
}
