//! Makes a backup.

use std::fs::{self, File};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use miaohui_kernel::{Clock, Rng};
use parking_lot::Mutex;

use crate::catalog::{Catalog, MANIFEST};
use crate::error::{Error, Result, at};
use crate::id::BackupId;
use crate::log::{LogPosition, Shipper};
use crate::manifest::{BlobEntry, FORMAT, Manifest};
use crate::media::{self, MediaFiles};
use crate::pace::{Pace, run_last};
use crate::parallel;
use crate::part;
use crate::space::WorkSpace;
use crate::stream::Told;

/// The database to copy.
#[derive(Clone, Debug)]
pub enum DatabaseSource {
    /// A file of SQLite, which may be in use.
    Sqlite(PathBuf),
    /// The URL of a database of PostgreSQL.
    Postgres(miaohui_kernel::Secret),
}

/// What to copy, and how.
#[derive(Clone)]
pub struct Plan {
    /// The database.
    pub database: DatabaseSource,
    /// The files of the media; `None` to leave them out.
    pub media: Option<Arc<dyn MediaFiles>>,
    /// The tables and columns that name files of the media.
    pub blob_columns: Vec<(&'static str, &'static str)>,
    /// The file of the keys of personal data, if it is to be in encrypted backups.
    pub keys_file: Option<PathBuf>,
    /// The version of the program.
    pub server_version: String,
    /// Bytes a second that are read and written; 0 for any number.
    pub bytes_per_second: u64,
    /// What ships the log of changes, if somebody does.
    pub shipper: Option<Shipper>,
    /// Becomes true when the backup is to stop.
    pub stop: Arc<AtomicBool>,
}

/// How far a backup is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// The database is copied: bytes done and of all.
    Copy(u64, u64),
    /// Files are copied: done and of all.
    Files(u64, u64),
    /// The database is written to the target: bytes done and of all.
    Write(u64, u64),
}

/// A made backup.
#[derive(Clone, Debug)]
pub struct Made {
    /// Its name.
    pub id: BackupId,
    /// Its manifest.
    pub manifest: Manifest,
    /// The files that the target did not have yet.
    pub new_files: u64,
    /// Their size in bytes.
    pub new_bytes: u64,
}

/// Makes a backup. It takes as long as the pace says, and must not run on an async thread.
///
/// Nothing that the database names may be removed from the media meanwhile.
pub fn make(
    catalog: &Catalog,
    work: &WorkSpace,
    plan: &Plan,
    clock: &Clock,
    rng: &Rng,
    tell: &mut dyn FnMut(Progress),
) -> Result<Made> {
    run_last();
    let key = catalog.key.as_ref();
    let copy = work.file("database");
    let CopiedDatabase { at_ms, engine, contents, log } = copy_database(plan, work, &copy, clock, tell)?;
    let id = BackupId::new(at_ms, rng);
    let folder = id.folder();
    if let Some(database_id) = &contents.database_id {
        catalog.require_own(database_id)?;
    }
    let files = match &plan.media {
        Some(media) => copy_files(catalog, plan, &**media, &contents.blobs, rng, tell)?,
        None => Files::default(),
    };

    let mut pace = Pace::new(plan.bytes_per_second);
    let all = fs::metadata(&copy).map_err(at(&copy))?.len();
    let mut done = 0;
    let file = File::open(&copy).map_err(at(&copy))?;
    let told = Told {
        from: file,
        tell: |bytes| {
            done += bytes;
            pace.pass(bytes);
            tell(Progress::Write(done, all));
        },
    };
    let database =
        part::write(&catalog.target, &folder, "database.zst", Stopping { from: told, plan }, key, rng)?;
    let lines: Vec<String> =
        files.entries.iter().map(|entry| format!("{} {}\n", entry.sha256, entry.bytes)).collect();
    let list = lines.concat();
    let blobs = part::write(&catalog.target, &folder, "blobs.zst", list.as_bytes(), key, rng)?;
    let keys = match (&plan.keys_file, key) {
        (Some(path), Some(_)) if path.exists() => {
            let file = File::open(path).map_err(at(path))?;
            Some(part::write(&catalog.target, &folder, "keys.zst", file, key, rng)?)
        }
        _ => None,
    };
    check_stop(plan)?;
    let manifest = Manifest {
        format: FORMAT,
        at_ms,
        server_version: plan.server_version.clone(),
        database_id: contents.database_id,
        engine: engine.to_owned(),
        schema: contents.schema,
        rows: contents.rows,
        database,
        blobs,
        blob_count: files.entries.len() as u64,
        blob_bytes: files.entries.iter().map(|entry| entry.bytes).sum(),
        missing: files.missing,
        key_names: contents.keys,
        log,
        keys,
    };
    write_manifest(catalog, &folder, &manifest, rng)?;
    Ok(Made { id, manifest, new_files: files.new, new_bytes: files.new_bytes })
}

fn check_stop(plan: &Plan) -> Result<()> {
    if plan.stop.load(Ordering::SeqCst) { Err(Error::Stopped) } else { Ok(()) }
}

struct CopiedDatabase {
    /// Just after the moment that the copy shows: it has nothing that came later.
    at_ms: i64,
    engine: &'static str,
    contents: miaohui_db::Contents,
    log: Option<LogPosition>,
}

