//! Files in a bucket, which several machines use: a new file and a removal of the same content keep out
//! of each other's way with a lease in the database.

use std::io;
use std::time::Duration;

use miaohui_db::{Database, Result, Tx, hold_lease, release_leases};
use miaohui_kernel::{Clock, MINUTE_MS};
use miaohui_media::Announce;
use tokio::runtime::Handle;

/// What the names of these leases begin with; the digest follows.
const LEASE: &str = "file ";
/// What comes after all of these names.
const AFTER: &str = "file!";
/// The holder of the leases of new files. They are not given up, because another upload of the same
/// content may be under way: they end.
const NEW: &str = "new file";
/// How long a new file may wait for its row.
const NEW_MS: i64 = 10 * MINUTE_MS;
/// How long a removal may take. One whose result is not known holds its lease until then.
const REMOVAL_MS: i64 = 5 * MINUTE_MS;
/// How often a new file asks whether a removal has ended, and how many times.
const ASK_EVERY: Duration = Duration::from_millis(200);
const ASK_TIMES: u32 = 10;

/// Announces new files to the other machines. It blocks, and must not be called on an async thread.
pub fn announce_files(db: Database, clock: Clock, runtime: Handle) -> Announce {
    Announce::new(move |sha256| runtime.block_on(announce(&db, &clock, sha256)))
}

async fn announce(db: &Database, clock: &Clock, sha256: &str) -> io::Result<()> {
    for _ in 0..ASK_TIMES {
        let (name, now) = (format!("{LEASE}{sha256}"), clock.now_ms());
        match db.write(move |tx| hold_lease(tx, &name, NEW, now, NEW_MS)).await {
            Ok(true) => return Ok(()),
            Ok(false) => tokio::time::sleep(ASK_EVERY).await,
            Err(error) => return Err(io::Error::new(io::ErrorKind::TimedOut, error)),
        }
    }
    Err(io::Error::new(io::ErrorKind::TimedOut, "the same content is being removed"))
}

/// Begins to remove a file, unless one with the same content is new.
pub(crate) fn begin_removal(tx: &mut Tx<'_>, sha256: &str, holder: &str, now: i64) -> Result<bool> {
    hold_lease(tx, &format!("{LEASE}{sha256}"), &of_removal(holder), now, REMOVAL_MS)
}

/// Ends the removals of a holder, whose result is known.
pub(crate) fn end_removals(tx: &mut Tx<'_>, holder: &str) -> Result<()> {
    release_leases(tx, &of_removal(holder)).map(drop)
}

fn of_removal(holder: &str) -> String {
    format!("removal {holder}")
}

/// Forgets the leases that have ended.
pub fn forget_past_files(tx: &mut Tx<'_>, now: i64) -> Result<u64> {
    tx.execute(
        "DELETE FROM lease WHERE name >= $1 AND name < $2 AND until_ms <= $3",
        &[LEASE.into(), AFTER.into(), now.into()],
    )
}
