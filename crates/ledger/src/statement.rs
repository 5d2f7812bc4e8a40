//! Statements: the lines of an account.

use miaohui_db::{Result, Slice, Tx};
use miaohui_kernel::Fen;

use crate::account::Account;

miaohui_db::ids! {
    /// A line of a posting.
    LineId,
}

miaohui_db::row! {
    /// A line of a statement.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct StatementLine as statement_line_columns {
        /// The line's id.
        pub id: LineId = "l.id",
        /// The posting's key.
        pub key: String = "p.key",
        /// What the posting was for.
        pub what: String = "p.what",
        /// The amount; negative for a debit.
        pub fen: Fen = "l.fen",
        /// The balance after it, where one is stored.
        pub balance: Option<Fen> = "l.balance",
        /// The time of the posting in Unix ms.
        pub at: i64 = "p.created_at",
    }
}

/// A part of an account's lines, the newest first, and the number of all its lines.
pub fn statement(tx: &mut Tx<'_>, account: &Account, slice: Slice) -> Result<(i64, Vec<StatementLine>)> {
    let account = account.to_string();
    let (count,) =
        tx.query_one("SELECT COUNT(*) FROM ledger_line WHERE account = $1", &[(&account).into()])?;
    let lines = tx.query(
        concat!(
            "SELECT ",
            statement_line_columns!(),
            " FROM ledger_line l JOIN ledger_posting p ON p.id = l.posting_id
             WHERE l.account = $1 ORDER BY l.id DESC LIMIT $2 OFFSET $3"
        ),
        &[(&account).into(), slice.limit.into(), slice.offset.into()],
    )?;
    Ok((count, lines))
}
