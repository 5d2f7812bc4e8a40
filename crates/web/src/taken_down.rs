//! Files that operators have taken down, under every row that names the same content.

use miaohui_db::{Result, Tx};

/// The SQL condition that the file named by a column is not taken down: `shown_file!("m.blob")`.
#[macro_export]
macro_rules! shown_file {
    ($blob:literal) => {
        concat!("NOT EXISTS (SELECT 1 FROM taken_down_blob d WHERE d.blob = ", $blob, ")")
    };
}

/// Takes a file down; `false` if it is already.
pub fn take_down(tx: &mut Tx<'_>, blob: &str, reason: &str, actor: &str, now: i64) -> Result<bool> {
    let taken = tx.execute(
        "INSERT INTO taken_down_blob (blob, reason, actor, created_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT DO NOTHING",
        &[blob.into(), reason.into(), actor.into(), now.into()],
    )?;
    Ok(taken == 1)
}

/// Puts a file back; `false` if it is not taken down.
pub fn put_back(tx: &mut Tx<'_>, blob: &str) -> Result<bool> {
    Ok(tx.execute("DELETE FROM taken_down_blob WHERE blob = $1", &[blob.into()])? == 1)
}

/// Whether a file is taken down.
pub fn is_taken_down(tx: &mut Tx<'_>, blob: &str) -> Result<bool> {
    let row: Option<(String,)> =
        tx.query_opt("SELECT blob FROM taken_down_blob WHERE blob = $1", &[blob.into()])?;
    Ok(row.is_some())
}
