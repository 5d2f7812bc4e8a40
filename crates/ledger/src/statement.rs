//! What happened to an account.

use miaohui_db::{FromRow, Result, Row, Tx};

use crate::Account;

/// A line of a statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The line's id.
    pub id: i64,
    /// The posting's key.
    pub key: String,
    /// What it was.
    pub what: String,
    /// What came (or went, below 0), in fen.
    pub fen: i64,
    /// The balance after it, where one is kept.
    pub balance: Option<i64>,
    /// When, in Unix ms.
    pub at: i64,
}

impl FromRow for Entry {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        let mut c = row.columns();
        Ok(Self {
            id: c.take()?,
            key: c.take()?,
            what: c.take()?,
            fen: c.take()?,
            balance: c.take()?,
            at: c.take()?,
        })
    }
}

/// A page of an account's lines, the newest first, and how many there are in all.
pub fn statement(tx: &mut Tx<'_>, account: &Account, limit: i64, offset: i64) -> Result<(i64, Vec<Entry>)> {
    let account = account.to_string();
    let (count,) =
        tx.query_one("SELECT COUNT(*) FROM ledger_line WHERE account = $1", &[(&account).into()])?;
    let lines = tx.query(
        "SELECT l.id, p.key, p.what, l.fen, l.balance, p.created_at
         FROM ledger_line l JOIN ledger_posting p ON p.id = l.posting_id
         WHERE l.account = $1 ORDER BY l.id DESC LIMIT $2 OFFSET $3",
        &[(&account).into(), limit.into(), offset.into()],
    )?;
    Ok((count, lines))
}
