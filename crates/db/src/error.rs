//! What can go wrong at the door.

/// A result of the door.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// A failure of the database or of the way it was asked.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The queue is full: the caller should answer "busy" at once.
    #[error("the database is busy: {waiting} jobs are waiting")]
    Busy {
        /// The length of the full queue.
        waiting: usize,
    },
    /// The engine cannot be reached or its thread has ended.
    #[error("the database is not available: {0}")]
    Unavailable(String),
    /// A statement failed.
    #[error("{message}\n  in: {sql}")]
    Statement {
        /// The engine's words.
        message: String,
        /// The statement as it was written.
        sql: String,
        /// Whether a unique key, foreign key or check refused it.
        constraint: bool,
    },
    /// A row holds something else than the code expects.
    #[error("column `{column}` ({index}{}): expected {expected}, found {found}", of_field(field))]
    Column {
        /// The column's name in the result.
        column: String,
        /// Its position, from 0.
        index: usize,
        /// The field that it is for, such as `Order.price`; empty for a column that is taken by itself.
        field: &'static str,
        /// The type asked for.
        expected: &'static str,
        /// What the row holds.
        found: String,
    },
    /// Exactly one row was expected and none came.
    #[error("no row\n  in: {0}")]
    NoRow(String),
    /// A text parameter holds a NUL, which PostgreSQL cannot store.
    #[error("a text parameter holds a NUL character")]
    Nul,
    /// The transaction did not commit; nothing of it is stored.
    #[error("the transaction did not commit: {0}")]
    Commit(String),
    /// The job panicked; its transaction was rolled back.
    #[error("a database job panicked: {0}")]
    Panic(String),
    /// The database cannot be opened as it was asked for.
    #[error("{0}")]
    Open(String),
}

/// Behind a column's position, the field that it is for.
fn of_field(field: &str) -> String {
    if field.is_empty() { String::new() } else { format!(", {field}") }
}

impl Error {
    /// Whether a unique key, foreign key or check refused the statement.
    pub fn is_constraint(&self) -> bool {
        matches!(self, Self::Statement { constraint: true, .. })
    }
}
