//! The audit of operators' actions.

use miaohui_db::{Result, Tx};
use miaohui_payments::{Reversal, SubjectId};

/// One action of an operator.
pub struct AuditEntry<'a> {
    /// The operator.
    pub actor: &'a str,
    /// The action, such as `approve`.
    pub action: &'a str,
    /// The kind of thing that it changed, such as `project`.
    pub subject: &'a str,
    /// The id of that thing.
    pub subject_id: i64,
    /// The reason.
    pub reason: &'a str,
}

/// Writes an entry.
pub fn insert(tx: &mut Tx<'_>, entry: &AuditEntry<'_>, now: i64) -> Result<()> {
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

/// Writes an entry of an operator's refund.
pub fn refund(
    tx: &mut Tx<'_>,
    subject: &str,
    subject_id: SubjectId,
    reversal: &Reversal<'_>,
    now: i64,
) -> Result<()> {
    let Reversal { fen, actor, reason, .. } = *reversal;
    let (subject_id, reason) = (subject_id.get(), format!("{} fen: {reason}", fen.get()));
    insert(tx, &AuditEntry { actor, action: "refund", subject, subject_id, reason: &reason }, now)
}
