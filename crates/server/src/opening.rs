//! Which databases a command may open. Only `serve` makes one, and only `serve` and `upgrade` change a
//! schema; nothing takes an empty or a foreign database for the one that a data directory belongs to.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use miaohui_db::{Access, Database, Engine, Found, Identity, Options, inspect};
use miaohui_kernel::Clock;

use crate::config::Config;
use crate::schema::SCHEMA;
use crate::{data_dir, private_files};

/// What a process may do with the database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Opening {
    /// Serve it.
    Serve(ServeOpening),
    /// Bring its schema up to date.
    Upgrade,
    /// Write to it as it is.
    Write,
    /// Read it as it is.
    Read,
}

/// What `serve` may do beyond opening the database that belongs to the data directory.
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of the command line")]
#[derive(clap::Args, Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ServeOpening {
    /// Make a new, empty database although the data directory has been used
    #[arg(long)]
    pub create: bool,

    /// Apply due schema steps on PostgreSQL too (SQLite is copied and upgraded without it)
    #[arg(long)]
    pub upgrade: bool,

    /// Serve an SQLite database that lacks writes which it had before, such as an older copy
    #[arg(long)]
    pub accept_older: bool,

    /// Take over a bucket of files from another database, or from this one before it was restored
    #[arg(long)]
    pub take_bucket: bool,
}

impl ServeOpening {
    /// A new database where there is none, and due schema steps.
    pub const DEFAULT: Self = Self { create: false, upgrade: true, accept_older: false, take_bucket: false };
}

/// Opens the configured database.
pub fn open_database(config: &Config, clock: &Clock, opening: Opening) -> Result<Database> {
    let (dir, mut options) = (&config.data_dir, database_options(config, clock));
    if matches!(opening, Opening::Serve(_)) {
        let unwritable = || format!("cannot write to the data directory {}", dir.display());
        private_files::make_dir(dir).with_context(unwritable)?;
        data_dir::probe(dir).with_context(unwritable)?;
    } else if !dir.is_dir() {
        bail!("there is no data directory {}; `miaohui serve` makes one", dir.display());
    }
    let found = inspect(&options, SCHEMA)?;
    admit(config, &mut options, opening, found)?;
    if opening != Opening::Read && config.database_url.expose().is_empty() {
        let file = Path::new(&options.url);
        private_files::make_file(file).with_context(|| format!("cannot write to {}", file.display()))?;
        private_files::tighten_database(file);
    }
    Ok(Database::open(&options, SCHEMA)?)
}

/// Decides about what was found, and sets what opening may change.
fn admit(config: &Config, options: &mut Options, opening: Opening, found: Found) -> Result<()> {
    let (dir, place) = (&config.data_dir, place(config));
    match found {
        Found::Foreign(what) => {
            bail!("{place} {what}: restore a backup, or set another data_dir or database_url")
        }
        Found::Unfinished => bail!("a move to {place} is not complete: run `miaohui migrate-to` again"),
        Found::Nothing => {
            let Opening::Serve(serve) = opening else {
                bail!(
                    "there is no database in {place}: check data_dir and database_url; `miaohui serve` makes a new one"
                );
            };
            if let Some(trace) = data_dir::trace(dir)?.filter(|_| !serve.create) {
                bail!(
                    "{place} is missing or empty, but {} has been used ({trace} is there): was a disk not mounted? \
                     Bring the database back (`miaohui restore`), or begin with an empty one (`--create`)",
                    dir.display()
                );
            }
            data_dir::forget_commits(dir)?;
        }
        Found::Known { due, identity } => {
            allow_due(due, options.is_postgres(), opening, &place)?;
            let marker = data_dir::marker(dir)?;
            match (identity, marker) {
                (Some(identity), marker) => belong(config, opening, &identity, marker)?,
                // An older version did not know its id, so the directory's is taken.
                (None, Some(marker)) => options.new_id = marker,
                (None, None) => {}
            }
            if due > 0 && opening != Opening::Read {
                options.copy_to = Some(dir.clone());
            }
        }
    }
    if matches!(opening, Opening::Serve(_)) {
        options.replicas = config.database.replicas.iter().map(|url| url.expose().to_owned()).collect();
    }
    options.access = match opening {
        Opening::Serve(_) | Opening::Upgrade => Access::Upgrade,
        Opening::Write => Access::Existing,
        Opening::Read => Access::ReadOnly,
    };
    Ok(())
}

