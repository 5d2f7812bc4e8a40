//! A transaction, as product code uses it.

use std::convert::Infallible;

use rusqlite::StatementStatus;

use crate::budget::Deadline;
use crate::dialect::{Sql, Text, statement_for_sqlite};
use crate::engine::Engine;
use crate::error::{Error, Result};
use crate::postgres::{Failure, Session};
use crate::row::{FromRow, Inner as RowInner, Row};
use crate::sqlite_failure::is_shortage;
use crate::statements::SqliteTexts;
use crate::value::Value;

/// The open transaction of a job. It commits when the job returns `Ok` and rolls back otherwise.
pub struct Tx<'c> {
    inner: Inner<'c>,
    pub(crate) statements: u64,
    /// The instructions that SQLite ran.
    pub(crate) steps: u64,
    /// When the job must end.
    pub(crate) deadline: Deadline,
    /// Whether a statement failed because of a conflict with another transaction, so that the job
    /// may be retried.
    pub(crate) retryable: bool,
    /// Whether a statement failed. PostgreSQL answers COMMIT with a silent rollback then, so the
    /// job must not commit.
    pub(crate) failed: bool,
    /// What the server lacked for a statement.
    pub(crate) shortage: Option<String>,
    /// Changes of counters for the end of the job.
    later: Vec<Addition>,
    /// Whether somebody else makes these changes.
    pub(crate) leaves_additions: bool,
}

/// A change of a counter.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Addition {
    pub sql: &'static str,
    pub id: i64,
    pub by: i64,
}

enum Inner<'c> {
    Sqlite { connection: &'c rusqlite::Connection, texts: &'c mut SqliteTexts },
    Postgres(&'c mut Session),
}

impl<'c> Tx<'c> {
    pub(crate) fn sqlite(connection: &'c rusqlite::Connection, texts: &'c mut SqliteTexts) -> Self {
        Self::new(Inner::Sqlite { connection, texts })
    }

    pub(crate) fn postgres(session: &'c mut Session) -> Self {
        Self::new(Inner::Postgres(session))
    }

    fn new(inner: Inner<'c>) -> Self {
        Self {
            inner,
            statements: 0,
            steps: 0,
            deadline: Deadline::NONE,
            retryable: false,
            failed: false,
            shortage: None,
            later: Vec::new(),
            leaves_additions: false,
        }
    }

    /// The engine.
    pub fn engine(&self) -> Engine {
        match self.inner {
            Inner::Sqlite { .. } => Engine::Sqlite,
            Inner::Postgres(_) => Engine::Postgres,
        }
    }

    /// Whether somebody wants to know of a kind of changes, a bit of the product: see
    /// [`Database::watch`](crate::Database::watch). It costs no statement.
    pub fn is_watched(&self, bit: u64) -> bool {
        match &self.inner {
            Inner::Sqlite { texts, .. } => texts.is_watched(bit),
            Inner::Postgres(session) => session.is_watched(bit),
        }
    }

