//! Errors of the engines during a move.

use crate::error::Error;
use crate::postgres::error_text;

pub(crate) fn sqlite_failed(error: rusqlite::Error) -> Error {
    Error::Open(format!("SQLite: {error}"))
}

pub(crate) fn postgres_failed(error: ::postgres::Error) -> Error {
    Error::Open(format!("PostgreSQL: {}", error_text(&error)))
}
