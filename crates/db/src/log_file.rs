//! SQLite's log: its size, and who keeps it from being written back.

use std::path::Path;
use std::time::Duration;

use crate::copy::{beside, size_of};
use crate::error::{Error, Result};
use crate::sqlite::{self, LOG_LIMIT, Mode};

const CACHE_KIB: u32 = 4096;

/// The size of the log of an SQLite file, in bytes.
pub fn log_bytes(file: &Path) -> u64 {
    size_of(&beside(file, "-wal"))
}

/// Writes a large log back to the file and cuts it, if no reader needs it. It waits for nobody: a long
/// read is asked again later. Returns whether the log was cut.
pub fn cut_log(file: &Path) -> Result<bool> {
    if log_bytes(file) <= LOG_LIMIT as u64 {
        return Ok(false);
    }
    let failed = |error: rusqlite::Error| Error::Open(format!("the log cannot be cut: {error}"));
    let connection = sqlite::open(file, CACHE_KIB, Mode::Write)?;
    connection.busy_timeout(Duration::ZERO).map_err(failed)?;
    let run = |how: &str| -> rusqlite::Result<(bool, i64, i64)> {
        let sql = format!("PRAGMA wal_checkpoint({how})");
        connection.query_row(&sql, [], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
    };
    // Most is written back without keeping writers out, and only then is the log cut.
    let (busy, all, written) = run("PASSIVE").map_err(failed)?;
    if busy || written < all {
        return Ok(false);
    }
    run("TRUNCATE").map(|(busy, ..)| !busy).map_err(failed)
}
