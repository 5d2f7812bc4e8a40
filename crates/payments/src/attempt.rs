//! The current attempt to pay for a thing: opened, continued, or replaced by another.
//!
//! A thing has one current attempt. A request with another channel, scene, payer or amount replaces
//! it: the old one is superseded and closed at its provider, and a new number is used.

use miaohui_db::{Result, Tx};
use miaohui_gateways::payment::provider::Charge;
use miaohui_kernel::{CLOCKS_DIFFER_MS, SECOND_MS};

use crate::events;
use crate::intent::{Intent, IntentId, NewIntent, SubjectId, intent_columns, intent_status, open_statuses};

/// The shortest time between two questions to a provider on behalf of the payer.
const QUESTION_EVERY_MS: i64 = 5 * SECOND_MS;

/// The attempt that a request continues or has opened.
#[derive(Debug)]
pub(crate) struct Attempt {
    /// Its intent.
    pub intent: Intent,
    /// Whether the request has opened it.
    pub is_new: bool,
    /// The attempt that it replaces, which is superseded now.
    pub replaced: Option<Intent>,
}

/// Continues the current attempt for the same thing, channel, amount, payer, scene and return URL,
/// or opens a new one with `charge`.
pub(crate) fn open(
    tx: &mut Tx<'_>,
    new: &NewIntent<'_>,
    charge: &Charge,
    query_at: i64,
    now: i64,
) -> Result<Attempt> {
    let stored = serde_json::to_string(charge).unwrap_or_default();
    let mut replaced = None;
    loop {
        let current: Option<Intent> = tx.query_opt(
            concat!(
                "SELECT ",
                intent_columns!(),
                " FROM payment_intent WHERE subject = $1 AND subject_id = $2 AND NOT superseded AND status IN ",
                open_statuses!()
            ),
            &[new.subject.into(), new.subject_id.into()],
        )?;
        if let Some(intent) = current {
            if continues(&intent, new, charge, now) {
                return Ok(Attempt { intent, is_new: false, replaced });
            }
            supersede(tx, intent.id, now)?;
            replaced = Some(intent);
        }
        let inserted = tx.query_opt(
            concat!(
                "INSERT INTO payment_intent (reference, subject, subject_id, user_id, channel, fen, created_at,
                   expires_at, next_query_at, asked_at, charge) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $7, $10)
                 ON CONFLICT (subject, subject_id) WHERE status IN ",
                open_statuses!(),
                " AND NOT superseded DO NOTHING RETURNING ",
                intent_columns!()
            ),
            &[&new.values(now)[..], &[query_at.into(), (&stored).into()]].concat(),
        )?;
        // On a conflict another transaction has inserted an attempt, which the next round finds.
        if let Some(intent) = inserted {
            return Ok(Attempt { intent, is_new: true, replaced });
        }
    }
}

/// Whether a request means the attempt that is open already.
fn continues(intent: &Intent, new: &NewIntent<'_>, charge: &Charge, now: i64) -> bool {
    let same_payment = (intent.channel.as_str(), intent.fen, intent.payer_id)
        == (new.channel, new.fen, new.payer_id)
        && intent.expires_at > now;
    same_payment
        && intent
            .charge()
            .is_some_and(|sent| (&sent.scene, &sent.return_url) == (&charge.scene, &charge.return_url))
}

/// Supersedes an open attempt, and makes it due to be closed at its provider; `false` if it was
/// superseded before or has ended.
pub(crate) fn supersede(tx: &mut Tx<'_>, id: IntentId, now: i64) -> Result<bool> {
    let superseded = tx.execute(
        concat!(
            "UPDATE payment_intent SET superseded = TRUE, next_query_at = $2, queries = 0
             WHERE id = $1 AND NOT superseded AND status IN ",
            open_statuses!()
        ),
        &[id.into(), now.into()],
    )?;
    Ok(superseded == 1)
}

/// Supersedes the open attempts to pay for a thing that is cancelled, changed or paid. The
/// background task closes them at their providers.
pub fn close_attempts(tx: &mut Tx<'_>, subject: &str, id: SubjectId, now: i64) -> Result<()> {
    tx.execute(
        concat!(
            "UPDATE payment_intent SET superseded = TRUE, next_query_at = $3, queries = 0
             WHERE subject = $1 AND subject_id = $2 AND NOT superseded AND status IN ",
            open_statuses!()
        ),
        &[subject.into(), id.into(), now.into()],
    )?;
    Ok(())
}

/// Claims the right to query the provider about an open attempt on behalf of the payer; `false` if
/// it was queried a few seconds ago.
pub(crate) fn claim_question(tx: &mut Tx<'_>, id: IntentId, now: i64) -> Result<bool> {
    let claimed = tx.execute(
        concat!(
            "UPDATE payment_intent SET asked_at = $2 WHERE id = $1 AND (asked_at <= $3 OR asked_at > $4)
               AND status IN ",
            open_statuses!()
        ),
        &[
            id.into(),
            now.into(),
            (now - QUESTION_EVERY_MS).into(),
            // Asked while a clock was wrong.
            (now + CLOCKS_DIFFER_MS).into(),
        ],
    )?;
    Ok(claimed == 1)
}

/// The attempt that decides how the payment of a thing stands: the paid one, or else the last.
pub(crate) fn deciding(tx: &mut Tx<'_>, subject: &str, id: SubjectId) -> Result<Option<Intent>> {
    tx.query_opt(
        concat!(
            "SELECT ",
            intent_columns!(),
            " FROM payment_intent WHERE subject = $1 AND subject_id = $2 ORDER BY status = ",
            intent_status!(Succeeded),
            " DESC, id DESC LIMIT 1"
        ),
        &[subject.into(), id.into()],
    )
}

/// Ends the open attempts of channels that are no longer enabled, a day after their end; returns
/// how many.
pub(crate) fn end_orphans(tx: &mut Tx<'_>, enabled: &[&str], ended_before: i64, now: i64) -> Result<usize> {
    let ended: Vec<(IntentId,)> = tx.query(
        concat!(
            "UPDATE payment_intent SET status = ",
            intent_status!(Expired),
            ", ended_at = $3, next_query_at = NULL
             WHERE expires_at < $2 AND NOT (channel IN LIST($1)) AND status IN ",
            open_statuses!(),
            " RETURNING id"
        ),
        &[enabled.into(), ended_before.into(), now.into()],
    )?;
    for (id,) in &ended {
        events::payment(tx, "payment.expired", *id, now)?;
    }
    Ok(ended.len())
}
