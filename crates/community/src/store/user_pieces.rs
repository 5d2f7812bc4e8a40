//! The pieces by which operators search users.

use miaohui_admin::PieceTable;
use miaohui_db::{Result, Tx};

use crate::ids::UserId;

const PIECES: PieceTable = PieceTable {
    delete: "DELETE FROM co_user_piece WHERE id = $1",
    insert: "INSERT INTO co_user_piece (piece, id) VALUES ($1, $2) ON CONFLICT DO NOTHING",
};

/// Stores the pieces of a user's nickname and phone as they are now.
pub fn store(tx: &mut Tx<'_>, id: UserId) -> Result<()> {
    let found: Option<(String, String)> =
        tx.query_opt("SELECT nickname, phone FROM co_user WHERE id = $1", &[id.into()])?;
    match found {
        Some((nickname, phone)) => PIECES.replace(tx, id.get(), &[&nickname, &phone]),
        None => Ok(()),
    }
}
