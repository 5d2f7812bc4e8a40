//! What a file shows: headings, and rows in batches.

use miaohui_admin::Cell;

use crate::error::Result;

/// How the values of a column are written where a file knows kinds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holds {
    /// Keys: numbers, if they are such.
    Keys,
    /// Fen, written in yuan.
    Money,
    /// Numbers to count with.
    Numbers,
    /// Times in Unix ms.
    Times,
    /// Anything else.
    Texts,
}

/// A column.
#[derive(Clone, Debug)]
pub struct Heading {
    /// Its name.
    pub name: String,
    /// Its values.
    pub holds: Holds,
}

/// A value, and its text.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The value.
    pub cell: Cell,
    /// How people read it.
    pub text: String,
}

/// Rows for a file.
pub trait Sheet: Send + 'static {
    /// The columns.
    fn headings(&self) -> Vec<Heading>;

    /// The next rows; `None` at the end.
    fn batch(&mut self) -> impl Future<Output = Result<Option<Vec<Vec<Entry>>>>> + Send;
}

/// Rows that are there already.
pub struct Whole {
    /// The columns.
    pub headings: Vec<Heading>,
    /// The rows; empty once they are taken.
    pub rows: Vec<Vec<Entry>>,
}

impl Sheet for Whole {
    fn headings(&self) -> Vec<Heading> {
        self.headings.clone()
    }

    async fn batch(&mut self) -> Result<Option<Vec<Vec<Entry>>>> {
        let rows = std::mem::take(&mut self.rows);
        Ok(if rows.is_empty() { None } else { Some(rows) })
    }
}
