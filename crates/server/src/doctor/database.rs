//! The database: whether it is there, whose it is, its schema and its log.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use miaohui_db::{Found, Options, inspect, log_bytes};
use miaohui_server::SCHEMA;

use super::finding::Finding;

/// The bytes of SQLite's `-shm` file that readers of the log lock.
const READ_LOCKS: std::ops::Range<u64> = 124..128;
/// A log of this size is not cut because somebody reads.
const LONG_LOG: u64 = 1 << 30;

pub fn check(options: &Options) -> Vec<Finding> {
    let log = (!options.is_postgres()).then(|| PathBuf::from(&options.url));
    // The readers are listed before this process becomes one.
    let readers = log.as_deref().map(readers).unwrap_or_default();
    let mut all = vec![found(options)];
    if let Some(file) = log {
        let bytes = log_bytes(&file);
        let text = format!("{} MB", bytes >> 20);
        all.push(if bytes > LONG_LOG {
            Finding::wrong(
                "log",
                text,
                "a long read keeps it from being cut: end that process, see log reader",
            )
        } else {
            Finding::fine("log", text)
        });
        all.extend(readers.into_iter().map(|reader| Finding::fine("log reader", reader)));
    }
    all
}

fn found(options: &Options) -> Finding {
    let what = "database";
    match inspect(options, SCHEMA) {
        Ok(Found::Known { due: 0, identity }) => {
            let id = identity.map_or_else(|| "unknown".to_owned(), |identity| identity.id);
            Finding::fine(what, format!("{id}, its schema is this binary's"))
        }
        Ok(Found::Known { due, .. }) => Finding::wrong(
            what,
            format!("{due} schema steps are due"),
            "back it up, and run `miaohui upgrade`",
        ),
        Ok(Found::Nothing) => {
            let advice = "check data_dir and database_url; `miaohui serve` makes a new one, `miaohui restore` brings one back";
            Finding::wrong(what, "MISSING or empty", advice)
        }
        Ok(Found::Foreign(it)) => Finding::wrong(what, format!("it {it}"), "check data_dir and database_url"),
        Ok(Found::Unfinished) => {
            Finding::wrong(what, "a move to it is not complete", "run `miaohui migrate-to` again")
        }
        Err(error) => {
            let advice = "is it running, is database_url right, and may this machine connect?";
            Finding::wrong(what, error.to_string(), advice)
        }
    }
}

/// The processes that read from the log of an SQLite file, of which the oldest keeps it from being cut.
fn readers(file: &Path) -> Vec<String> {
    let mut name = file.as_os_str().to_owned();
    name.push("-shm");
    let Ok(shm) = fs::metadata(PathBuf::from(name)) else { return Vec::new() };
    let locks = fs::read_to_string("/proc/locks").unwrap_or_default();
    let mut all: Vec<String> = locks.lines().filter_map(|line| reader(line, shm.ino())).collect();
    all.sort();
    all.dedup();
    all
}

/// The process of a line such as `3: POSIX  ADVISORY  READ 4711 08:01:1234 123 123`, if it reads.
fn reader(line: &str, inode: u64) -> Option<String> {
    let words: Vec<&str> = line.split_whitespace().collect();
    let [_, "POSIX", _, _, pid, file, first, last] = words.as_slice() else { return None };
    let of_file = file.rsplit(':').next()?.parse() == Ok(inode);
    let (first, last): (u64, u64) = (first.parse().ok()?, last.parse().ok()?);
    if !of_file || first >= READ_LOCKS.end || last < READ_LOCKS.start {
        return None;
    }
    let command = fs::read(format!("/proc/{pid}/cmdline")).unwrap_or_default();
    let command = String::from_utf8_lossy(&command).replace('\0', " ");
    Some(format!("process {pid}: {}", command.trim()))
}
