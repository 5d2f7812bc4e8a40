//! The table of words. Whoever edits it calls [`crate::Words::reload`] once the edit is committed.

use miaohui_db::{FromRow, Result, Row, Tx};

/// Longest word in characters.
pub const MOST_CHARS: usize = 50;

/// What happens to a text that holds a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Policy {
    /// It is not published.
    Refuse,
    /// The word's characters become `*`.
    Mask,
    /// It is published, and reported to the operators.
    Queue,
}

impl Policy {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Refuse, Self::Mask, Self::Queue];

    /// As it is stored and shown.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Refuse => "refuse",
            Self::Mask => "mask",
            Self::Queue => "queue",
        }
    }

    /// The policy of this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|policy| policy.name() == name)
    }
}

/// A word with its policy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// Its id.
    pub id: i64,
    /// The word, its ASCII letters in lower case.
    pub word: String,
    /// What it does.
    pub policy: Policy,
    /// When it was added, in Unix ms.
    pub created_at: i64,
}

impl FromRow for Word {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        let policy: &str = row.get(2)?;
        Ok(Self {
            id: row.get(0)?,
            word: row.get(1)?,
            // The column's check lets no other names in.
            policy: Policy::named(policy).unwrap_or(Policy::Queue),
            created_at: row.get(3)?,
        })
    }
}

/// What came of adding a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Added {
    /// It has this id.
    New(i64),
    /// It was there already; nothing has changed.
    Known,
    /// It is blank or longer than [`MOST_CHARS`].
    Unfit,
}

/// A page of the words that contain `search` (empty: all), the last added first, and how many they are.
pub fn list(tx: &mut Tx<'_>, search: &str, limit: i64, offset: i64) -> Result<(i64, Vec<Word>)> {
    let escaped =
        search.trim().to_ascii_lowercase().replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    let pattern = format!("%{escaped}%");
    let (count,) = tx.query_one(
        "SELECT COUNT(*) FROM moderation_word WHERE word LIKE $1 ESCAPE '\\'",
        &[(&pattern).into()],
    )?;
    let words = tx.query(
        "SELECT id, word, policy, created_at FROM moderation_word WHERE word LIKE $1 ESCAPE '\\'
         ORDER BY id DESC LIMIT $2 OFFSET $3",
        &[(&pattern).into(), limit.into(), offset.into()],
    )?;
    Ok((count, words))
}

/// Adds a word; white space around it is dropped.
pub fn add(tx: &mut Tx<'_>, word: &str, policy: Policy, now: i64) -> Result<Added> {
    let word = word.trim().to_ascii_lowercase();
    if word.is_empty() || word.chars().count() > MOST_CHARS {
        return Ok(Added::Unfit);
    }
    let new: Option<(i64,)> = tx.query_opt(
        "INSERT INTO moderation_word (word, policy, created_at) VALUES ($1, $2, $3)
         ON CONFLICT (word) DO NOTHING RETURNING id",
        &[(&word).into(), policy.name().into(), now.into()],
    )?;
    let Some((id,)) = new else { return Ok(Added::Known) };
    raise_version(tx)?;
    Ok(Added::New(id))
}

/// Gives a word another policy; `false`: there is no such word.
pub fn set_policy(tx: &mut Tx<'_>, id: i64, policy: Policy) -> Result<bool> {
    let changed = tx.execute(
        "UPDATE moderation_word SET policy = $2 WHERE id = $1",
        &[id.into(), policy.name().into()],
    )?;
    raise_version(tx)?;
    Ok(changed == 1)
}

/// Removes a word; `false`: there is no such word.
pub fn remove(tx: &mut Tx<'_>, id: i64) -> Result<bool> {
    let gone = tx.execute("DELETE FROM moderation_word WHERE id = $1", &[id.into()])?;
    raise_version(tx)?;
    Ok(gone == 1)
}

fn raise_version(tx: &mut Tx<'_>) -> Result<()> {
    tx.execute("UPDATE moderation_version SET version = version + 1 WHERE id = 1", &[])?;
    Ok(())
}

/// How often the words were edited.
pub(crate) fn version(tx: &mut Tx<'_>) -> Result<i64> {
    let (version,) = tx.query_one("SELECT version FROM moderation_version WHERE id = 1", &[])?;
    Ok(version)
}

/// Every word.
pub(crate) fn all(tx: &mut Tx<'_>) -> Result<Vec<Word>> {
    tx.query("SELECT id, word, policy, created_at FROM moderation_word ORDER BY id", &[])
}
