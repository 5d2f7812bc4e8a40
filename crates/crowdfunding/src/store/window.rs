//! The part of a list that is selected.

/// LIMIT and OFFSET of a list.
#[derive(Clone, Copy, Debug)]
pub struct Window {
    /// Number of rows to select.
    pub limit: i64,
    /// Number of rows before them.
    pub offset: i64,
}
