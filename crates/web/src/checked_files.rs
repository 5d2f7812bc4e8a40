//! Compares the files with the rows that name them.

use std::collections::HashSet;
use std::io;

use miaohui_db::{Database, Error, Finding, Result, Tx};
use miaohui_kernel::HOUR_MS;
use miaohui_media::{BlobStore, ListedBlob};

use crate::Platform;
use crate::unused_blobs::{FileUse, is_used, mark_unused, remove_unused};

/// A file that changed since then may be an upload whose row is not there yet.
const UPLOAD_MS: i64 = HOUR_MS;

/// Files and rows of one part of the store that do not match.
#[derive(Debug, Default)]
struct Unmatched {
    /// Named by a row, without a file.
    missing: Vec<String>,
    /// Files that no row names.
    unnamed: Vec<String>,
}

/// What is compared: files and the rows of a database at a time.
#[derive(Clone)]
pub struct Compared {
    /// The database.
    pub db: Database,
    /// The files.
    pub blobs: BlobStore,
    /// The time, in Unix ms.
    pub now: i64,
}

impl Platform {
    /// The files and the rows, to compare them now.
    pub fn compared(&self) -> Compared {
        Compared { db: self.db.clone(), blobs: self.blobs.clone(), now: self.clock.now_ms() }
    }
}

/// Compares all files with the rows. Safe while servers use both: files younger than an hour are left
/// alone.
pub async fn verify_files(compared: &Compared, uses: &'static [FileUse]) -> Result<Vec<Finding>> {
    let (mut missing, mut unnamed) = (0, 0);
    for first in 0..=u8::MAX {
        let found = unmatched(compared, uses, first).await?;
        missing += found.missing.len() as i64;
        unnamed += found.unnamed.len() as i64;
    }
    Ok(findings(missing, unnamed, false))
}

/// Compares all files with the rows, as [`verify_files`] does, and removes those that no row names.
pub async fn repair_files(platform: &Platform, uses: &'static [FileUse]) -> Result<Vec<Finding>> {
    let (mut missing, mut unnamed, compared) = (0, 0, platform.compared());
    for first in 0..=u8::MAX {
        let found = unmatched(&compared, uses, first).await?;
        missing += found.missing.len() as i64;
        unnamed += found.unnamed.len() as i64;
        note(platform, found.unnamed).await?;
    }
    remove_unused(platform, uses).await?;
    Ok(findings(missing, unnamed, true))
}

fn findings(missing: i64, unnamed: i64, repaired: bool) -> Vec<Finding> {
    let findings = [
        Finding { what: "a row names a file that is missing".to_owned(), rows: missing, repaired: false },
        Finding { what: "no row names a file".to_owned(), rows: unnamed, repaired },
    ];
    findings.into_iter().filter(|finding| finding.rows > 0).collect()
}

/// Notes the files of one part of 256 that no row names, and returns their number. They are what a
/// crash between a file and its row has left.
pub async fn note_unnamed(platform: &Platform, uses: &'static [FileUse], part: u8) -> Result<usize> {
    let found = unmatched(&platform.compared(), uses, part).await?;
    for blob in &found.missing {
        tracing::error!(blob, "a row names a file that is missing");
    }
    let count = found.unnamed.len();
    note(platform, found.unnamed).await?;
    Ok(count)
}

async fn note(platform: &Platform, blobs: Vec<String>) -> Result<()> {
    if blobs.is_empty() {
        return Ok(());
    }
    let now = platform.clock.now_ms();
    let mark = move |tx: &mut Tx<'_>| blobs.iter().try_for_each(|blob| mark_unused(tx, blob, now));
    platform.db.write(mark).await
}

async fn unmatched(compared: &Compared, uses: &'static [FileUse], first: u8) -> Result<Unmatched> {
    let listed = list(compared, first).await?;
    let (from, before) = (format!("{first:02x}"), format!("{first:02x}g"));
    let read = move |tx: &mut Tx<'_>| -> Result<(HashSet<String>, HashSet<String>)> {
        let mut named = HashSet::new();
        for of in uses {
            named.extend((of.named)(tx, &from, &before)?);
        }
        let noted: Vec<(String,)> = tx.query(
            "SELECT blob FROM unused_blob WHERE blob >= $1 AND blob < $2",
            &[(&from).into(), (&before).into()],
        )?;
        Ok((named, noted.into_iter().map(|(blob,)| blob).collect()))
    };
    let (named, noted) = compared.db.read_whole(read).await?;
    let old = compared.now - UPLOAD_MS;
    let is_unnamed = |blob: &&ListedBlob| {
        !named.contains(&blob.name) && !noted.contains(&blob.name) && blob.changed_at <= old
    };
    let unnamed = listed.iter().filter(is_unnamed).map(|blob| blob.name.clone()).collect();
    let stored: HashSet<&str> =
        listed.iter().filter(|blob| blob.is_stored).map(|blob| blob.name.as_str()).collect();
    let mut missing = Vec::new();
    for blob in named.iter().filter(|blob| !stored.contains(blob.as_str())) {
        if is_missing(compared, uses, blob.clone()).await? {
            missing.push(blob.clone());
        }
    }
    Ok(Unmatched { missing, unnamed })
}

/// Whether a row still names a file that is still missing: it may have come, or the row gone, since
/// the files were listed.
async fn is_missing(compared: &Compared, uses: &'static [FileUse], blob: String) -> Result<bool> {
    let (blobs, name) = (compared.blobs.clone(), blob.clone());
    if blocking(move || blobs.has(&name)).await? {
        return Ok(false);
    }
    compared.db.read_whole(move |tx| is_used(tx, uses, &blob)).await
}

async fn list(compared: &Compared, first: u8) -> Result<Vec<ListedBlob>> {
    let blobs = compared.blobs.clone();
    blocking(move || blobs.list(first)).await
}

/// Asks the store on a thread that may wait.
async fn blocking<T: Send + 'static>(ask: impl FnOnce() -> io::Result<T> + Send + 'static) -> Result<T> {
    let answer = tokio::task::spawn_blocking(ask).await.map_err(io::Error::other);
    answer.flatten().map_err(|error| Error::Open(format!("the files cannot be listed: {error}")))
}
