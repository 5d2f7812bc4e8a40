//! Verdicts of endpoints about written texts.

use miaohui_db::{Result, Tx};
use serde::Deserialize;

miaohui_db::stored_enum! {
    /// What an endpoint decides about a text.
    #[derive(Deserialize)]
    #[serde(rename_all = "lowercase")]
    pub enum Verdict: str as verdict {
        /// It stays.
        Allow = "allow",
        /// It stays, and operators look at it.
        Queue = "queue",
        /// It is hidden, and operators see why.
        Hide = "hide",
    }
}

/// Something with a text, in a product's tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub struct WrittenThing<'a> {
    /// The product's short name.
    pub product: &'a str,
    /// The product's word for its kind.
    pub kind: &'a str,
    /// Its id.
    pub id: i64,
}

/// What knows the things of the products.
pub trait Moderator: Send + Sync {
    /// The present text of a thing; `None` if it is gone or has none.
    fn text(&self, tx: &mut Tx<'_>, thing: WrittenThing<'_>) -> Result<Option<String>>;

    /// Applies a verdict.
    fn apply(
        &self,
        tx: &mut Tx<'_>,
        thing: WrittenThing<'_>,
        verdict: Verdict,
        reason: &str,
        now: i64,
    ) -> Result<()>;
}

/// The longest reason in characters.
const MOST_CHARS: usize = 200;

/// The body of an answer.
#[derive(Deserialize)]
struct Answer {
    verdict: String,
    #[serde(default)]
    reason: String,
}

/// Reads an answer, `{"verdict": "hide", "reason": "…"}`; `None` if it is none.
pub(crate) fn read_answer(body: &[u8]) -> Option<(Verdict, String)> {
    let answer: Answer = serde_json::from_slice(body).ok()?;
    let reason = answer.reason.chars().filter(|c| !c.is_control()).take(MOST_CHARS).collect();
    Some((Verdict::from_value(&answer.verdict)?, reason))
}
