//! `Idempotency-Key`: a call that moves money runs once, however often it is sent. Its first
//! response is stored for 24 hours and repeated to the same caller for the same key and parameters.
//!
//! A call of one transaction claims its key and stores its response in that transaction
//! ([`IdempotencyKey::begin`], [`Claim::keep`]), so that the response is stored exactly if the work
//! is. A call of several transactions ([`IdempotencyKey::around`]) claims its key first. If it is
//! interrupted, its retry takes over the claim and continues from what was already created.

use std::future::Future;

use axum::http::HeaderMap;
use miaohui_db::{Database, Migration, Migrations, Result as DbResult, Script, Tx};
use miaohui_kernel::{CLOCKS_DIFFER_MS, Clock, DAY_MS, MINUTE_MS, sha256_hex};
use serde_json::{Map, Value, json};

/// The header, in lower case.
pub const IDEMPOTENCY_KEY: &str = "idempotency-key";

/// How long a response is stored, in ms.
const KEPT_MS: i64 = DAY_MS;
/// How long a call may run before it counts as interrupted, in ms: many times the timeout of
/// payment providers.
const RUNS_MS: i64 = 2 * MINUTE_MS;
/// Longest key in characters.
const LONGEST: usize = 255;
/// The most stored refusals of one caller. An older one is forgotten, so that refused calls with ever
/// new keys do not fill the table.
const MOST_REFUSALS: i64 = 100;
/// Rows deleted in one transaction.
const BATCH: i64 = 500;

/// The schema of this crate.
pub const MIGRATIONS: Migrations = Migrations {
    component: "web",
    steps: &[
        Migration {
            version: 1,
            name: "idempotency",
            sql: Script::Text(include_str!("../migrations/0001_idempotency.sql")),
        },
        Migration {
            version: 2,
            name: "unused blobs",
            sql: Script::Text(include_str!("../migrations/0002_unused_blobs.sql")),
        },
        Migration {
            version: 3,
            name: "refusals",
            sql: Script::Text(include_str!("../migrations/0003_refusals.sql")),
        },
        Migration {
            version: 4,
            name: "login networks",
            sql: Script::Text(include_str!("../migrations/0004_login_networks.sql")),
        },
        Migration {
            version: 5,
            name: "limited callers",
            sql: Script::Text(include_str!("../migrations/0005_limited_callers.sql")),
        },
        Migration {
            version: 6,
            name: "files",
            sql: Script::Text(include_str!("../migrations/0006_files.sql")),
        },
        Migration {
            version: 7,
            name: "rate buckets",
            sql: Script::Text(include_str!("../migrations/0007_rate_buckets.sql")),
        },
    ],
};

/// A key cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// It is not a valid key.
    #[error("Idempotency-Key: one key of 1 to 255 visible ASCII characters")]
    Malformed,
    /// The first call with it is still running.
    #[error("Idempotency-Key: a call with this key is running")]
    Running,
    /// It was used for another call.
    #[error("Idempotency-Key: the key was used for another call, or with other parameters")]
    Reused,
}

/// An API's refusals, as far as keys need them.
pub trait Refusal: From<miaohui_db::Error> + From<KeyError> + Send + 'static {
    /// The stored form of a refusal: a status of the API's own other than 0, and the body. `None`
    /// for a refusal that a retry may not meet again.
    fn kept(&self) -> Option<(i64, String)>;

    /// Restores a stored refusal.
    fn again(status: i64, body: String) -> Self;
}

/// The key of a call, with a digest of its operation and parameters.
#[derive(Clone, Debug)]
pub struct IdempotencyKey {
    key: String,
    fingerprint: String,
}

/// The result of claiming a key.
#[derive(Debug)]
pub enum Begun {
    /// The call has to run.
    Now(Claim),
    /// The call ran before; this is its response.
    Before(Vec<u8>),
}

/// The claim of a running call on its key.
#[derive(Clone, Debug)]
pub struct Claim {
    caller: String,
    key: String,
    created_at: i64,
    attempt: i64,
    begun: Option<i64>,
}

impl IdempotencyKey {
    /// Reads the key from the headers of a call of `operation` with these parameters; those named
    /// in `but` do not count. `None` without the header.
    pub fn of(
        headers: &HeaderMap,
        operation: &str,
        params: &Map<String, Value>,
        but: &[&str],
    ) -> Result<Option<Self>, KeyError> {
        let mut keys = headers.get_all(IDEMPOTENCY_KEY).iter();
        let Some(key) = keys.next() else { return Ok(None) };
        let sane = (1..=LONGEST).contains(&key.len()) && key.as_bytes().iter().all(u8::is_ascii_graphic);
        let (true, None, Ok(key)) = (sane, keys.next(), key.to_str()) else {
            return Err(KeyError::Malformed);
        };
        Ok(Some(Self { key: key.to_owned(), fingerprint: fingerprint(operation, params, but) }))
    }

