//! Files whose rows were deleted, until a background task removes them.

use miaohui_db::{Result, Tx, hold_lease, release_leases};
use miaohui_kernel::SECOND_MS;

use crate::{Platform, file_leases, owns_bucket};

/// The name of the lease that is held while files are removed. Whoever needs all files for a while,
/// such as a backup, holds it.
pub const FILES_LEASE: &str = "files";

/// How long the lease lasts unless it is renewed.
const LEASE_MS: i64 = 15 * SECOND_MS;

/// Most files that are looked at under one lock.
const BATCH: i64 = 50;

/// Which files the rows of a product name.
#[derive(Clone, Copy, Debug)]
pub struct FileUse {
    /// Whether a row names a file.
    pub is_used: fn(&mut Tx<'_>, &str) -> Result<bool>,
    /// Lists the named files from one name up to, but not including, another one.
    pub named: fn(&mut Tx<'_>, &str, &str) -> Result<Vec<String>>,
}

/// Notes a file for removal. It happens only if no row names the file by then.
pub fn mark_unused(tx: &mut Tx<'_>, blob: &str, now: i64) -> Result<()> {
    tx.execute(
        "INSERT INTO unused_blob (blob, created_at) VALUES ($1, $2)
         ON CONFLICT (blob) DO UPDATE SET marks = unused_blob.marks + 1",
        &[blob.into(), now.into()],
    )?;
    Ok(())
}

/// Whether a row names a file.
pub fn is_used(tx: &mut Tx<'_>, uses: &[FileUse], blob: &str) -> Result<bool> {
    for of in uses {
        if (of.is_used)(tx, blob)? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// A note, and whether a row names its file again.
#[derive(Clone)]
struct Note {
    blob: String,
    marks: i64,
    used: bool,
}

/// Removes the noted files that no row names and returns their number. `uses` has an element for each
/// product. Does nothing while somebody else holds [`FILES_LEASE`].
///
/// Each step can be interrupted: a row is deleted in the transaction that notes its file, and the file
/// is removed before its note.
pub async fn remove_unused(platform: &Platform, uses: &'static [FileUse]) -> Result<u64> {
    if notes(platform, uses, "").await?.is_empty() {
        return Ok(0);
    }
    if let Some(bucket) = platform.blobs.bucket() {
        match owns_bucket(&platform.db, bucket).await {
            Ok(true) => {}
            Ok(false) => {
                tracing::error!("{} belongs to another database: no file is removed", bucket.address());
                return Ok(0);
            }
            Err(error) => {
                tracing::warn!(%error, "files cannot be removed");
                return Ok(0);
            }
        }
    }
    let holder = platform.rng.hex32();
    let removed = remove_noted(platform, uses, &holder).await;
    platform.db.write(move |tx| release_leases(tx, &holder)).await?;
    removed
}

async fn remove_noted(platform: &Platform, uses: &'static [FileUse], holder: &str) -> Result<u64> {
    let (mut removed, mut after) = (0, String::new());
    loop {
        let (own, now) = (holder.to_owned(), platform.clock.now_ms());
        if !platform.db.write(move |tx| hold_lease(tx, FILES_LEASE, &own, now, LEASE_MS)).await? {
            return Ok(removed);
        }
        // The rows are read while no file is new.
        let lock = match platform.blobs.begin_removal() {
            Ok(Some(lock)) => lock,
            Ok(None) => return Ok(removed),
            Err(error) => {
                tracing::warn!(%error, "files cannot be removed");
                return Ok(removed);
            }
        };
        let mut found = notes(platform, uses, &after).await?;
        let Some(last) = found.last() else { return Ok(removed) };
        after.clone_from(&last.blob);
        if platform.blobs.bucket().is_some() {
            found = announced(platform, uses, holder, found).await?;
        }
        let gone: Vec<String> =
            found.iter().filter(|note| !note.used).map(|note| note.blob.clone()).collect();
        let (blobs, count) = (platform.blobs.clone(), gone.len() as u64);
        let files =
            tokio::task::spawn_blocking(move || gone.iter().try_for_each(|blob| blobs.remove(blob))).await;
        drop(lock);
        if let Ok(Err(error)) = files {
            tracing::warn!(%error, "a file could not be removed");
            return Ok(removed);
        }
        removed += count;
        let own = holder.to_owned();
        let delete = move |tx: &mut Tx<'_>| -> Result<()> {
            for Note { blob, marks, .. } in &found {
                tx.execute(
                    "DELETE FROM unused_blob WHERE blob = $1 AND marks = $2",
                    &[blob.into(), (*marks).into()],
                )?;
            }
            file_leases::end_removals(tx, &own)
        };
        platform.db.write(delete).await?;
    }
}

/// Announces the removals to the machines that use the same bucket, and reads the rows after that. Left
/// out are files with the content of a new one.
async fn announced(
    platform: &Platform,
    uses: &'static [FileUse],
    holder: &str,
    found: Vec<Note>,
) -> Result<Vec<Note>> {
    let (own, now) = (holder.to_owned(), platform.clock.now_ms());
    let begin = move |tx: &mut Tx<'_>| -> Result<Vec<Note>> {
        let mut begun = Vec::new();
        for note in &found {
            if file_leases::begin_removal(tx, &note.blob, &own, now)? {
                begun.push(note.clone());
            }
        }
        Ok(begun)
    };
    let begun = platform.db.write(begin).await?;
    let read = move |tx: &mut Tx<'_>| -> Result<Vec<Note>> {
        let used = |note: &Note| Ok(Note { used: is_used(tx, uses, &note.blob)?, ..note.clone() });
        begun.iter().map(used).collect()
    };
    platform.db.read(read).await
}

/// Reads the next notes after a file.
async fn notes(platform: &Platform, uses: &'static [FileUse], after: &str) -> Result<Vec<Note>> {
    let after = after.to_owned();
    let read = move |tx: &mut Tx<'_>| -> Result<Vec<Note>> {
        let rows: Vec<(String, i64)> = tx.query(
            "SELECT blob, marks FROM unused_blob WHERE blob > $1 ORDER BY blob LIMIT $2",
            &[(&after).into(), BATCH.into()],
        )?;
        rows.into_iter()
            .map(|(blob, marks)| {
                let used = is_used(tx, uses, &blob)?;
                Ok(Note { blob, marks, used })
            })
            .collect()
    };
    platform.db.read(read).await
}
