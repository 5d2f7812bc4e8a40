//! What operators did.

use miaohui_db::{Result, Tx};
use miaohui_payments::Reversal;

/// One thing that an operator did.
pub struct Entry<'a> {
    /// Who did it.
    pub actor: &'a str,
    /// What was done, such as `approve`.
    pub action: &'a str,
    /// To what, such as `project`.
    pub subject: &'a str,
    /// Which one.
    pub subject_id: i64,
    /// Why.
    pub reason: &'a str,
}

/// Writes it down.
pub fn insert(tx: &mut Tx<'_>, entry: &Entry<'_>, now: i64) -> Result<()> {
    tx.execute(
        "INSERT INTO cf_audit (actor, action, subject, subject_id, reason, created_at) VALUES ($1, $2, $3, $4, $5, $6)",
        &[
            entry.actor.into(),
            entry.action.into(),
            entry.subject.into(),
            entry.subject_id.into(),
            entry.reason.into(),
            now.into(),
        ],
    )?;
    Ok(())
}

/// Writes down that an operator sends money back.
pub fn refund(tx: &mut Tx<'_>, subject: &str, subject_id: i64, back: &Reversal<'_>, now: i64) -> Result<()> {
    let Reversal { fen, actor, reason, .. } = *back;
    let reason = format!("{} fen: {reason}", fen.get());
    insert(tx, &Entry { actor, action: "refund", subject, subject_id, reason: &reason }, now)
}