    /// The key of a signed call that sends none. The space keeps it apart from the keys of clients,
    /// which hold visible characters only.
    pub fn of_signature(signature: &str, operation: &str, params: &Map<String, Value>, but: &[&str]) -> Self {
        Self { key: format!("signature {signature}"), fingerprint: fingerprint(operation, params, but) }
    }

    /// Claims the key for `caller`. A stored refusal is returned as an error.
    pub fn begin<E: Refusal>(&self, tx: &mut Tx<'_>, caller: &str, now: i64) -> Result<Begun, E> {
        // One statement inserts the row, replaces an expired one, or takes over the claim of an
        // interrupted call.
        let mine: Option<(i64, i64, Option<i64>)> = tx.query_opt(
            "INSERT INTO idempotency (caller, key, fingerprint, created_at, until_ms) VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (caller, key) DO UPDATE SET
               fingerprint = excluded.fingerprint, until_ms = excluded.until_ms, status = NULL, body = NULL,
               attempt = CASE WHEN idempotency.created_at <= $6 THEN 1 ELSE idempotency.attempt + 1 END,
               begun = CASE WHEN idempotency.created_at <= $6 THEN NULL ELSE idempotency.begun END,
               created_at = CASE WHEN idempotency.created_at <= $6 THEN excluded.created_at ELSE idempotency.created_at END
             WHERE idempotency.created_at <= $6 OR (idempotency.status IS NULL
               AND (idempotency.until_ms <= excluded.created_at OR idempotency.until_ms > $7)
               AND idempotency.fingerprint = excluded.fingerprint)
             RETURNING created_at, attempt, begun",
            &[
                caller.into(),
                (&self.key).into(),
                (&self.fingerprint).into(),
                now.into(),
                (now + RUNS_MS).into(),
                (now - KEPT_MS).into(),
                // A claim that lies further ahead was made while a clock was wrong.
                (now + RUNS_MS + CLOCKS_DIFFER_MS).into(),
            ],
        )?;
        if let Some((created_at, attempt, begun)) = mine {
            let (caller, key) = (caller.to_owned(), self.key.clone());
            return Ok(Begun::Now(Claim { caller, key, created_at, attempt, begun }));
        }
        let found: Option<(String, Option<i64>, Option<String>)> = tx.query_opt(
            "SELECT fingerprint, status, body FROM idempotency WHERE caller = $1 AND key = $2",
            &[caller.into(), (&self.key).into()],
        )?;
        match found {
            Some((fingerprint, ..)) if fingerprint != self.fingerprint => Err(KeyError::Reused.into()),
            Some((_, Some(0), Some(body))) => Ok(Begun::Before(body.into_bytes())),
            Some((_, Some(status), Some(body))) => Err(E::again(status, body)),
            _ => Err(KeyError::Running.into()),
        }
    }

    /// Stores the refusal of a call of one transaction, whose claim was rolled back with its work.
    /// Returns the response: that of the same call if it has succeeded meanwhile, otherwise the
    /// refusal.
    pub async fn refused<E: Refusal>(
        self,
        db: &Database,
        now: i64,
        error: E,
        who: impl Fn(&mut Tx<'_>) -> Result<String, E> + Send + 'static,
    ) -> Result<Vec<u8>, E> {
        let Some((status, body)) = error.kept() else { return Err(error) };
        let keep = move |tx: &mut Tx<'_>| {
            let caller = who(tx)?;
            match self.begin::<E>(tx, &caller, now)? {
                Begun::Now(claim) => {
                    claim.keep(tx, status, &body)?;
                    forget_refusals(tx, &caller)?;
                    Ok::<_, E>(None)
                }
                Begun::Before(body) => Ok(Some(body)),
            }
        };
        match db.write(keep).await {
            Ok(Some(body)) => Ok(body),
            // A refusal that could not be stored is decided again by the next retry.
            Ok(None) | Err(_) => Err(error),
        }
    }

    /// Runs a call of several transactions: claims the key for `who`, runs the call and stores its
    /// response, also when the client has disconnected.
    pub async fn around<E: Refusal, F>(
        self,
        db: &Database,
        clock: &Clock,
        who: impl Fn(&mut Tx<'_>) -> Result<String, E> + Send + 'static,
        run: impl FnOnce(Claim) -> F,
    ) -> Result<Vec<u8>, E>
    where
        F: Future<Output = Result<Vec<u8>, E>> + Send + 'static,
    {
        let now = clock.now_ms();
        let begin = move |tx: &mut Tx<'_>| {
            let caller = who(tx)?;
            self.begin::<E>(tx, &caller, now)
        };
        let claim = match db.write(begin).await? {
            Begun::Now(claim) => claim,
            Begun::Before(body) => return Ok(body),
        };
        let (db, clock, running) = (db.clone(), clock.clone(), run(claim.clone()));
        // A task of its own continues when the client disconnects, because that client will retry.
        let activity = miaohui_trace::current();
        let task = tokio::spawn(async move {
            let result = miaohui_trace::scope_of(activity, running).await;
            let kept = match &result {
                Ok(body) => Some((0, text(body))),
                Err(error) => error.kept(),
            };
            claim.settle(&db, clock.now_ms(), kept).await;
            result
        });
        task.await.unwrap_or_else(|error| Err(miaohui_db::Error::Panic(error.to_string()).into()))
    }
}

