//! Errors of the PostgreSQL client.

use ::postgres::error::SqlState;

/// The error in one line: the server's message, or the client's with its cause.
pub(crate) fn error_text(error: &::postgres::Error) -> String {
    if let Some(db) = error.as_db_error() {
        let detail = db.detail().map(|detail| format!(" ({detail})")).unwrap_or_default();
        return format!("{} {}{detail}", db.code().code(), db.message());
    }
    let cause = std::error::Error::source(error).map(|source| format!(": {source}")).unwrap_or_default();
    format!("{error}{cause}")
}

/// Whether a conflict with another transaction caused the error, so that a retry of the job may
/// succeed.
///
/// A violated foreign key is such a conflict: between two statements of this job another
/// transaction may delete the parent row that this one has found, or insert a child of the row that
/// this one deletes.
pub(crate) fn is_retryable(error: &::postgres::Error) -> bool {
    matches!(
        error.code(),
        Some(
            &SqlState::T_R_SERIALIZATION_FAILURE
                | &SqlState::T_R_DEADLOCK_DETECTED
                | &SqlState::FOREIGN_KEY_VIOLATION
        )
    )
}
