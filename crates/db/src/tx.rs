//! One transaction, as product code sees it.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::convert::Infallible;
use std::sync::Arc;

use ::postgres::Statement;
use ::postgres::error::SqlState;

use crate::dialect::{Sql, Text, statement_for_postgres, statement_for_sqlite};
use crate::postgres::source_text;
use crate::row::Inner as RowInner;
use crate::stats::Counters;
use crate::{Engine, Error, FromRow, Result, Row, Value};

/// The open transaction of a job. It commits when the job returns `Ok` and rolls back otherwise.
pub struct Tx<'c> {
    inner: Inner<'c>,
    pub(crate) statements: u64,
    /// A statement lost against another transaction: the job may run again from the start.
    pub(crate) retryable: bool,
    /// A statement failed. PostgreSQL would answer COMMIT with a silent rollback, so such a job must not commit.
    pub(crate) failed: bool,
}

enum Inner<'c> {
    Sqlite { connection: &'c rusqlite::Connection, texts: &'c mut SqliteTexts },
    Postgres { transaction: ::postgres::Transaction<'c>, prepared: &'c mut Prepared },
}

/// Statements are constants of the program, so their address names them.
type Key = (usize, usize);
pub(crate) type SqliteTexts = Statements<Box<str>>;
pub(crate) type Prepared = Statements<Statement>;

/// Most built texts that a connection knows; with more it forgets them all and begins again.
const MOST_BUILT: usize = 256;

/// The statements that a connection knows.
pub(crate) struct Statements<T> {
    known: HashMap<Key, T>,
    built: HashMap<Box<str>, T>,
    counters: Arc<Counters>,
}

impl<T> Statements<T> {
    pub fn new(counters: &Arc<Counters>) -> Self {
        Self { known: HashMap::new(), built: HashMap::new(), counters: Arc::clone(counters) }
    }

    /// What is known of a statement, or what `make` makes of its text in the engine's dialect.
    fn get<E>(
        &mut self,
        sql: Text<'_>,
        dialect: fn(&str) -> String,
        make: impl FnOnce(&str) -> std::result::Result<T, E>,
    ) -> std::result::Result<&T, E> {
        let counters = &self.counters;
        let make = |sql: &str| {
            let text = dialect(sql);
            let made = make(&text)?;
            counters.texts.lock().insert(text);
            Ok(made)
        };
        let Text { text, constant } = sql;
        if constant {
            return Ok(match self.known.entry((text.as_ptr() as usize, text.len())) {
                Entry::Occupied(known) => known.into_mut(),
                Entry::Vacant(place) => place.insert(make(text)?),
            });
        }
        if self.built.len() >= MOST_BUILT && !self.built.contains_key(text) {
            self.built.clear();
        }
        Ok(match self.built.entry(text.into()) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(place) => place.insert(make(text)?),
        })
    }
}

impl<'c> Tx<'c> {
    pub(crate) fn sqlite(connection: &'c rusqlite::Connection, texts: &'c mut SqliteTexts) -> Self {
        Self { inner: Inner::Sqlite { connection, texts }, statements: 0, retryable: false, failed: false }
    }

    pub(crate) fn postgres(transaction: ::postgres::Transaction<'c>, prepared: &'c mut Prepared) -> Self {
        Self {
            inner: Inner::Postgres { transaction, prepared },
            statements: 0,
            retryable: false,
            failed: false,
        }
    }

    /// Commits on PostgreSQL; on SQLite the writer commits for the whole group.
    pub(crate) fn commit(self) -> std::result::Result<(), ::postgres::Error> {
        match self.inner {
            Inner::Sqlite { .. } => Ok(()),
            Inner::Postgres { transaction, .. } => transaction.commit(),
        }
    }

    /// Which engine answers.
    pub fn engine(&self) -> Engine {
        match self.inner {
            Inner::Sqlite { .. } => Engine::Sqlite,
            Inner::Postgres { .. } => Engine::Postgres,
        }
    }

