//! Who a database is: an id that its data directory knows too, and a count of commits.

use rusqlite::{Connection, OptionalExtension};

use crate::error::Result;
use crate::options::Options;
use crate::tx::Tx;

crate::row! {
    /// Who a database is.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Identity as identity_columns {
        /// 32 hexadecimal digits, drawn once. A restored database and one moved to another engine keep it.
        pub id: String = "id",
        /// The commits that were counted; it lags behind the commits that were made.
        pub commits: i64 = "commits",
    }
}

const CREATE: &str =
    "INSERT INTO database_identity (one, id, created_at) VALUES (1, $1, $2) ON CONFLICT DO NOTHING";
pub(crate) const READ: &str = concat!("SELECT ", identity_columns!(), " FROM database_identity");
pub(crate) const EXISTS_SQLITE: &str =
    "SELECT COUNT(*) FROM sqlite_master WHERE type = 'table' AND name = 'database_identity'";
pub(crate) const EXISTS_POSTGRES: &str = "SELECT COUNT(*) FROM information_schema.tables
    WHERE table_schema = current_schema() AND table_name = 'database_identity'";

/// Gives a database its id, unless it has one.
pub(crate) fn create_sqlite(connection: &Connection, options: &Options) -> rusqlite::Result<()> {
    if read_sqlite(connection)?.is_none() {
        connection
            .execute(&crate::dialect::statement_for_sqlite(CREATE), (&options.new_id, options.now_ms))?;
    }
    Ok(())
}

pub(crate) fn create_postgres(
    tx: &mut ::postgres::Transaction<'_>,
    options: &Options,
) -> Result<(), ::postgres::Error> {
    tx.execute(CREATE, &[&options.new_id, &options.now_ms]).map(drop)
}

/// The identity of a database, if it has one.
pub(crate) fn read_sqlite(connection: &Connection) -> rusqlite::Result<Option<Identity>> {
    if connection.query_row(EXISTS_SQLITE, [], |row| row.get::<_, i64>(0))? == 0 {
        return Ok(None);
    }
    let read = connection.query_row(READ, [], |row| Ok(Identity { id: row.get(0)?, commits: row.get(1)? }));
    read.optional()
}

pub(crate) fn read_postgres(
    client: &mut impl ::postgres::GenericClient,
) -> Result<Option<Identity>, ::postgres::Error> {
    if client.query_one(EXISTS_POSTGRES, &[])?.get::<_, i64>(0) == 0 {
        return Ok(None);
    }
    let row = client.query_opt(READ, &[])?;
    Ok(row.map(|row| Identity { id: row.get(0), commits: row.get(1) }))
}

/// Adds commits to the count and returns it.
pub(crate) fn count_commits(tx: &mut Tx<'_>, more: u64) -> Result<i64> {
    let (commits,) = tx.query_one(
        "UPDATE database_identity SET commits = commits + $1 RETURNING commits",
        &[(more as i64).into()],
    )?;
    Ok(commits)
}
