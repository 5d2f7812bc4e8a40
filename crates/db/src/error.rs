//! Errors of the database.

/// The result of a database call.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// An error of the database, or of its use.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The queue is full. The caller should answer that it is busy, without waiting.
    #[error("the database is busy: {waiting} jobs are waiting")]
    Busy {
        /// The length of the full queue.
        waiting: usize,
    },
    /// The read took longer than its budget and was interrupted.
    #[error("the read took longer than its budget")]
    OverBudget,
    /// The engine cannot be reached, or its thread has ended.
    #[error("the database is not available: {0}")]
    Unavailable(String),
    /// A statement failed.
    #[error("{message}\n  in: {sql}")]
    Statement {
        /// The engine's message.
        message: String,
        /// The statement in the common dialect.
        sql: String,
        /// Whether it violates a unique key, a foreign key or a check.
        constraint: bool,
    },
    /// A column has another type than expected.
    #[error("column `{column}` ({index}{}): expected {expected}, found {found}", of_field(field))]
    Column {
        /// The column's name in the result.
        column: String,
        /// Its position, from 0.
        index: usize,
        /// The field that it fills, such as `Order.price`; empty for a column of a tuple.
        field: &'static str,
        /// The expected type.
        expected: &'static str,
        /// The value.
        found: String,
    },
    /// A row was expected, and there is none.
    #[error("no row\n  in: {0}")]
    NoRow(String),
    /// A text parameter contains a NUL character, which PostgreSQL cannot store.
    #[error("a text parameter holds a NUL character")]
    Nul,
    /// The transaction did not commit and is rolled back.
    #[error("the transaction did not commit: {0}")]
    Commit(String),
    /// The connection was lost while the transaction committed, and it cannot be found out whether it
    /// did.
    #[error("it is not known whether the transaction committed: {0}")]
    Unknown(String),
    /// The job panicked, and its transaction is rolled back.
    #[error("a database job panicked: {0}")]
    Panic(String),
    /// The database cannot be opened.
    #[error("{0}")]
    Open(String),
}

/// The field that a column fills, as a suffix of its position.
fn of_field(field: &str) -> String {
    if field.is_empty() { String::new() } else { format!(", {field}") }
}

impl Error {
    /// Whether the statement violates a unique key, a foreign key or a check.
    pub fn is_constraint(&self) -> bool {
        matches!(self, Self::Statement { constraint: true, .. })
    }
}
