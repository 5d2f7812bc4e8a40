//! Stored deliveries: an event for one endpoint.

use miaohui_db::{Result, Tx};
use miaohui_kernel::{CLOCKS_DIFFER_MS, DAY_MS, MINUTE_MS, SECOND_MS};

use crate::endpoint;
use crate::ids::{DeliveryId, EndpointId};
use crate::moderation::Verdict;
use crate::outcome::Outcome;

miaohui_db::stored_enum! {
    /// The state of a delivery.
    pub(crate) enum DeliveryState: str as delivery_state {
        /// It is to be sent, or sent again.
        Waiting = "waiting",
        /// The endpoint took it.
        Delivered = "delivered",
        /// The endpoint refuses it, and it is not sent again.
        Failed = "failed",
        /// No verdict came in time.
        Unanswered = "unanswered",
    }
}

/// How long a delivery is claimed by the process that sends it: longer than a call can take.
const CLAIM_MS: i64 = MINUTE_MS;
/// The waits between attempts, in seconds; the last one is repeated.
const WAITS: [i64; 9] = [5, 30, 120, 600, 1800, 3600, 7200, 14_400, 21_600];
/// How often a delivery is sent that the endpoint refuses; about two days.
const MAX_REFUSALS: i64 = 14;
/// How long a verdict may take that is asked for again.
const ASKED_AGAIN_MS: i64 = MINUTE_MS;
/// Rows that one statement deletes.
const PIECE: i64 = 1000;

miaohui_db::row! {
    /// A delivery that is due.
    #[derive(Clone, Debug)]
    pub(crate) struct Due as due_columns {
        pub id: DeliveryId = "id",
        pub kind: String = "kind",
        pub data: String = "data",
        pub tries: i64 = "tries",
        refusals: i64 = "refusals",
        pub created_at: i64 = "created_at",
        pub answer_by: Option<i64> = "answer_by",
    }
}

impl Due {
    /// The id of the event at its receiver, the same in each attempt. The time tells it from an event of
    /// the same number before a restore.
    pub fn message_id(&self) -> String {
        format!("evt_{}_{}", self.id, self.created_at)
    }
}

/// Claims up to `most` due deliveries of an endpoint: of each thing only the first that waits.
pub(crate) fn claim(tx: &mut Tx<'_>, endpoint: EndpointId, most: i64, now: i64) -> Result<Vec<Due>> {
    let mut due: Vec<Due> = tx.query(
        concat!(
            "UPDATE webhook_delivery SET next_at = $3, tries = tries + 1
             WHERE next_at <= $2 AND id IN
               (SELECT d.id FROM webhook_delivery d WHERE d.endpoint_id = $1 AND d.next_at <= $2
                  AND NOT EXISTS (SELECT 1 FROM webhook_delivery e WHERE e.endpoint_id = $1
                    AND e.thing = d.thing AND e.next_at IS NOT NULL AND e.id < d.id)
                ORDER BY d.next_at, d.id LIMIT $4)
             RETURNING ",
            due_columns!()
        ),
        &[endpoint.into(), now.into(), (now + CLAIM_MS).into(), most.into()],
    )?;
    due.sort_unstable_by_key(|delivery| delivery.id);
    Ok(due)
}

/// Records what became of an attempt; `false` if the delivery had ended meanwhile.
pub(crate) fn record_outcome(tx: &mut Tx<'_>, due: &Due, outcome: &Outcome, now: i64) -> Result<bool> {
    let id = due.id;
    let changed = match outcome {
        Outcome::Taken { status, verdict } => tx.execute(
            concat!(
                "UPDATE webhook_delivery SET state = ",
                delivery_state!(Delivered),
                ", next_at = NULL, ended_at = $2, status = $3, verdict = $4, last_error = NULL
                 WHERE id = $1 AND next_at IS NOT NULL"
            ),
            &[id.into(), now.into(), status.map(i64::from).into(), verdict.map(Verdict::value).into()],
        )?,
        Outcome::Failed { status, error, is_refused, .. } => {
            let wait = WAITS[(due.tries - 1).clamp(0, WAITS.len() as i64 - 1) as usize] * SECOND_MS;
            let refusals = due.refusals + i64::from(*is_refused);
            let is_over = *is_refused && refusals >= MAX_REFUSALS && due.answer_by.is_none();
            // A verdict is of use for moments only.
            let wait = if due.answer_by.is_some() { SECOND_MS } else { wait };
            let next_at = (!is_over).then_some(now + wait);
            let state = if is_over { DeliveryState::Failed } else { DeliveryState::Waiting };
            tx.execute(
                "UPDATE webhook_delivery SET state = $2, next_at = $3, status = $4, last_error = $5, ended_at = $6,
                   refusals = $7 WHERE id = $1 AND next_at IS NOT NULL",
                &[
                    id.into(),
                    state.into(),
                    next_at.into(),
                    status.map(i64::from).into(),
                    error.into(),
                    is_over.then_some(now).into(),
                    refusals.into(),
                ],
            )?
        }
    };
    Ok(changed == 1)
}

/// Whether a verdict did not come in time.
pub(crate) fn has_unanswered(tx: &mut Tx<'_>, now: i64) -> Result<bool> {
    let find = "SELECT id FROM webhook_delivery WHERE answer_by <= $1 AND next_at IS NOT NULL LIMIT 1";
    let found: Option<(DeliveryId,)> = tx.query_opt(find, &[now.into()])?;
    Ok(found.is_some())
}

