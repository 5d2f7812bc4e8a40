//! Rewrites an SQLite file, so that nothing deleted is left in it.

use std::path::Path;

use crate::error::{Error, Result};
use crate::sqlite::{self, Mode};

/// Pages in the cache of the connection, in KiB.
const CACHE_KIB: u32 = 4096;

/// Writes the database anew without free pages and empties its log. It needs as much space on the
/// disk as the database takes, and no other connection that reads for long.
pub fn compact(path: &Path) -> Result<()> {
    let failed = |error: rusqlite::Error| Error::Open(format!("the database cannot be rewritten: {error}"));
    let connection = sqlite::open(path, CACHE_KIB, Mode::Write)?;
    connection.execute_batch("VACUUM").map_err(failed)?;
    connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())).map_err(failed)
}