/// A digest of a call's operation and of its parameters other than those named in `but`.
fn fingerprint(operation: &str, params: &Map<String, Value>, but: &[&str]) -> String {
    let mut asked: Vec<(&String, &Value)> =
        params.iter().filter(|(name, _)| !but.contains(&name.as_str())).collect();
    asked.sort_unstable_by_key(|(name, _)| *name);
    sha256_hex(json!([operation, asked]).to_string())
}

impl Claim {
    /// Whether this is the retry of an interrupted call.
    pub fn is_resumed(&self) -> bool {
        self.attempt > 1
    }

    /// The id that an interrupted call noted.
    pub fn begun(&self) -> Option<i64> {
        self.begun
    }

    /// Notes the id of what the call creates, in the transaction that creates it. A claim that a
    /// retry has taken over is [`KeyError::Running`].
    pub fn note<E: Refusal>(&self, tx: &mut Tx<'_>, id: i64) -> Result<(), E> {
        let noted = self.update(tx, "begun = $5", &[id.into()])?;
        if noted { Ok(()) } else { Err(KeyError::Running.into()) }
    }

    /// Stores the response: 0 and the body of a success, or what [`Refusal::kept`] returns.
    pub fn keep(&self, tx: &mut Tx<'_>, status: i64, body: &str) -> DbResult<()> {
        // After a takeover the retry stores the response.
        self.update(tx, "status = $5, body = $6", &[status.into(), body.into()]).map(drop)
    }

    /// Stores the response, or without one lets a retry take over the claim at once.
    async fn settle(self, db: &Database, now: i64, kept: Option<(i64, String)>) {
        let job = move |tx: &mut Tx<'_>| match &kept {
            Some((status, body)) => {
                self.keep(tx, *status, body)?;
                if *status == 0 { Ok(()) } else { forget_refusals(tx, &self.caller) }
            }
            None => self.update(tx, "until_ms = $5", &[now.into()]).map(drop),
        };
        if let Err(error) = db.write(job).await {
            tracing::warn!(%error, "the response of a call with an idempotency key was not stored");
        }
    }

    fn update(&self, tx: &mut Tx<'_>, set: &str, values: &[miaohui_db::Value<'_>]) -> DbResult<bool> {
        let sql = format!(
            "UPDATE idempotency SET {set}
             WHERE caller = $1 AND key = $2 AND created_at = $3 AND attempt = $4 AND status IS NULL"
        );
        let own = [(&self.caller).into(), (&self.key).into(), self.created_at.into(), self.attempt.into()];
        Ok(tx.execute(miaohui_db::Sql::Built(&sql), &[&own, values].concat())? == 1)
    }
}

/// Deletes the refusals of a caller except the newest ones.
fn forget_refusals(tx: &mut Tx<'_>, caller: &str) -> DbResult<()> {
    tx.execute(
        "DELETE FROM idempotency WHERE caller = $1 AND status <> 0 AND key IN
           (SELECT key FROM idempotency WHERE caller = $1 AND status <> 0
            ORDER BY created_at DESC, key LIMIT $2 OFFSET $3)",
        &[caller.into(), BATCH.into(), MOST_REFUSALS.into()],
    )?;
    Ok(())
}

/// A JSON body as it is stored.
pub fn text(body: &[u8]) -> String {
    String::from_utf8_lossy(body).into_owned()
}

/// Deletes expired responses and counts them. To be called about once a minute.
pub async fn sweep(db: &Database, now: i64) -> DbResult<u64> {
    let mut all = 0;
    loop {
        let forget = move |tx: &mut Tx<'_>| {
            tx.execute(
                "DELETE FROM idempotency WHERE (caller, key) IN
                   (SELECT caller, key FROM idempotency WHERE created_at <= $1 ORDER BY created_at LIMIT $2)",
                &[(now - KEPT_MS).into(), BATCH.into()],
            )
        };
        let gone = db.write(forget).await?;
        all += gone;
        if gone < BATCH as u64 {
            return Ok(all);
        }
    }
}

/// Deletes the stored responses of a caller, such as `community:7`.
pub fn forget(tx: &mut Tx<'_>, caller: &str) -> DbResult<u64> {
    tx.execute("DELETE FROM idempotency WHERE caller = $1", &[caller.into()])
}

/// The header's parameter object in OpenAPI.
pub fn parameter() -> Value {
    json!({
        "name": "Idempotency-Key", "in": "header", "required": false,
        "description": "The call happens once for each key of the caller's, and its answer is given again for 24 hours.",
        "schema": { "type": "string", "minLength": 1, "maxLength": LONGEST, "pattern": "^[!-~]+$" },
    })
}
