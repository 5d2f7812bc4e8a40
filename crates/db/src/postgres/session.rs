//! A connection with its transaction. No call waits for ever: a server that says nothing costs the
//! session, never a thread.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use ::postgres::{Row, Statement};
use tokio::runtime::Runtime;
use tokio_postgres::{Client, SimpleQueryMessage};

use super::failure::{Failure, error_text};
use super::fence::{Fence, Lag};
use super::target::{CONNECT, SETTINGS, Target};
use crate::budget::Deadline;
use crate::dialect::{Text, statement_for_postgres};
use crate::error::{Error, Result};
use crate::statements::Prepared;
use crate::stats::Counters;
use crate::value::Value;

/// How much later than the server the client gives up a statement.
const LATER: Duration = Duration::from_secs(1);
/// How long a reply may take where the server has no limit.
const LONGEST: Duration = Duration::from_secs(3600);
/// How long a question about the server itself may take.
const SOON: Duration = Duration::from_millis(500);

/// A transaction whose process is frozen ends, so that others get its locks.
const IDLE: &str = "SET idle_in_transaction_session_timeout = 30000";
/// What tells apart a promoted standby from the primary before it: the timeline of the log.
const TIMELINE: &str = "SELECT substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8)";
/// Statements of other sessions, which a new one sees behind a pooler that does not keep them apart.
const FOREIGN: &str = "SELECT count(*) FROM pg_prepared_statements WHERE name NOT LIKE 'PGBOUNCER%'";

/// The number of a write transaction, to find out whether it was committed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct TransactionId {
    id: String,
    timeline: String,
}

/// What became of a transaction whose commit was not answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fate {
    Committed,
    RolledBack,
    Unknown,
}

/// The kind of a transaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Read,
    Write,
}

pub(crate) struct Session {
    // The client goes first: it ends the connection that the runtime drives.
    client: Client,
    runtime: Runtime,
    prepared: Prepared,
    timeline: String,
    /// The start of the transaction, until it is sent with the first statement.
    begin: Option<String>,
    /// Whether the server has begun a transaction.
    is_begun: bool,
    transaction: Option<String>,
    /// How long the server may work on a statement, and when the job must end.
    limit: Option<Duration>,
    deadline: Deadline,
    is_lost: bool,
    /// What a standby must have replayed for the transaction that begins.
    fence: Option<Fence>,
    is_behind: bool,
}