fn allow_due(due: usize, postgres: bool, opening: Opening, place: &str) -> Result<()> {
    match opening {
        Opening::Serve(serve) if due > 0 && postgres && !serve.upgrade => bail!(
            "{place} has an older schema ({due} steps are due): back it up, then run `miaohui upgrade` or start with --upgrade"
        ),
        // The database says which step is due.
        _ => Ok(()),
    }
}

/// Refuses a database that is not the directory's, or lacks writes that it had.
fn belong(config: &Config, opening: Opening, identity: &Identity, marker: Option<String>) -> Result<()> {
    let (dir, place) = (&config.data_dir, place(config));
    if let Some(marker) = marker.filter(|marker| *marker != identity.id) {
        bail!(
            "{place} is not the database that {} belongs to (it is {}, miaohui.id says {marker}): set the right \
             data_dir or database_url, or delete miaohui.id if the media there are this database's",
            dir.display(),
            identity.id
        );
    }
    let missing = data_dir::missing_commits(dir, identity);
    let accepted = match opening {
        Opening::Serve(serve) => serve.accept_older,
        // `verify` reports it.
        Opening::Read => true,
        Opening::Upgrade | Opening::Write => false,
    };
    if missing > 0 && config.database_url.expose().is_empty() && !accepted {
        bail!(
            "{place} lacks at least {missing} commits that it had when it was last served: its log (miaohui.db-wal) was \
             cut, or an older copy took its place. Restore a backup, or serve what is left with --accept-older"
        );
    }
    Ok(())
}

/// The commits that the configured SQLite database lacks though they were durable.
pub async fn missing_commits(config: &Config, db: &Database) -> Result<i64> {
    if db.engine() == Engine::Postgres {
        return Ok(0);
    }
    Ok(data_dir::missing_commits(&config.data_dir, &db.identity().await?))
}

/// Marks the data directory of a served database, and forgets what an accepted older copy lacks.
pub(crate) fn settle(config: &Config, identity: &Identity) -> std::io::Result<()> {
    data_dir::mark(&config.data_dir, &identity.id)?;
    if config.database_url.expose().is_empty() {
        data_dir::note_commits(&config.data_dir, &identity.id, identity.commits)?;
    }
    Ok(())
}

/// How to read the configured database for a move to another engine.
pub fn source_options(config: &Config, clock: &Clock) -> Result<Options> {
    let mut options = database_options(config, clock);
    let found = inspect(&options, SCHEMA)?;
    admit(config, &mut options, Opening::Read, found)?;
    Ok(options)
}

/// Makes an empty file that only its owner can read, unless there is one.
pub fn prepare_sqlite_file(path: &Path) -> std::io::Result<()> {
    private_files::make_file(path)
}

/// What messages call the database; its password is not part of it.
pub(crate) fn place(config: &Config) -> String {
    match config.database_url.expose() {
        "" => sqlite_file(&config.data_dir).display().to_string(),
        url => crate::config::redact_url(url),
    }
}

pub(crate) fn sqlite_file(data_dir: &Path) -> PathBuf {
    data_dir.join("miaohui.db")
}

/// How to open the configured database.
pub fn database_options(config: &Config, clock: &Clock) -> Options {
    let url = config.database_url.expose();
    let sqlite = url.is_empty();
    let file = sqlite_file(&config.data_dir).to_string_lossy().into_owned();
    Options {
        readers: if sqlite { config.database.readers } else { config.database.connections },
        heavy_readers: config.database.heavy_readers,
        read_ms: config.database.read_ms.into(),
        heavy_read_ms: config.database.heavy_read_ms.into(),
        write_ms: config.database.write_ms.into(),
        idle_ms: u64::from(config.database.idle_seconds) * 1000,
        queue: config.database.queue,
        group_commit: config.database.group_commit,
        moves_log: !config.backup.continuous,
        cache_kib: config.database.cache_kib,
        now_ms: clock.now_ms(),
        ..Options::new(if sqlite { file } else { url.to_owned() })
    }
}
