//! The engines' own checks of their pages, indexes and keys, table by table, so that no read lasts long.

use crate::database::Database;
use crate::dialect::Sql;
use crate::engine::Engine;
use crate::error::{Error, Result};
use crate::tx::Tx;
use crate::verify::Finding;

const TABLES: Sql<'_> = Sql::Pair {
    sqlite: "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name",
    postgres: "SELECT table_name::text FROM information_schema.tables
        WHERE table_schema = current_schema() AND table_type = 'BASE TABLE' ORDER BY 1",
};
const HAS_AMCHECK: &str = "SELECT COUNT(*) FROM pg_extension WHERE extname = 'amcheck'";
const INDEXES: &str = "SELECT c.relname::text FROM pg_class c JOIN pg_am a ON a.oid = c.relam
    WHERE c.relkind = 'i' AND a.amname = 'btree' AND c.relnamespace = current_schema()::regnamespace ORDER BY 1";
/// Most messages about one table.
const MOST: usize = 10;

/// What the engine's checks found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EngineReport {
    /// What is wrong.
    pub findings: Vec<Finding>,
    /// Why something was not checked.
    pub note: Option<String>,
}

/// Checks the pages, indexes and foreign keys of every table. On PostgreSQL the extension `amcheck` does
/// it, where it is installed.
pub async fn check_engine(db: &Database) -> Result<EngineReport> {
    let mut report = EngineReport::default();
    if db.engine() == Engine::Postgres {
        let (installed,): (i64,) = db.read_whole(|tx| tx.query_one(HAS_AMCHECK, &[])).await?;
        if installed == 0 {
            report.note =
                Some("the extension amcheck is not installed: PostgreSQL's pages were not checked".into());
            return Ok(report);
        }
        let indexes: Vec<(String,)> = db.read_whole(|tx| tx.query(INDEXES, &[])).await?;
        for (index,) in indexes {
            let sql = format!("SELECT bt_index_check('{index}'::regclass, true)");
            let checked = db.read_whole(move |tx| tx.execute(Sql::Built(&sql), &[])).await;
            report.add(&index, checked.map(|_| Vec::new()))?;
        }
    }
    let tables: Vec<(String,)> = db.read_whole(|tx| tx.query(TABLES, &[])).await?;
    for (table,) in tables {
        let name = table.clone();
        let checked = db.read_whole(move |tx| check_table(tx, &name)).await;
        report.add(&table, checked)?;
    }
    Ok(report)
}

impl EngineReport {
    /// Adds the messages about a table. A check that fails says itself what is wrong.
    fn add(&mut self, of: &str, checked: Result<Vec<(String,)>>) -> Result<()> {
        let messages = match checked {
            Ok(messages) => messages,
            Err(Error::Statement { message, .. }) => vec![(message,)],
            Err(other) => return Err(other),
        };
        let found = |(message,): (String,)| Finding {
            what: format!("{of} is damaged: {}", message.replace('\n', ", ")),
            rows: 1,
            repaired: false,
        };
        self.findings.extend(messages.into_iter().take(MOST).map(found));
        Ok(())
    }
}

fn check_table(tx: &mut Tx<'_>, table: &str) -> Result<Vec<(String,)>> {
    if tx.engine() == Engine::Postgres {
        let sql = format!("SELECT 'block ' || blkno || ': ' || msg FROM verify_heapam('{table}'::regclass)");
        return tx.query(Sql::Built(&sql), &[]);
    }
    let mut messages: Vec<(String,)> = Vec::new();
    let sql = format!("PRAGMA integrity_check('{table}')");
    let checked = tx.for_each(Sql::Built(&sql), &[], |row| {
        messages.push((row.columns().take()?,));
        Ok(())
    });
    // What was found before a page that cannot be read at all counts too.
    match checked {
        Err(Error::Statement { message, .. }) => messages.push((message,)),
        checked => checked?,
    }
    messages.retain(|(message,)| message != "ok");
    if !messages.is_empty() {
        // A damaged table cannot be read for its keys.
        return Ok(messages);
    }
    let (orphans,): (i64,) =
        tx.query_one(Sql::Built(&format!("SELECT COUNT(*) FROM pragma_foreign_key_check('{table}')")), &[])?;
    if orphans > 0 {
        messages.push((format!("{orphans} rows refer to rows that do not exist"),));
    }
    Ok(messages)
}