impl Session {
    /// Connects. A wrong URL, a server that is full, or none that can be written to is an error.
    pub fn open(target: &Target, counters: &Arc<Counters>) -> Result<Self> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(|error| Error::Open(format!("cannot start a database connection: {error}")))?;
        let failed = |error: tokio_postgres::Error| target.unreachable(&error_text(&error));
        let opened = async {
            let client = target.connect_to_any().await?;
            client.batch_execute(&format!("{SETTINGS}; {IDLE}")).await.map_err(failed)?;
            let foreign: i64 = client.query_one(FOREIGN, &[]).await.map_err(failed)?.get(0);
            let timeline: String = match client.query_one(TIMELINE, &[]).await {
                Ok(row) => row.get(0),
                // Without the right to ask, or on a standby: then no timeline equals another.
                Err(_) => String::new(),
            };
            Ok((client, foreign, timeline))
        };
        let silent = || target.unreachable("it does not answer");
        let opened = runtime.block_on(async { tokio::time::timeout(CONNECT, opened).await });
        let (client, foreign, timeline) = opened.map_err(|_| silent())??;
        // The query above is one of this session's own.
        if foreign > 1 {
            return Err(target.unreachable(
                "a pooler gives this session the prepared statements of another one; use session pooling, or PgBouncer \
                 1.21 or later with max_prepared_statements",
            ));
        }
        Ok(Self {
            client,
            runtime,
            prepared: Prepared::new(counters),
            timeline,
            begin: None,
            is_begun: false,
            transaction: None,
            limit: None,
            deadline: Deadline::NONE,
            is_lost: false,
            fence: None,
            is_behind: false,
        })
    }

    /// Whether it cannot be used any more.
    pub fn is_lost(&self) -> bool {
        self.is_lost || self.client.is_closed()
    }

    /// Begins a transaction, with a limit for each statement and a deadline for all. The server hears
    /// of it with the first statement, and then of the end of a read before it.
    pub fn begin(&mut self, kind: Kind, limit: Option<Duration>, deadline: Deadline) {
        let millis = limit.map_or(0, |limit| limit.as_millis().max(1));
        let end = if self.is_begun { "COMMIT; " } else { "" };
        self.begin = Some(match kind {
            // All statements of a read job see one snapshot, as on SQLite.
            Kind::Read => format!(
                "{end}BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL statement_timeout = {millis}"
            ),
            // Jobs guard themselves by unique keys and conditional updates, which need no stricter
            // level.
            Kind::Write => format!(
                "{end}BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE; SET LOCAL statement_timeout = {millis};
                 SELECT txid_current()"
            ),
        });
        (self.transaction, self.limit, self.deadline) = (None, limit, deadline);
    }

    /// Begins a read on a standby. If it has not replayed the fence, the first statement fails and
    /// [`is_behind`](Self::is_behind) says so.
    pub fn begin_behind(&mut self, fence: &Fence, limit: Option<Duration>, deadline: Deadline) {
        self.begin(Kind::Read, limit, deadline);
        (self.fence, self.is_behind) = (Some(fence.clone()), false);
    }

    /// Whether the last read failed because the standby lags.
    pub fn is_behind(&self) -> bool {
        self.is_behind
    }

    /// Lets so much time pass, in which the connection goes on.
    pub fn pause(&self, time: Duration) {
        self.runtime.block_on(async { tokio::time::sleep(time).await });
    }

    /// Runs statements outside a transaction that must be answered soon, and returns the first value.
    pub fn ask(&mut self, sql: &str) -> Result<Option<String>, Failure> {
        let asked = wait(&self.runtime, SOON, self.client.simple_query(sql));
        asked.map(|messages| first_value(&messages)).inspect_err(|failure| note(&mut self.is_lost, failure))
    }

    /// How far a standby is behind a fence; `None` if it does not follow that primary.
    pub fn lag(&mut self, fence: &Fence) -> Result<Option<Lag>, Failure> {
        let asked = wait(&self.runtime, SOON, fence.lag(&self.client));
        asked.inspect_err(|failure| note(&mut self.is_lost, failure))
    }

    /// The timeline of a primary's log; empty if the server does not tell it.
    pub fn timeline(&self) -> &str {
        &self.timeline
    }

    /// Runs a statement and returns its rows.
    pub fn query(&mut self, sql: Text<'_>, params: &[Value<'_>]) -> Result<Vec<Row>, Failure> {
        let statement = self.statement(sql)?;
        let params = refs(params);
        self.with_begin(|client| async move { client.query(&statement, &params).await })
    }

    /// Runs a statement and returns the number of changed rows.
    pub fn execute(&mut self, sql: Text<'_>, params: &[Value<'_>]) -> Result<u64, Failure> {
        let statement = self.statement(sql)?;
        let params = refs(params);
        self.with_begin(|client| async move { client.execute(&statement, &params).await })
    }

    /// Begins the first of several jobs in the transaction.
    pub fn first_job(&mut self) {
        if let Some(begin) = &mut self.begin {
            begin.push_str("; SAVEPOINT job");
        }
    }

    /// Keeps what the job did and begins the next one. The server hears of it with the next statement.
    pub fn next_job(&mut self) {
        self.begin.get_or_insert_with(|| "RELEASE SAVEPOINT job; SAVEPOINT job".to_owned());
    }

    /// Undoes what the job did, and what it failed at, for the next one.
    pub fn undo_job(&mut self) {
        // What the server has not heard of needs no undoing.
        if self.begin.is_none() && !self.is_lost() {
            let undone = self.call(|client| client.batch_execute("ROLLBACK TO SAVEPOINT job"));
            self.is_lost |= undone.is_err();
        }
    }

    /// Commits. A transaction that has run no statement is not known to the server.
    pub fn commit(&mut self) -> Result<(), Failure> {
        self.begin = None;
        if !std::mem::take(&mut self.is_begun) {
            return Ok(());
        }
        self.call(|client| client.batch_execute("COMMIT"))
    }

    /// Rolls back. If that fails the session is lost, which rolls back as well.
    pub fn roll_back(&mut self) {
        self.begin = None;
        if std::mem::take(&mut self.is_begun) && !self.is_lost() {
            let rolled_back = self.call(|client| client.batch_execute("ROLLBACK"));
            self.is_lost |= rolled_back.is_err();
        }
    }

    /// The number of the write transaction, once the server has told it.
    pub fn transaction(&self) -> Option<TransactionId> {
        let id = self.transaction.clone()?;
        Some(TransactionId { id, timeline: self.timeline.clone() })
    }

    /// What became of a transaction of another session. On another timeline the number may be one of
    /// another transaction.
    pub fn fate(&mut self, transaction: &TransactionId) -> Fate {
        if transaction.timeline.is_empty() || transaction.timeline != self.timeline {
            return Fate::Unknown;
        }
        self.begin(Kind::Read, Some(CONNECT), Deadline::after(Some(CONNECT)));
        let asked = format!("SELECT txid_status({})", transaction.id);
        loop {
            let Ok(messages) = self.with_begin(|client| client.simple_query(&asked)) else {
                return Fate::Unknown;
            };
            match first_value(&messages).as_deref() {
                Some("committed") => return self.fated(Fate::Committed),
                Some("aborted") => return self.fated(Fate::RolledBack),
                // The server has not noticed yet that its client is gone.
                Some("in progress") if !self.deadline.is_over() => {
                    self.pause(Duration::from_millis(20));
                }
                _ => return self.fated(Fate::Unknown),
            }
        }
    }

    fn fated(&mut self, fate: Fate) -> Fate {
        self.roll_back();
        fate
    }

    /// Whether somebody wants to know of a kind of changes.
    pub fn is_watched(&self, bit: u64) -> bool {
        self.prepared.is_watched(bit)
    }

    fn statement(&mut self, sql: Text<'_>) -> Result<Statement, Failure> {
        let (client, runtime, is_lost) = (&self.client, &self.runtime, &mut self.is_lost);
        // The first statement on a standby finds out whether it answers at all.
        let patience = match self.fence {
            Some(_) => SOON,
            None => self.deadline.rest(self.limit).map_or(LONGEST, |limit| limit + LATER),
        };
        let prepare =
            |text: &str| wait(runtime, patience, client.prepare(text)).inspect_err(|e| note(is_lost, e));
        let prepared = self.prepared.get(sql, statement_for_postgres, prepare).cloned();
        // The fence is asked for with the statement itself, and a standby that lags may not have its tables.
        if let (Some(_), Err(failure)) = (&self.fence, &prepared) {
            self.is_behind = !failure.ends_session();
        }
        prepared
    }

    /// Makes a call; the start of the transaction is sent with the first one, so that it costs no time
    /// of its own.
    fn with_begin<'s, T, F>(&'s mut self, call: impl FnOnce(&'s Client) -> F) -> Result<T, Failure>
    where
        F: Future<Output = Result<T, tokio_postgres::Error>>,
    {
        let Some(begin) = self.begin.take() else { return self.call(call) };
        self.is_begun = true;
        let fence = self.fence.take();
        let Self { client, runtime, limit, deadline, transaction, is_lost, is_behind, .. } = self;
        let patience = deadline.rest(*limit).map_or(LONGEST, |limit| limit + LATER);
        let Some(fence) = fence else {
            let both = async {
                let (begun, answer) = tokio::join!(client.simple_query(&begin), call(client));
                if let Some(id) = first_value(&begun?) {
                    *transaction = Some(id);
                }
                answer
            };
            return wait(runtime, patience, both).inspect_err(|failure| note(is_lost, failure));
        };
        // The question goes first: the snapshot of the transaction is not older than its answer.
        let all = async {
            let ((), _, answer) = tokio::try_join!(
                biased;
                fence.require(client, SOON),
                async { Ok(client.simple_query(&begin).await?) },
                async { Ok(call(client).await?) },
            )?;
            Ok(answer)
        };
        let answer = runtime.block_on(async { tokio::time::timeout(patience, all).await });
        let answer = answer.unwrap_or(Err(Failure::Silent(patience)));
        *is_behind = matches!(answer, Err(Failure::Behind));
        answer.inspect_err(|failure| note(is_lost, failure))
    }

    fn call<'s, T, F>(&'s mut self, call: impl FnOnce(&'s Client) -> F) -> Result<T, Failure>
    where
        F: Future<Output = Result<T, tokio_postgres::Error>>,
    {
        let Self { client, runtime, limit, deadline, is_lost, .. } = self;
        let patience = deadline.rest(*limit).map_or(LONGEST, |limit| limit + LATER);
        wait(runtime, patience, call(client)).inspect_err(|failure| note(is_lost, failure))
    }
}

fn note(is_lost: &mut bool, failure: &Failure) {
    *is_lost |= failure.ends_session();
}

fn wait<T>(
    runtime: &Runtime,
    patience: Duration,
    call: impl Future<Output = Result<T, tokio_postgres::Error>>,
) -> Result<T, Failure> {
    match runtime.block_on(async { tokio::time::timeout(patience, call).await }) {
        Ok(answer) => Ok(answer?),
        Err(_) => Err(Failure::Silent(patience)),
    }
}

fn first_value(messages: &[SimpleQueryMessage]) -> Option<String> {
    messages.iter().find_map(|message| match message {
        SimpleQueryMessage::Row(row) => row.get(0).map(str::to_owned),
        _ => None,
    })
}

fn refs<'a>(params: &'a [Value<'a>]) -> Vec<&'a (dyn ::postgres::types::ToSql + Sync)> {
    params.iter().map(|p| p as _).collect()
}
