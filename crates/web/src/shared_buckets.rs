//! Rate limits of all processes of a database: buckets that are rows, from which each process takes
//! some calls at once.

use std::collections::HashMap;

use miaohui_db::{Database, Result, Tx};
use miaohui_kernel::HOUR_MS;
use parking_lot::Mutex;

/// The part of a bucket that a process takes at once: a twentieth, at least one call. A process may use
/// it when the bucket has filled up again, so that each allows a twentieth of the limit too much at most.
const PARTS: u32 = 20;

/// How many times its size a bucket may lie ahead: one that lies further was emptied while a clock was
/// wrong, and counts as full. Clocks of processes differ a little.
const FURTHEST: i64 = 4;

/// A bucket of the database.
#[derive(Clone, Debug)]
pub(crate) struct SharedBucket {
    /// The limit, as the metrics name it.
    pub limit: &'static str,
    /// An address or an account.
    pub caller: String,
    /// How many calls it allows in `period_ms`, which is also its size.
    pub calls: u32,
    pub period_ms: i64,
}

/// The calls that this process has taken from the buckets of the database and not used yet.
pub(crate) struct SharedBuckets {
    db: Database,
    spare: Mutex<HashMap<(&'static str, String), Spare>>,
}

#[derive(Clone, Copy)]
struct Spare {
    calls: u32,
    /// When the bucket is full without them, in Unix ms.
    until: i64,
}

/// What taking a call from a bucket came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Taken {
    /// The call, and so many more for later ones.
    More(u32),
    /// The bucket is empty; the next call is allowed in so many ms.
    Empty(i64),
}

impl SharedBucket {
    fn portion(&self) -> u32 {
        (self.calls / PARTS).max(1)
    }

    /// The time in which the bucket gets so many calls back.
    fn cost(&self, calls: u32) -> i64 {
        i64::from(calls) * self.period_ms / i64::from(self.calls)
    }

    /// Takes a portion, or if that is too much one call, in the caller's transaction.
    pub fn take(&self, tx: &mut Tx<'_>, now: i64) -> Result<Taken> {
        for calls in [self.portion(), 1] {
            if self.take_calls(tx, calls, now)? {
                return Ok(Taken::More(calls - 1));
            }
        }
        let full_at: Option<(i64,)> = tx.query_opt(
            "SELECT full_at FROM rate_bucket WHERE limit_name = $1 AND caller = $2",
            &[self.limit.into(), (&self.caller).into()],
        )?;
        let wait = full_at.map_or(0, |(full_at,)| full_at + self.cost(1) - self.period_ms - now);
        Ok(Taken::Empty(wait.max(1)))
    }

    /// The row decides, so that concurrent calls of all processes keep the limit.
    fn take_calls(&self, tx: &mut Tx<'_>, calls: u32, now: i64) -> Result<bool> {
        let cost = self.cost(calls);
        let taken = tx.execute(
            "INSERT INTO rate_bucket (limit_name, caller, full_at) VALUES ($1, $2, $3)
             ON CONFLICT (limit_name, caller) DO UPDATE SET full_at = CASE
               WHEN rate_bucket.full_at BETWEEN $4 AND $5 THEN rate_bucket.full_at + $6
               ELSE excluded.full_at END
             WHERE rate_bucket.full_at NOT BETWEEN $7 AND $5",
            &[
                self.limit.into(),
                (&self.caller).into(),
                (now + cost).into(),
                now.into(),
                (now + FURTHEST * self.period_ms).into(),
                cost.into(),
                (now + self.period_ms - cost + 1).into(),
            ],
        )?;
        Ok(taken == 1)
    }
}

impl SharedBuckets {
    pub fn new(db: Database) -> Self {
        Self { db, spare: Mutex::default() }
    }

    /// Takes a call that this process has left of a bucket.
    pub fn take_spare(&self, bucket: &SharedBucket, now: i64) -> bool {
        let mut all = self.spare.lock();
        let Some(spare) = all.get_mut(&(bucket.limit, bucket.caller.clone())) else { return false };
        if spare.calls == 0 || !(now..=now + bucket.period_ms).contains(&spare.until) {
            return false;
        }
        spare.calls -= 1;
        true
    }

    /// Keeps calls for later. The transaction that took them is committed.
    pub fn keep_spare(&self, bucket: &SharedBucket, calls: u32, now: i64) {
        if calls > 0 {
            let spare = Spare { calls, until: now + bucket.cost(calls) };
            self.spare.lock().insert((bucket.limit, bucket.caller.clone()), spare);
        }
    }

    /// Takes a call in a transaction of its own.
    pub async fn take(&self, bucket: &SharedBucket, now: i64) -> Result<Taken> {
        if self.take_spare(bucket, now) {
            return Ok(Taken::More(0));
        }
        let own = bucket.clone();
        let taken = self.db.write(move |tx| own.take(tx, now)).await?;
        if let Taken::More(calls) = taken {
            self.keep_spare(bucket, calls, now);
        }
        Ok(taken)
    }

    /// Drops what is used up or too old.
    pub fn sweep(&self, now: i64) {
        let mut all = self.spare.lock();
        all.retain(|_, spare| spare.calls > 0 && spare.until >= now);
        all.shrink_to_fit();
    }
}

/// Deletes buckets that are full, and those of a wrong clock. To be called about once a minute.
pub fn forget_full_buckets(tx: &mut Tx<'_>, now: i64) -> Result<u64> {
    tx.execute(
        "DELETE FROM rate_bucket WHERE full_at <= $1 OR full_at > $2",
        &[now.into(), (now + FURTHEST * HOUR_MS).into()],
    )
}
