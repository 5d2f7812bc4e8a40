//! Tables of pieces for the search of lists ([`Searching::Pieces`](crate::Searching::Pieces)).

use miaohui_db::{Result, Tx};
use miaohui_kernel::pieces;

/// The statements of a table of pieces.
pub struct PieceTable {
    /// Deletes the pieces of the row `$1`.
    pub delete: &'static str,
    /// Adds the piece `$1` of the row `$2`.
    pub insert: &'static str,
}

impl PieceTable {
    /// Replaces the pieces of a row by those of its texts.
    pub fn replace(&self, tx: &mut Tx<'_>, id: i64, texts: &[&str]) -> Result<()> {
        tx.execute(self.delete, &[id.into()])?;
        for piece in pieces(texts.iter().copied()) {
            tx.execute(self.insert, &[(&piece).into(), id.into()])?;
        }
        Ok(())
    }
}