    /// Runs a statement and calls `each` with each row, in order.
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
                let shortage = &mut self.shortage;
                let mut error = |e: rusqlite::Error| sqlite_error(shortage, sql, &e);
                let mut statement = connection.prepare_cached(text).map_err(&mut error)?;
                let mut rows = statement.query(rusqlite::params_from_iter(params)).map_err(&mut error)?;
                while let Some(row) = rows.next().map_err(&mut error)? {
                    each(&Row(RowInner::Sqlite(row)))?;
                }
                drop(rows);
                self.steps += steps(&statement);
                Ok(())
            }
            Inner::Postgres(session) => {
                let rows = session.query(sql, params);
                for row in
                    rows.map_err(|e| postgres_error(&mut self.retryable, &mut self.shortage, sql, &e))?
                {
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

    /// The first row of a statement; [`Error::NoRow`] if there is none.
    pub fn query_one<'s, T: FromRow>(&mut self, sql: impl Into<Sql<'s>>, params: &[Value<'_>]) -> Result<T> {
        let sql = sql.into();
        let row = self.query_opt(sql, params)?;
        row.ok_or_else(|| Error::NoRow(self.text(sql).text.to_owned()))
    }

    /// Runs a statement and returns the number of changed rows.
    pub fn execute<'s>(&mut self, sql: impl Into<Sql<'s>>, params: &[Value<'_>]) -> Result<u64> {
        let result = self.run(sql.into(), params);
        self.failed |= result.is_err();
        result
    }

    /// Changes a counter at the end of the job: `sql` adds `$2` to the row `$1`. So the row of a popular
    /// thing is locked as shortly as possible, and jobs that share a transaction change it once.
    pub fn add_later(&mut self, sql: &'static str, id: i64, by: i64) {
        self.later.push(Addition { sql, id, by });
    }

    /// Makes the changes of counters, unless somebody else does.
    pub(crate) fn finish(&mut self) -> Result<()> {
        if self.leaves_additions {
            return Ok(());
        }
        for addition in std::mem::take(&mut self.later) {
            self.add(addition)?;
        }
        Ok(())
    }

    /// Makes a change of a counter.
    pub(crate) fn add(&mut self, Addition { sql, id, by }: Addition) -> Result<()> {
        self.execute(sql, &[id.into(), by.into()]).map(drop)
    }

    /// The changes of counters that are left.
    pub(crate) fn take_additions(&mut self) -> Vec<Addition> {
        std::mem::take(&mut self.later)
    }

    fn run(&mut self, sql: Sql<'_>, params: &[Value<'_>]) -> Result<u64> {
        let sql = self.start(sql, params)?;
        match &mut self.inner {
            Inner::Sqlite { connection, texts } => {
                let text = sqlite_text(texts, sql);
                let shortage = &mut self.shortage;
                let mut error = |e: rusqlite::Error| sqlite_error(shortage, sql, &e);
                let mut statement = connection.prepare_cached(text).map_err(&mut error)?;
                let changed = statement.execute(rusqlite::params_from_iter(params));
                self.steps += steps(&statement);
                changed.map(|n| n as u64).map_err(error)
            }
            Inner::Postgres(session) => session
                .execute(sql, params)
                .map_err(|e| postgres_error(&mut self.retryable, &mut self.shortage, sql, &e)),
        }
    }

    fn text<'s>(&self, sql: Sql<'s>) -> Text<'s> {
        match self.inner {
            Inner::Sqlite { .. } => sql.for_sqlite(),
            Inner::Postgres(_) => sql.for_postgres(),
        }
    }

    fn start<'s>(&mut self, sql: Sql<'s>, params: &[Value<'_>]) -> Result<Text<'s>> {
        self.statements += 1;
        if self.deadline.is_over() {
            return Err(Error::OverBudget);
        }
        if params.iter().any(Value::has_nul) { Err(Error::Nul) } else { Ok(self.text(sql)) }
    }
}

/// The instructions of a statement's last run.
fn steps(statement: &rusqlite::Statement<'_>) -> u64 {
    u64::try_from(statement.reset_status(StatementStatus::VmStep)).unwrap_or(0)
}

fn sqlite_text<'t>(texts: &'t mut SqliteTexts, sql: Text<'_>) -> &'t str {
    let Ok(text) = texts.get(sql, statement_for_sqlite, |text| Ok::<_, Infallible>(text.into()));
    text
}

fn sqlite_error(shortage: &mut Option<String>, sql: Text<'_>, error: &rusqlite::Error) -> Error {
    if error.sqlite_error_code() == Some(rusqlite::ErrorCode::OperationInterrupted) {
        return Error::OverBudget;
    }
    if is_shortage(error) {
        *shortage = Some(error.to_string());
        return Error::Unavailable(error.to_string());
    }
    let constraint = error.sqlite_error_code() == Some(rusqlite::ErrorCode::ConstraintViolation);
    Error::Statement { message: error.to_string(), sql: sql.text.to_owned(), constraint }
}

fn postgres_error(
    retryable: &mut bool,
    shortage: &mut Option<String>,
    sql: Text<'_>,
    failure: &Failure,
) -> Error {
    if failure.is_timeout() {
        return Error::OverBudget;
    }
    if failure.is_shortage() {
        *shortage = Some(failure.to_string());
        return Error::Unavailable(failure.to_string());
    }
    *retryable |= failure.is_conflict();
    let constraint = failure.is_constraint();
    Error::Statement { message: failure.to_string(), sql: sql.text.to_owned(), constraint }
}
