//! Categories of projects, in the operators' order.

use miaohui_db::{Result, Tx};
use schemars::JsonSchema;
use serde::Serialize;

use super::row;

/// A category or a place as lists show it.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct Named {
    /// Its id.
    pub id: i64,
    /// Its name.
    pub name: String,
}

row!(Named { id, name });

/// All of them.
pub fn list(tx: &mut Tx<'_>) -> Result<Vec<Named>> {
    tx.query("SELECT id, name FROM cf_category ORDER BY position, id", &[])
}

/// Whether there is one with this id.
pub fn exists(tx: &mut Tx<'_>, id: i64) -> Result<bool> {
    let found: Option<(i64,)> = tx.query_opt("SELECT id FROM cf_category WHERE id = $1", &[id.into()])?;
    Ok(found.is_some())
}

/// Puts categories into an order; the first of `ids` comes first.
pub fn reorder(tx: &mut Tx<'_>, ids: &[i64]) -> Result<()> {
    for (position, id) in (1_i64..).zip(ids) {
        tx.execute("UPDATE cf_category SET position = $2 WHERE id = $1", &[id.into(), position.into()])?;
    }
    Ok(())
}
