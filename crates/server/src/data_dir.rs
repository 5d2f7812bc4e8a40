//! What a data directory knows about its database: who it is, and how far it had come.

use std::fs;
use std::io::{self, Write};
use std::path::Path;

use miaohui_db::Identity;

use crate::private_files;

/// The id of the database whose media these are.
const MARKER: &str = "miaohui.id";
/// The commits of an SQLite database that were durable when this was written.
const COMMITS: &str = "miaohui.commits";

/// The id that a directory was marked with.
pub(crate) fn marker(dir: &Path) -> io::Result<Option<String>> {
    match fs::read_to_string(dir.join(MARKER)) {
        Ok(text) => Ok(Some(text.trim().to_owned()).filter(|id| !id.is_empty())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// Marks a directory with the id of its database.
pub(crate) fn mark(dir: &Path, id: &str) -> io::Result<()> {
    if marker(dir)?.as_deref() == Some(id) {
        return Ok(());
    }
    let marked = private_files::replace(&dir.join(MARKER), format!("{id}\n").as_bytes(), true);
    // Another process that starts on the same directory may have been faster.
    if marked.is_err() && marker(dir)?.as_deref() == Some(id) { Ok(()) } else { marked }
}

/// What shows that a directory has been used, if anything does.
pub(crate) fn trace(dir: &Path) -> io::Result<Option<&'static str>> {
    let holds_bytes = |name: &str| fs::metadata(dir.join(name)).is_ok_and(|found| found.len() > 0);
    Ok(if marker(dir)?.is_some() {
        Some(MARKER)
    } else if holds_a_file(&dir.join("media/blobs"))? {
        Some("media")
    } else if holds_bytes("outbox/sms.jsonl") || holds_bytes("outbox/mail.jsonl") {
        Some("outbox")
    } else if holds_bytes("miaohui.db-wal") {
        Some("miaohui.db-wal")
    } else {
        None
    })
}

fn holds_a_file(dir: &Path) -> io::Result<bool> {
    let entries = match fs::read_dir(dir) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
        entries => entries?,
    };
    for entry in entries {
        let entry = entry?;
        if !entry.file_type()?.is_dir() || holds_a_file(&entry.path())? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The commits that a database lacks, though they were durable once: its log was cut, or an older copy
/// has taken its place.
pub(crate) fn missing_commits(dir: &Path, found: &Identity) -> i64 {
    let text = fs::read_to_string(dir.join(COMMITS)).unwrap_or_default();
    // A file that a crash has left unreadable tells nothing.
    let noted = text.trim().split_once(' ').filter(|(id, _)| *id == found.id);
    let commits = noted.and_then(|(_, commits)| commits.parse().ok()).unwrap_or(0_i64);
    (commits - found.commits).max(0)
}

/// Notes the commits that are durable. It is not forced to the disk: an older note misses a loss, and
/// causes no alarm.
pub(crate) fn note_commits(dir: &Path, id: &str, commits: i64) -> io::Result<()> {
    private_files::replace(&dir.join(COMMITS), format!("{id} {commits}\n").as_bytes(), false)
}

/// Forgets the commits of an earlier database.
pub(crate) fn forget_commits(dir: &Path) -> io::Result<()> {
    match fs::remove_file(dir.join(COMMITS)) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// Whether a file can be made in a directory. An existing one may refuse; better now than with the
/// first upload.
pub(crate) fn probe(dir: &Path) -> io::Result<()> {
    let probe = dir.join(format!(".writable.{}", std::process::id()));
    fs::File::create(&probe).and_then(|mut file| file.write_all(b""))?;
    fs::remove_file(&probe)
}