/// Ends deliveries whose verdict did not come in time, and returns what they were about.
pub(crate) fn end_unanswered(tx: &mut Tx<'_>, now: i64) -> Result<Vec<(DeliveryId, String)>> {
    tx.query(
        concat!(
            "UPDATE webhook_delivery SET state = ",
            delivery_state!(Unanswered),
            ", next_at = NULL, ended_at = $1 WHERE next_at IS NOT NULL AND id IN
               (SELECT id FROM webhook_delivery WHERE answer_by <= $1 AND next_at IS NOT NULL
                ORDER BY answer_by, id LIMIT $2)
             RETURNING id, data"
        ),
        &[now.into(), PIECE.into()],
    )
}

/// Makes an ended delivery due again, with the same id; `false` if it waits.
pub(crate) fn send_again(tx: &mut Tx<'_>, id: DeliveryId, now: i64) -> Result<bool> {
    let changed = tx.execute(
        concat!(
            "UPDATE webhook_delivery SET state = ",
            delivery_state!(Waiting),
            ", next_at = $2, tries = 0, refusals = 0, ended_at = NULL, verdict = NULL, last_error = NULL,
               answer_by = CASE WHEN answer_by IS NULL THEN NULL ELSE CAST($3 AS BIGINT) END
             WHERE id = $1 AND next_at IS NULL"
        ),
        &[id.into(), now.into(), (now + ASKED_AGAIN_MS).into()],
    )?;
    Ok(changed == 1)
}

/// Writes an event for trying an endpoint out; `false` if there is no such endpoint.
pub(crate) fn send_ping(tx: &mut Tx<'_>, endpoint: EndpointId, now: i64) -> Result<bool> {
    let written = tx.execute(
        "INSERT INTO webhook_delivery (endpoint_id, kind, thing, data, created_at, next_at)
         SELECT id, 'ping', 'ping:' || id, '{}', CAST($2 AS BIGINT), CAST($2 AS BIGINT)
         FROM webhook_endpoint WHERE id = $1 AND removed_at IS NULL",
        &[endpoint.into(), now.into()],
    )?;
    Ok(written == 1)
}

/// When the oldest delivery was written that waits for an endpoint which is not paused, in Unix ms. Each
/// endpoint is asked for its own, so that the events which wait for a paused one are not read.
///
/// `>=` and the order by both columns are what only the index of both serves: for `=`, PostgreSQL reads
/// the index of all times until it finds one of the endpoint.
pub(crate) fn oldest_waiting(tx: &mut Tx<'_>) -> Result<Option<i64>> {
    let (oldest,): (Option<i64>,) = tx.query_one(
        "SELECT MIN(oldest) FROM
           (SELECT (SELECT CASE WHEN d.endpoint_id = e.id THEN d.created_at END
                    FROM webhook_delivery d
                    WHERE d.endpoint_id >= e.id AND d.next_at IS NOT NULL
                    ORDER BY d.endpoint_id, d.created_at LIMIT 1) AS oldest
            FROM webhook_endpoint e WHERE e.paused_at IS NULL AND e.removed_at IS NULL) waiting",
        &[],
    )?;
    Ok(oldest)
}

/// Deletes a piece of the deliveries older than `keep_days`, also of those that never arrived, and of the
/// deliveries of removed endpoints; also secrets that sign no more. Returns whether more may be left.
pub fn forget_past_deliveries(tx: &mut Tx<'_>, keep_days: u32, now: i64) -> Result<bool> {
    endpoint::forget_former_secrets(tx, now)?;
    let past = tx.execute(
        "DELETE FROM webhook_delivery WHERE id IN
           (SELECT id FROM webhook_delivery WHERE created_at < $1 ORDER BY created_at LIMIT $2)",
        &[(now - i64::from(keep_days) * DAY_MS).into(), PIECE.into()],
    )?;
    let removed = endpoint::forget_removed(tx, PIECE)?;
    Ok(past.max(removed) >= PIECE as u64)
}

/// Deletes what is kept of a thing's events, because the user is erased.
pub fn forget_thing(tx: &mut Tx<'_>, thing: &str) -> Result<u64> {
    tx.execute("DELETE FROM webhook_delivery WHERE thing = $1", &[thing.into()])
}

/// Brings times back that lie further ahead than they can, because a clock was wrong: when deliveries are
/// due, until when verdicts count (`verdict_ms`), and until when former secrets sign. Returns how many.
pub fn mend_delivery_times(tx: &mut Tx<'_>, verdict_ms: i64, now: i64) -> Result<u64> {
    let furthest = now + WAITS[WAITS.len() - 1] * SECOND_MS + CLOCKS_DIFFER_MS;
    let due = tx.execute(
        "UPDATE webhook_delivery SET next_at = $2 WHERE next_at > $1
           AND endpoint_id IN (SELECT id FROM webhook_endpoint)",
        &[furthest.into(), now.into()],
    )?;
    let answer_by = now + verdict_ms.max(ASKED_AGAIN_MS);
    let asked = tx.execute(
        "UPDATE webhook_delivery SET answer_by = $2 WHERE answer_by > $1 AND next_at IS NOT NULL",
        &[(answer_by + CLOCKS_DIFFER_MS).into(), answer_by.into()],
    )?;
    Ok(due + asked + endpoint::mend_times(tx, now)?)
}
