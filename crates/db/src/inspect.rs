//! Looks at a database without changing it.

use std::path::Path;

use rusqlite::ErrorCode;

use crate::copy::size_of;
use crate::error::{Error, Result};
use crate::identity::{self, Identity};
use crate::migrate::{self, Applied, Migrations};
use crate::options::Options;
use crate::postgres::{Target, error_text};
use crate::sqlite::{self, Mode};
use crate::{migrate_postgres, migrate_sqlite, postgres};

/// What is at the place where a database is expected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// No file, an empty one, or no tables.
    Nothing,
    /// Something else; the text says what, as the predicate of a sentence.
    Foreign(String),
    /// A database that a move to this engine has not filled completely.
    Unfinished,
    /// A database of this program.
    Known {
        /// The number of schema steps that it lacks.
        due: usize,
        /// Who it is; an older version has not told it.
        identity: Option<Identity>,
    },
}

/// Most tables that an error names.
const NAMED: usize = 3;
const TABLES_SQLITE: &str =
    "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'";
const TABLES_POSTGRES: &str =
    "SELECT table_name::text FROM information_schema.tables WHERE table_schema = current_schema()";

/// Looks at a database. A schema that is newer than the program's is an error.
pub fn inspect(options: &Options, components: &[Migrations]) -> Result<Found> {
    if options.is_postgres() {
        return postgres::on_thread(|| inspect_postgres(options, components));
    }
    let path = Path::new(&options.url);
    // Only its size is read: closing a file that SQLite uses would end SQLite's locks.
    if size_of(path) == 0 {
        return Ok(Found::Nothing);
    }
    match inspect_sqlite(path, options.cache_kib) {
        Ok(Seen::Other(found)) => Ok(found),
        Ok(Seen::Known(applied, identity)) => {
            Ok(Found::Known { due: migrate::due(&applied, components)?.len(), identity })
        }
        Err(error) if error.sqlite_error_code() == Some(ErrorCode::NotADatabase) => {
            Ok(Found::Foreign("is no SQLite database, or its first page is damaged".into()))
        }
        Err(error) => Err(Error::Open(format!("{}: {error}", path.display()))),
    }
}

enum Seen {
    Other(Found),
    Known(Applied, Option<Identity>),
}

fn inspect_sqlite(path: &Path, cache_kib: u32) -> rusqlite::Result<Seen> {
    let connection = sqlite::open_file(path, cache_kib, Mode::ReadOnly)?;
    let mut all = connection.prepare(TABLES_SQLITE)?;
    let tables = all.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<Vec<String>>>()?;
    Ok(match other(&tables) {
        Some(found) => Seen::Other(found),
        None => Seen::Known(migrate_sqlite::applied(&connection)?, identity::read_sqlite(&connection)?),
    })
}

fn inspect_postgres(options: &Options, components: &[Migrations]) -> Result<Found> {
    let failed = |error: ::postgres::Error| Error::Open(error_text(&error));
    let mut client = Target::parse(&options.url)?.connect()?;
    let rows = client.query(TABLES_POSTGRES, &[]).map_err(failed)?;
    let tables: Vec<String> = rows.iter().map(|row| row.get(0)).collect();
    if let Some(found) = other(&tables) {
        return Ok(found);
    }
    let applied = migrate_postgres::applied(&mut client).map_err(failed)?;
    let due = migrate::due(&applied, components)?.len();
    Ok(Found::Known { due, identity: identity::read_postgres(&mut client).map_err(failed)? })
}

/// What a database with these tables is, unless it is this program's.
fn other(tables: &[String]) -> Option<Found> {
    if tables.is_empty() {
        Some(Found::Nothing)
    } else if tables.iter().any(|table| table == "transfer_progress") {
        Some(Found::Unfinished)
    } else if tables.iter().any(|table| table == "schema_migration") {
        None
    } else {
        let names = tables.iter().take(NAMED).map(String::as_str).collect::<Vec<_>>().join(", ");
        Some(Found::Foreign(format!("holds another program's tables ({names})")))
    }
}
