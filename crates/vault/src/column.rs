//! Encrypted columns, and the encryption of what they hold with the current key.

use miaohui_db::{Sql, Tx};

use crate::error::Result;
use crate::vault::{PREFIX, Vault};

/// A column of texts that are encrypted; its table's key is `id`.
#[derive(Clone, Copy, Debug)]
pub struct SealedColumn {
    /// The table.
    pub table: &'static str,
    /// The column.
    pub column: &'static str,
}

impl SealedColumn {
    /// Its name, which is authenticated with each value.
    pub fn name(self) -> String {
        format!("{}.{}", self.table, self.column)
    }

    /// The condition that a value is not encrypted with the current key, whose prefix is `$1`.
    fn is_stale(self) -> String {
        let column = self.column;
        format!("{column} <> '' AND substr({column}, 1, length(CAST($1 AS TEXT))) <> CAST($1 AS TEXT)")
    }
}

fn prefix(vault: &Vault) -> String {
    format!("{PREFIX}{}:", vault.current())
}

/// Counts the values that are not encrypted with the current key.
pub fn count_unsealed(tx: &mut Tx<'_>, vault: &Vault, column: SealedColumn) -> Result<i64> {
    let sql = format!("SELECT COUNT(*) FROM {} WHERE {}", column.table, column.is_stale());
    let (count,) = tx.query_one(Sql::Built(&sql), &[(&prefix(vault)).into()])?;
    Ok(count)
}

/// Encrypts up to `most` values after a row with the current key. Returns their number and the last
/// row; `None` at the end.
pub fn seal_some(
    tx: &mut Tx<'_>,
    vault: &Vault,
    column: SealedColumn,
    after: i64,
    most: i64,
) -> Result<Option<(u64, i64)>> {
    let (SealedColumn { table, column: field }, name) = (column, column.name());
    let select = format!(
        "SELECT id, {field} FROM {table} WHERE id > $2 AND {} ORDER BY id LIMIT $3",
        column.is_stale()
    );
    let rows: Vec<(i64, String)> =
        tx.query(Sql::Built(&select), &[(&prefix(vault)).into(), after.into(), most.into()])?;
    // A value that has changed meanwhile was encrypted by whoever changed it.
    let update = format!("UPDATE {table} SET {field} = $3 WHERE id = $1 AND {field} = $2");
    let mut count = 0;
    for (id, stored) in &rows {
        let plain = vault.open_text(&name, *id, stored)?;
        let sealed = vault.seal(&name, *id, &plain)?;
        count += tx.execute(Sql::Built(&update), &[id.into(), stored.into(), (&sealed).into()])?;
    }
    Ok(rows.last().map(|(id, _)| (count, *id)))
}
