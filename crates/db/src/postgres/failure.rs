//! Failures of the PostgreSQL client.

use std::time::Duration;

use ::postgres::error::SqlState;

/// Why a statement of a session failed.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The server's error, or a broken connection.
    Postgres(::postgres::Error),
    /// There was no reply for so long.
    Silent(Duration),
    /// The standby has not replayed what the caller must see.
    Behind,
}

impl From<::postgres::Error> for Failure {
    fn from(error: ::postgres::Error) -> Self {
        Self::Postgres(error)
    }
}

impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Postgres(error) => f.write_str(&error_text(error)),
            Self::Silent(waited) => write!(f, "no reply in {} ms", waited.as_millis()),
            Self::Behind => f.write_str("the replica lags"),
        }
    }
}

impl Failure {
    /// The server's error code.
    pub fn code(&self) -> Option<&SqlState> {
        match self {
            Self::Postgres(error) => error.code(),
            Self::Silent(_) | Self::Behind => None,
        }
    }

    /// Whether the session cannot be used any more: the connection is broken, the server ends it, or it
    /// is no primary any more.
    pub fn ends_session(&self) -> bool {
        let Some(code) = self.code() else { return !matches!(self, Self::Behind) };
        let code = code.code();
        // 08: connection, 57P: shutdown; 25006: read-only, as after a switch-over; 0A000: the plan of a
        // prepared statement does not fit the schema any more; 26000 and 42P05: another session's
        // statements.
        code.starts_with("08")
            || code.starts_with("57P")
            || ["25006", "0A000", "26000", "42P05"].contains(&code)
    }

    /// Whether a conflict with another transaction caused it, so that a retry of the job may succeed.
    ///
    /// A violated foreign key is such a conflict: between two statements of this job another
    /// transaction may delete the parent row that this one has found, or insert a child of the row that
    /// this one deletes.
    pub fn is_conflict(&self) -> bool {
        matches!(
            self.code(),
            Some(
                &SqlState::T_R_SERIALIZATION_FAILURE
                    | &SqlState::T_R_DEADLOCK_DETECTED
                    | &SqlState::FOREIGN_KEY_VIOLATION
            )
        )
    }

    /// Whether the statement took longer than its time.
    pub fn is_timeout(&self) -> bool {
        self.code() == Some(&SqlState::QUERY_CANCELED)
    }

    /// Whether the server lacks disk, memory or connections, or cannot write its files.
    pub fn is_shortage(&self) -> bool {
        self.code().is_some_and(|code| code.code().starts_with("53") || code == &SqlState::IO_ERROR)
    }

    /// Whether it violates a unique key, a foreign key or a check.
    pub fn is_constraint(&self) -> bool {
        self.code().is_some_and(|code| code.code().starts_with("23"))
    }
}

/// The error in one line: the server's message, or the client's with its cause.
pub(crate) fn error_text(error: &::postgres::Error) -> String {
    if let Some(db) = error.as_db_error() {
        let detail = db.detail().map(|detail| format!(" ({detail})")).unwrap_or_default();
        return format!("{} {}{detail}", db.code().code(), db.message());
    }
    let cause = std::error::Error::source(error).map(|source| format!(": {source}")).unwrap_or_default();
    format!("{error}{cause}")
}