    /// Runs a statement and hands each row to `each`, in order.
    pub fn for_each<'s>(
        &mut self,
        sql: impl Into<Sql<'s>>,
        params: &[Value<'_>],
        each: impl FnMut(&Row<'_>) -> Result<()>,
    ) -> Result<()> {
        let result = self.run_each(sql.into(), params, each);
        self.failed |= result.is_err();
        result
    }

    fn run_each(
        &mut self,
        sql: Sql<'_>,
        params: &[Value<'_>],
        mut each: impl FnMut(&Row<'_>) -> Result<()>,
    ) -> Result<()> {
        let sql = self.start(sql, params)?;
        match &mut self.inner {
            Inner::Sqlite { connection, texts } => {
                let text = sqlite_text(texts, sql);
                let mut statement = connection.prepare_cached(text).map_err(|e| sqlite_error(sql, &e))?;
                let mut rows =
                    statement.query(rusqlite::params_from_iter(params)).map_err(|e| sqlite_error(sql, &e))?;
                while let Some(row) = rows.next().map_err(|e| sqlite_error(sql, &e))? {
                    each(&Row(RowInner::Sqlite(row)))?;
                }
                Ok(())
            }
            Inner::Postgres { transaction, prepared } => {
                let rows = prepare(transaction, prepared, sql)
                    .and_then(|statement| transaction.query(&statement, &refs(params)));
                for row in rows.map_err(|e| postgres_error(&mut self.retryable, sql, &e))? {
                    each(&Row(RowInner::Postgres(&row)))?;
                }
                Ok(())
            }
        }
    }

    /// All rows of a statement.
    pub fn query<'s, T: FromRow>(&mut self, sql: impl Into<Sql<'s>>, params: &[Value<'_>]) -> Result<Vec<T>> {
        let mut rows = Vec::new();
        self.for_each(sql, params, |row| {
            rows.push(T::from_row(row)?);
            Ok(())
        })?;
        Ok(rows)
    }

    /// The first row of a statement, or `None`.
    pub fn query_opt<'s, T: FromRow>(
        &mut self,
        sql: impl Into<Sql<'s>>,
        params: &[Value<'_>],
    ) -> Result<Option<T>> {
        let mut first = None;
        self.for_each(sql, params, |row| {
            if first.is_none() {
                first = Some(T::from_row(row)?);
            }
            Ok(())
        })?;
        Ok(first)
    }

    /// The first row of a statement; none is an error.
    pub fn query_one<'s, T: FromRow>(&mut self, sql: impl Into<Sql<'s>>, params: &[Value<'_>]) -> Result<T> {
        let sql = sql.into();
        let row = self.query_opt(sql, params)?;
        row.ok_or_else(|| Error::NoRow(self.text(sql).text.to_owned()))
    }

    /// Runs a statement and counts the rows it changed.
    pub fn execute<'s>(&mut self, sql: impl Into<Sql<'s>>, params: &[Value<'_>]) -> Result<u64> {
        let result = self.run(sql.into(), params);
        self.failed |= result.is_err();
        result
    }

    fn run(&mut self, sql: Sql<'_>, params: &[Value<'_>]) -> Result<u64> {
        let sql = self.start(sql, params)?;
        match &mut self.inner {
            Inner::Sqlite { connection, texts } => {
                let text = sqlite_text(texts, sql);
                let mut statement = connection.prepare_cached(text).map_err(|e| sqlite_error(sql, &e))?;
                let changed = statement.execute(rusqlite::params_from_iter(params));
                changed.map(|n| n as u64).map_err(|e| sqlite_error(sql, &e))
            }
            Inner::Postgres { transaction, prepared } => prepare(transaction, prepared, sql)
                .and_then(|statement| transaction.execute(&statement, &refs(params)))
                .map_err(|e| postgres_error(&mut self.retryable, sql, &e)),
        }
    }

    fn text<'s>(&self, sql: Sql<'s>) -> Text<'s> {
        match self.inner {
            Inner::Sqlite { .. } => sql.for_sqlite(),
            Inner::Postgres { .. } => sql.for_postgres(),
        }
    }

    fn start<'s>(&mut self, sql: Sql<'s>, params: &[Value<'_>]) -> Result<Text<'s>> {
        self.statements += 1;
        if params.iter().any(Value::has_nul) { Err(Error::Nul) } else { Ok(self.text(sql)) }
    }
}

fn prepare(
    transaction: &mut ::postgres::Transaction<'_>,
    prepared: &mut Prepared,
    sql: Text<'_>,
) -> std::result::Result<Statement, ::postgres::Error> {
    prepared.get(sql, statement_for_postgres, |text| transaction.prepare(text)).cloned()
}

fn sqlite_text<'t>(texts: &'t mut SqliteTexts, sql: Text<'_>) -> &'t str {
    let Ok(text) = texts.get(sql, statement_for_sqlite, |text| Ok::<_, Infallible>(text.into()));
    text
}

fn refs<'a>(params: &'a [Value<'a>]) -> Vec<&'a (dyn ::postgres::types::ToSql + Sync)> {
    params.iter().map(|p| p as _).collect()
}

fn sqlite_error(sql: Text<'_>, error: &rusqlite::Error) -> Error {
    let constraint = error.sqlite_error_code() == Some(rusqlite::ErrorCode::ConstraintViolation);
    Error::Statement { message: error.to_string(), sql: sql.text.to_owned(), constraint }
}

fn postgres_error(retryable: &mut bool, sql: Text<'_>, error: &::postgres::Error) -> Error {
    *retryable |= is_retryable(error);
    let message = source_text(error);
    let constraint = error.code().is_some_and(|code| code.code().starts_with("23"));
    Error::Statement { message, sql: sql.text.to_owned(), constraint }
}

/// Whether the statement lost against another transaction, so that the job may succeed when it looks again. A refused
/// foreign key is one of these: between two statements another transaction deleted the row that this one had found, or
/// gave a child to the row that this one deletes.
pub(crate) fn is_retryable(error: &::postgres::Error) -> bool {
    matches!(
        error.code(),
        Some(
            &SqlState::T_R_SERIALIZATION_FAILURE
                | &SqlState::T_R_DEADLOCK_DETECTED
                | &SqlState::FOREIGN_KEY_VIOLATION
        )
    )
}
