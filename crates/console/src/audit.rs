//! What was done in the console: who, when, from where, and what it changed.

use miaohui_db::{Result, Tx};
use serde_json::{Map, Value};

use crate::visitor::Visitor;

/// Who does something, as the audit remembers it.
#[derive(Clone, Debug)]
pub struct Actor {
    /// Their id; nobody's for the command line.
    pub staff_id: Option<i64>,
    /// Their mail address, or what the command line was told.
    pub name: String,
    /// Where from; empty for the command line.
    pub address: String,
}

impl Actor {
    /// The visitor of a page.
    pub fn of(visitor: &Visitor) -> Self {
        Self {
            staff_id: Some(visitor.staff.id),
            name: visitor.staff.email.clone(),
            address: visitor.origin.address.0.to_string(),
        }
    }
}

/// One thing that was done.
pub struct Deed<'a> {
    /// What, such as `save` or an action's name.
    pub action: &'a str,
    /// The kind of thing it was done to.
    pub resource: &'a str,
    /// Which one.
    pub subject: &'a str,
    /// Column → `[before, after]`; for actions what was said with them.
    pub changes: Map<String, Value>,
}

/// Writes it down, in the transaction that does it.
pub fn insert(tx: &mut Tx<'_>, actor: &Actor, deed: Deed<'_>, now: i64) -> Result<()> {
    tx.execute(
        "INSERT INTO console_audit (created_at, staff_id, actor, address, action, resource, subject, changes)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        &[
            now.into(),
            actor.staff_id.into(),
            (&actor.name).into(),
            (&actor.address).into(),
            deed.action.into(),
            deed.resource.into(),
            deed.subject.into(),
            (&Value::Object(deed.changes).to_string()).into(),
        ],
    )?;
    Ok(())
}

/// Forgets what was done before `before`, at most `most` rows; how many.
pub fn sweep(tx: &mut Tx<'_>, before: i64, most: i64) -> Result<u64> {
    tx.execute(
        "DELETE FROM console_audit WHERE id IN
           (SELECT id FROM console_audit WHERE created_at < $1 ORDER BY created_at LIMIT $2)",
        &[before.into(), most.into()],
    )
}
