//! Moves a whole database from one engine to the other.
//!
//! The source is read in one snapshot. Each table is copied in a transaction that also notes its digest
//! in the target, so that an interrupted move continues with the next table. Until the end the target
//! holds the table `transfer_progress`, and is refused by everything else.

mod digest;
mod failed;
mod portions;
mod side;
mod source;
mod tables;
mod target;

use crate::error::{Error, Result};
use crate::inspect::{Found, inspect};
use crate::migrate::Migrations;
use crate::options::Options;
use crate::postgres;

use side::Side;
use source::Source;
use tables::Table;
use target::Target;

/// How far a move has come.
#[derive(Clone, Copy, Debug)]
pub struct TransferProgress<'t> {
    /// What happens, such as "copying".
    pub step: &'static str,
    /// The table.
    pub table: &'t str,
    /// Rows that are done; each is copied and then checked.
    pub done: u64,
    /// Rows to do.
    pub total: u64,
}

/// A table on both sides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MovedTable {
    /// Its name.
    pub name: String,
    /// Its rows.
    pub rows: u64,
    /// The digest of its rows, in whatever order; equal on both sides.
    pub digest: String,
}

/// Copies every table to an empty database of the other engine and compares a digest of each. The
/// record of schema steps is the target's own.
pub fn transfer(
    from: &Options,
    to: &Options,
    components: &[Migrations],
    progress: &mut (dyn FnMut(TransferProgress<'_>) + Send),
) -> Result<Vec<MovedTable>> {
    if from.is_postgres() == to.is_postgres() {
        return Err(Error::Open("a move goes from one engine to the other".into()));
    }
    match inspect(to, components)? {
        Found::Nothing | Found::Unfinished => {}
        Found::Foreign(what) => return Err(Error::Open(format!("the target {what}"))),
        Found::Known { .. } => return Err(Error::Open("the target holds a database already".into())),
    }
    // The client of PostgreSQL needs a thread of its own, on either side.
    postgres::on_thread(|| run(from, to, components, progress))
}

fn run(
    from: &Options,
    to: &Options,
    components: &[Migrations],
    progress: &mut (dyn FnMut(TransferProgress<'_>) + Send),
) -> Result<Vec<MovedTable>> {
    let mut source = Source::open(from, components)?;
    let mut target = Target::open(to, components, &source.identity()?)?;
    let tables = match (&mut source.0, &mut target.0) {
        (Side::Sqlite(own), Side::Postgres(other)) | (Side::Postgres(other), Side::Sqlite(own)) => {
            tables::tables(own, other)?
        }
        _ => return Err(Error::Open("a move goes from one engine to the other".into())),
    };
    let mut counts = Vec::new();
    for table in &tables {
        counts.push(source.count(table)?);
    }
    let mut bar = Bar { progress, done: 0, total: 2 * counts.iter().sum::<u64>() };
    if !target.is_cleared()? {
        target.clear(&tables)?;
    }
    let mut moved = copy_all(&mut source, &mut target, &tables, &mut bar)?;
    if moved.is_none() {
        // A table has changed since the interrupted move, so others may have too.
        target.clear(&tables)?;
        bar.done = 0;
        moved = copy_all(&mut source, &mut target, &tables, &mut bar)?;
    }
    let moved = moved.ok_or_else(|| Error::Open("the source changes while it is moved".into()))?;
    for table in tables.iter().filter(|table| table.sequence.is_some()) {
        target.set_sequence(table, source.sequence(table)?)?;
    }
    for (table, own) in tables.iter().zip(&moved) {
        bar.step("checking", table);
        let digest = target.0.digest(table, &mut |rows| bar.advance("checking", table, rows))?;
        if digest.text() != own.digest {
            return Err(Error::Open(format!("the table {} differs after the move", table.name)));
        }
    }
    source.require_unchanged(from.now_ms)?;
    target.finish()?;
    Ok(moved)
}

/// Copies what is not copied yet; `None` if a copied table has changed.
fn copy_all(
    source: &mut Source,
    target: &mut Target,
    tables: &[Table],
    bar: &mut Bar<'_, '_>,
) -> Result<Option<Vec<MovedTable>>> {
    let copied = target.copied()?;
    let mut moved = Vec::new();
    for table in tables {
        bar.step("copying", table);
        let mut report = |rows| bar.advance("copying", table, rows);
        let digest = match copied.iter().find(|(name, _)| *name == table.name) {
            Some((_, digest)) => {
                let own = source.0.digest(table, &mut report)?;
                if own.text() != *digest {
                    return Ok(None);
                }
                own
            }
            None => target.copy(table, source, &mut report)?,
        };
        moved.push(MovedTable { name: table.name.clone(), rows: digest.rows(), digest: digest.text() });
    }
    Ok(Some(moved))
}

struct Bar<'p, 'f> {
    progress: &'p mut (dyn FnMut(TransferProgress<'_>) + Send + 'f),
    done: u64,
    total: u64,
}

impl Bar<'_, '_> {
    fn step(&mut self, step: &'static str, table: &Table) {
        let (done, total) = (self.done, self.total);
        (self.progress)(TransferProgress { step, table: &table.name, done, total });
    }

    fn advance(&mut self, step: &'static str, table: &Table, rows: u64) {
        self.done += rows;
        self.step(step, table);
    }
}