fn copy_database(
    plan: &Plan,
    work: &WorkSpace,
    copy: &std::path::Path,
    clock: &Clock,
    tell: &mut dyn FnMut(Progress),
) -> Result<CopiedDatabase> {
    let mut at_ms = 0;
    let mut pace = Pace::new(plan.bytes_per_second);
    match &plan.database {
        DatabaseSource::Sqlite(path) => {
            let log = PathBuf::from(format!("{}-wal", path.display()));
            let size =
                fs::metadata(path).map_err(at(path))?.len() + fs::metadata(&log).map_or(0, |m| m.len());
            work.require(size)?;
            let mut before = 0;
            let mut position = None;
            let begin = |begin: &dyn Fn() -> miaohui_db::Result<()>| {
                match &plan.shipper {
                    Some(shipper) => position = shipper.mark(begin)?,
                    None => begin()?,
                }
                at_ms = clock.now_ms();
                Ok(())
            };
            miaohui_db::copy_sqlite(path, copy, begin, |done, all| {
                pace.pass(done - before);
                before = done;
                tell(Progress::Copy(done, all));
                !plan.stop.load(Ordering::SeqCst)
            })?;
            check_stop(plan)?;
            let contents = miaohui_db::contents(copy, &plan.blob_columns)?;
            Ok(CopiedDatabase { at_ms, engine: "sqlite", contents, log: position })
        }
        DatabaseSource::Postgres(url) => {
            let all = miaohui_db::postgres_size(url.expose())?;
            // The text of the rows can be longer than the rows, but has no indexes.
            work.require(all)?;
            let mut done = 0;
            let begun = || at_ms = clock.now_ms();
            let contents =
                miaohui_db::dump_postgres(url.expose(), copy, &plan.blob_columns, begun, |bytes| {
                    pace.pass(bytes);
                    done += bytes;
                    tell(Progress::Copy(done, all.max(done)));
                    !plan.stop.load(Ordering::SeqCst)
                })?;
            Ok(CopiedDatabase { at_ms, engine: "postgres", contents, log: None })
        }
    }
}

#[derive(Default)]
struct Files {
    entries: Vec<BlobEntry>,
    missing: Vec<String>,
    new: u64,
    new_bytes: u64,
}

/// Copies the files that the target does not have yet.
fn copy_files(
    catalog: &Catalog,
    plan: &Plan,
    media: &dyn MediaFiles,
    names: &[String],
    rng: &Rng,
    tell: &mut dyn FnMut(Progress),
) -> Result<Files> {
    /// What became of a file.
    enum Copied {
        Missing,
        Known(u64),
        New(u64),
    }
    let key = catalog.key.as_ref();
    let there = catalog.target.list(media::FOLDER)?;
    let sizes = media.sizes()?;
    let pace = Mutex::new(Pace::new(plan.bytes_per_second));
    let copy = |sha256: &String| -> Result<Copied> {
        check_stop(plan)?;
        // An object is written whole or not at all, so its name is enough.
        let is_there = there.contains_key(&media::object(sha256, key));
        let size = sizes.as_ref().map(|sizes| sizes.get(sha256).copied());
        match size {
            Some(None) => return Ok(Copied::Missing),
            Some(Some(bytes)) if is_there => return Ok(Copied::Known(bytes)),
            _ => {}
        }
        let Some((file, bytes)) = media.open(sha256)? else { return Ok(Copied::Missing) };
        if is_there {
            return Ok(Copied::Known(bytes));
        }
        pace.lock().pass(bytes);
        let whole = media::copy(&catalog.target, sha256, file, key, rng)?;
        Ok(if whole { Copied::New(bytes) } else { Copied::Missing })
    };
    let mut files = Files::default();
    let mut done = 0;
    parallel::each(names, copy, |sha256, copied| {
        done += 1;
        tell(Progress::Files(done, names.len() as u64));
        let bytes = match copied {
            Copied::Missing => return files.missing.push(sha256.clone()),
            Copied::Known(bytes) => bytes,
            Copied::New(bytes) => {
                files.new += 1;
                files.new_bytes += bytes;
                bytes
            }
        };
        files.entries.push(BlobEntry { sha256: sha256.clone(), bytes });
    })?;
    files.entries.sort_unstable_by(|a, b| a.sha256.cmp(&b.sha256));
    files.missing.sort_unstable();
    Ok(files)
}

/// Writes the manifest, with which the backup begins to exist.
fn write_manifest(catalog: &Catalog, folder: &str, manifest: &Manifest, rng: &Rng) -> Result<()> {
    let key = catalog.key.as_ref();
    let bytes = manifest.to_bytes().map_err(std::io::Error::other)?;
    let object = format!("{folder}/{}", part::object_name(MANIFEST, key));
    match key {
        Some(key) => catalog.target.put(&object, &mut key.seal(bytes.as_slice(), MANIFEST, rng)?),
        None => catalog.target.put(&object, &mut bytes.as_slice()),
    }
}

/// Ends with an error when the backup is to stop.
struct Stopping<'a, R> {
    from: R,
    plan: &'a Plan,
}

impl<R: std::io::Read> std::io::Read for Stopping<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        if self.plan.stop.load(Ordering::SeqCst) {
            return Err(std::io::Error::other("the backup was stopped"));
        }
        self.from.read(buffer)
    }
}
