//! Invariants of the stored data, and their verification.

use crate::database::Database;
use crate::dialect::Sql;
use crate::engine::Engine;
use crate::error::Result;
use crate::tx::Tx;

/// An invariant.
#[derive(Clone, Copy, Debug)]
pub enum Check {
    /// A stored counter equals a recount.
    Counter {
        /// The table.
        table: &'static str,
        /// The counter's column.
        column: &'static str,
        /// A scalar subquery for the right number of a row.
        recount: &'static str,
    },
    /// There are no such rows. An operator has to repair them.
    Never {
        /// What is wrong with such rows.
        what: &'static str,
        /// A SELECT of such rows.
        rows: &'static str,
    },
}

/// A violated invariant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What is wrong.
    pub what: String,
    /// The number of wrong rows.
    pub rows: i64,
    /// Whether it was repaired.
    pub repaired: bool,
}

impl Check {
    /// An invariant of a counter.
    pub const fn counter(table: &'static str, column: &'static str, recount: &'static str) -> Self {
        Self::Counter { table, column, recount }
    }

    /// The invariant that there are no such rows.
    pub const fn never(what: &'static str, rows: &'static str) -> Self {
        Self::Never { what, rows }
    }

    fn what(&self) -> String {
        match self {
            Self::Counter { table, column, .. } => format!("{table}.{column} differs from a recount"),
            Self::Never { what, .. } => (*what).to_owned(),
        }
    }

    /// The number of wrong rows.
    pub fn count(&self, tx: &mut Tx<'_>) -> Result<i64> {
        let sql = match self {
            Self::Counter { table, column, recount } => {
                format!("SELECT COUNT(*) FROM {table} WHERE {column} <> ({recount})")
            }
            Self::Never { rows, .. } => format!("SELECT COUNT(*) FROM ({rows}) wrong"),
        };
        self.prefer_indexes(tx)?;
        let (rows,) = tx.query_one(Sql::Built(&sql), &[])?;
        Ok(rows)
    }

    /// A recount has an index. Where a few rows have most of the others, PostgreSQL would rather scan the
    /// whole table for each row.
    fn prefer_indexes(&self, tx: &mut Tx<'_>) -> Result<()> {
        if tx.engine() == Engine::Postgres && matches!(self, Self::Counter { .. }) {
            tx.execute("SET LOCAL enable_seqscan = off", &[])?;
        }
        Ok(())
    }

    /// Repairs the rows if they can be recomputed; whether it did.
    fn repair(&self, tx: &mut Tx<'_>) -> Result<bool> {
        let Self::Counter { table, column, recount } = self else { return Ok(false) };
        self.prefer_indexes(tx)?;
        let sql = format!("UPDATE {table} SET {column} = ({recount}) WHERE {column} <> ({recount})");
        tx.execute(Sql::Built(&sql), &[])?;
        Ok(true)
    }
}

/// Runs all checks, and with `repair` recomputes wrong counters. Safe while servers use the
/// database.
pub async fn verify(db: &Database, checks: &'static [Check], repair: bool) -> Result<Vec<Finding>> {
    let mut findings = Vec::new();
    for check in checks {
        let rows = db.read_whole(|tx| check.count(tx)).await?;
        if rows > 0 {
            let repaired = repair && db.write_whole(|tx| check.repair(tx)).await?;
            findings.push(Finding { what: check.what(), rows, repaired });
        }
    }
    Ok(findings)
}
