//! The audit: who did what from where, and what it changed.

use miaohui_db::Tx;
use serde_json::{Map, Value};

use crate::staff::StaffId;
use crate::visitor::Visitor;

/// Whoever makes a change.
#[derive(Clone, Debug)]
pub struct Actor {
    /// Their id.
    pub staff: StaffId,
    /// Their mail address.
    pub email: String,
    /// The address that the request came from.
    pub address: String,
}

impl Actor {
    /// The visitor of a page.
    pub fn of(visitor: &Visitor) -> Self {
        Self {
            staff: visitor.staff.id,
            email: visitor.staff.email.clone(),
            address: visitor.origin.address.0.to_string(),
        }
    }
}

/// A change.
pub struct AuditEntry {
    /// What was done, such as `save` or the name of an action.
    pub action: &'static str,
    /// The name of the resource.
    pub resource: &'static str,
    /// The key of the row.
    pub subject: String,
    /// Column → `[before, after]`; the answers for an action.
    pub changes: Map<String, Value>,
}

/// Makes a change and writes it into the audit, in one transaction; returns the key of the changed
/// row. A change that returns no entry has changed nothing, and nothing is written.
pub fn audited<E: From<miaohui_db::Error>>(
    tx: &mut Tx<'_>,
    actor: &Actor,
    now: i64,
    change: impl FnOnce(&mut Tx<'_>) -> Result<Option<AuditEntry>, E>,
) -> Result<Option<String>, E> {
    let Some(entry) = change(tx)? else { return Ok(None) };
    tx.execute(
        "INSERT INTO console_audit (created_at, staff_id, actor, address, action, resource, subject, changes)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        &[
            now.into(),
            actor.staff.into(),
            (&actor.email).into(),
            (&actor.address).into(),
            entry.action.into(),
            entry.resource.into(),
            (&entry.subject).into(),
            (&Value::Object(entry.changes).to_string()).into(),
        ],
    )?;
    Ok(Some(entry.subject))
}

/// Writes into the audit what changed nothing: that somebody saw something, or failed.
pub fn viewed(tx: &mut Tx<'_>, actor: &Actor, now: i64, entry: AuditEntry) -> miaohui_db::Result<()> {
    audited(tx, actor, now, |_| Ok::<_, miaohui_db::Error>(Some(entry))).map(drop)
}

/// Deletes entries from before a time, at most so many; returns their number.
pub fn delete_before(tx: &mut Tx<'_>, before: i64, most: u32) -> miaohui_db::Result<u64> {
    tx.execute(
        "DELETE FROM console_audit WHERE id IN
           (SELECT id FROM console_audit WHERE created_at < $1 ORDER BY created_at LIMIT $2)",
        &[before.into(), i64::from(most).into()],
    )
}
