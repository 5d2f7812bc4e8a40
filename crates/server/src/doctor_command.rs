//! The command `doctor`: what an operator wants to know about an installation that behaves oddly. It
//! changes nothing; in a bucket of files it stores an object and removes it.

#![expect(clippy::print_stdout, reason = "what a command prints is its result")]

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use miaohui_db::{Found, Options, free_space, inspect, log_bytes};
use miaohui_kernel::Rng;
use miaohui_server::config::{Config, MediaPlace};
use miaohui_server::{SCHEMA, media_store};
use tokio::runtime::Handle;

/// The bytes of SQLite's `-shm` file that readers of the log lock.
const READ_LOCKS: std::ops::Range<u64> = 124..128;
/// Free disk below which the report warns, in bytes.
const LITTLE: u64 = 1 << 30;
/// The bits of group and others.
const FOREIGN: u32 = 0o077;

/// Prints the report.
pub fn report(config: &Config, options: &Options, runtime: &Handle) {
    println!("miaohui       {}", env!("CARGO_PKG_VERSION"));
    println!("data          {}", config.data_dir.display());
    match free_space(&config.data_dir) {
        Ok(free) => {
            println!("free disk     {} MB{}", free >> 20, if free < LITTLE { ": LITTLE" } else { "" });
        }
        Err(error) => println!("free disk     unknown: {error}"),
    }
    let log = (!options.is_postgres()).then(|| PathBuf::from(&options.url));
    // The readers are listed before this process becomes one.
    let readers = log.as_deref().map(readers).unwrap_or_default();
    match inspect(options, SCHEMA) {
        Ok(Found::Known { due: 0, identity }) => {
            let id = identity.map_or_else(|| "unknown".to_owned(), |identity| identity.id);
            println!("database      {id}, its schema is this binary's");
        }
        Ok(Found::Known { due, .. }) => {
            println!("database      {due} schema steps are due: run `miaohui upgrade`");
        }
        Ok(Found::Nothing) => println!("database      MISSING or empty"),
        Ok(Found::Foreign(what)) => println!("database      it {what}"),
        Ok(Found::Unfinished) => println!("database      a move to it is not complete"),
        Err(error) => println!("database      {error}"),
    }
    if let Some(file) = log {
        println!("log           {} MB", log_bytes(&file) >> 20);
        for reader in readers {
            println!("log reader    {reader}");
        }
    }
    if config.media.store == MediaPlace::S3 {
        println!("files         {}", bucket(config, runtime));
    }
    let wrong = open_to_others(&config.data_dir, 0);
    if wrong.is_empty() {
        println!("permissions   only the owner can read the data");
    }
    for path in wrong {
        println!("permissions   others can read {}", path.display());
    }
}

/// Whether files can be stored in the bucket.
fn bucket(config: &Config, runtime: &Handle) -> String {
    let bucket = match media_store::bucket(config, runtime.clone()) {
        Ok(bucket) => bucket,
        Err(error) => return format!("{error:#}"),
    };
    match runtime.block_on(bucket.probe(&Rng::os())) {
        Ok(()) => format!("{}, which can be written", bucket.address()),
        Err(error) => format!("{} CANNOT BE WRITTEN: {error}", bucket.address()),
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

/// Files that group or others can read, down to the directories of the data directory.
fn open_to_others(path: &Path, depth: u32) -> Vec<PathBuf> {
    let Ok(found) = fs::symlink_metadata(path) else { return Vec::new() };
    let mut all = Vec::new();
    if found.mode() & FOREIGN != 0 {
        all.push(path.to_owned());
    }
    if found.is_dir() && depth < 2 {
        for entry in fs::read_dir(path).into_iter().flatten().flatten() {
            all.extend(open_to_others(&entry.path(), depth + 1));
        }
    }
    all
}
