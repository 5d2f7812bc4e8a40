//! What must always hold in a database, and whether it does.

use crate::{Database, Result, Sql, Tx};

/// Something that must always hold.
#[derive(Clone, Copy, Debug)]
pub enum Check {
    /// A stored counter equals a recount.
    Counter {
        /// The table.
        table: &'static str,
        /// Its counter.
        column: &'static str,
        /// A SELECT of the right number for each row of the table.
        recount: &'static str,
    },
    /// There are no such rows. Only a person can put them right.
    Never {
        /// What is wrong with them.
        what: &'static str,
        /// A SELECT of them.
        rows: &'static str,
    },
}

/// Something that does not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What is wrong.
    pub what: String,
    /// In how many rows.
    pub rows: i64,
    /// Whether it has been put right.
    pub repaired: bool,
}

impl Check {
    /// The check of a counter.
    pub const fn counter(table: &'static str, column: &'static str, recount: &'static str) -> Self {
        Self::Counter { table, column, recount }
    }

    /// The check that there are no such rows.
    pub const fn never(what: &'static str, rows: &'static str) -> Self {
        Self::Never { what, rows }
    }

    fn what(&self) -> String {
        match self {
            Self::Counter { table, column, .. } => format!("{table}.{column} differs from a recount"),
            Self::Never { what, .. } => (*what).to_owned(),
        }
    }

    /// How many rows are wrong.
    pub fn count(&self, tx: &mut Tx<'_>) -> Result<i64> {
        let sql = match self {
            Self::Counter { table, column, recount } => {
                format!("SELECT COUNT(*) FROM {table} WHERE {column} <> ({recount})")
            }
            Self::Never { rows, .. } => format!("SELECT COUNT(*) FROM ({rows}) wrong"),
        };
        let (rows,) = tx.query_one(Sql::Built(&sql), &[])?;
        Ok(rows)
    }

    /// Puts the rows right, where a program can; whether it could.
    fn repair(&self, tx: &mut Tx<'_>) -> Result<bool> {
        let Self::Counter { table, column, recount } = self else { return Ok(false) };
        let sql = format!("UPDATE {table} SET {column} = ({recount}) WHERE {column} <> ({recount})");
        tx.execute(Sql::Built(&sql), &[])?;
        Ok(true)
    }
}

/// Checks everything, one statement a check, and with `repair` puts counters right. Safe on a live database.
pub async fn verify(db: &Database, checks: &'static [Check], repair: bool) -> Result<Vec<Finding>> {
    let mut findings = Vec::new();
    for check in checks {
        let rows = db.read(|tx| check.count(tx)).await?;
        if rows > 0 {
            let repaired = repair && db.write(|tx| check.repair(tx)).await?;
            findings.push(Finding { what: check.what(), rows, repaired });
        }
    }
    Ok(findings)
}
