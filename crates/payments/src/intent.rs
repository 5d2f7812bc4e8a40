//! Payment intents: the stored attempts to pay for something.

use miaohui_db::{Result, Tx};
use miaohui_gateways::payment::provider::Charge;
use miaohui_kernel::{Fen, MINUTE_MS, SECOND_MS};
use serde_json::Value;

use crate::events;
pub use crate::ids::{IntentId, PayerId, SubjectId};

miaohui_db::stored_enum! {
    /// The status of a payment intent. It never returns to an earlier one.
    pub enum IntentStatus: i64 as intent_status {
        /// The provider has not answered yet.
        Created = 0,
        /// The payer has to act.
        Pending = 1,
        /// Paid.
        Succeeded = 2,
        /// Declined by the provider, or closed unpaid.
        Failed = 3,
        /// Not paid in time.
        Expired = 4,
        /// Paid, and refunded completely.
        Refunded = 5,
    }
}

/// The open statuses, as an SQL list.
macro_rules! open_statuses {
    () => {
        "(0 /* Created */, 1 /* Pending */)"
    };
}
pub(crate) use open_statuses;
const _: () = assert!(IntentStatus::Created as i64 == 0 && IntentStatus::Pending as i64 == 1);

miaohui_db::row! {
    /// An attempt to pay for something.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Intent as intent_columns {
        /// Its id.
        pub id: IntentId = "id",
        /// Our number for the provider.
        pub reference: String = "reference",
        /// The kind of thing that is paid for.
        pub subject: String = "subject",
        /// The thing that is paid for.
        pub subject_id: SubjectId = "subject_id",
        /// Who pays.
        pub payer_id: PayerId = "user_id",
        /// The payment channel.
        pub channel: String = "channel",
        /// The requested amount.
        pub fen: Fen = "fen",
        /// Its status.
        pub status: IntentStatus = "status",
        /// The provider's number of the payment, once it is paid.
        pub transaction: Option<String> = "transaction_no",
        /// The paid amount.
        pub paid: Fen = "paid",
        /// The part of it that its thing still stands for.
        pub kept: Fen = "kept",
        /// The sum of its refunds, including those on their way.
        pub returned: Fen = "returned",
        /// The provider's parameters for the payer's client, as JSON; empty until the provider has
        /// answered.
        pub client: String = "client",
        /// When the parameters in `client` end, in Unix ms.
        pub client_until: i64 = "client_until",
        /// The order as it was sent to the provider, as JSON; empty for a local channel.
        pub charge: String = "charge",
        /// Whether it is no longer offered to the payer, and is to be closed at the provider.
        pub is_superseded: bool = "superseded",
        /// When it was created, in Unix ms.
        pub created_at: i64 = "created_at",
        /// When it can no longer be paid, in Unix ms.
        pub expires_at: i64 = "expires_at",
        /// How often the provider was queried.
        pub queries: i64 = "queries",
        /// When it was paid by the provider's clock, in Unix ms.
        pub paid_at: Option<i64> = "paid_at",
    }
}

/// The shortest time that the payer's parameters must still be valid to be handed out again.
const MIN_VALIDITY_MS: i64 = MINUTE_MS;
/// The largest difference between a provider's clock and ours.
pub(crate) const SKEW_MS: i64 = 3 * SECOND_MS;

impl Intent {
    /// Whether it can still be paid at the provider.
    pub(crate) fn is_open(&self) -> bool {
        matches!(self.status, IntentStatus::Created | IntentStatus::Pending)
    }

    /// Whether it was paid before it ended. A product accepts such a payment also after the end of
    /// its own time, if the thing is still there.
    pub fn is_paid_in_time(&self) -> bool {
        self.paid_at.is_some_and(|paid_at| paid_at <= self.expires_at.saturating_add(SKEW_MS))
    }

    /// Whether the payer can no longer pay it by any clock.
    pub(crate) fn is_over(&self, now: i64) -> bool {
        now >= self.expires_at.saturating_add(SKEW_MS)
    }

    /// The parameters for the payer's client, if they are still valid.
    pub(crate) fn payload(&self, now: i64) -> Option<Value> {
        let is_valid = self.client_until >= self.expires_at || self.client_until > now + MIN_VALIDITY_MS;
        let is_pending = self.status == IntentStatus::Pending;
        if is_pending && is_valid { serde_json::from_str(&self.client).ok() } else { None }
    }

    /// The order as it was sent.
    pub(crate) fn charge(&self) -> Option<Charge> {
        serde_json::from_str(&self.charge).ok()
    }

    /// Whether it was paid, also if the money was refunded.
    pub(crate) fn was_paid(&self) -> bool {
        matches!(self.status, IntentStatus::Succeeded | IntentStatus::Refunded)
    }

    /// The part of the paid amount that is not refunded.
    pub(crate) fn remainder(&self) -> Fen {
        // A check of the table keeps `returned` between 0 and `paid`.
        self.paid.checked_sub(self.returned).unwrap_or(Fen::ZERO)
    }
}

/// The values of a new intent.
#[derive(Clone, Copy, Debug)]
pub struct NewIntent<'a> {
    /// Our number for the provider: 6 to 32 letters, digits, `_` and `-`.
    pub reference: &'a str,
    /// The kind of thing that is paid for.
    pub subject: &'a str,
    /// The thing that is paid for.
    pub subject_id: SubjectId,
    /// Who pays.
    pub payer_id: PayerId,
    /// The payment channel.
    pub channel: &'a str,
    /// The amount.
    pub fen: Fen,
    /// When it expires, in Unix ms.
    pub expires_at: i64,
}

impl NewIntent<'_> {
    /// The values of `reference, subject, subject_id, user_id, channel, fen, created_at, expires_at`.
    pub(crate) fn values(&self, now: i64) -> [miaohui_db::Value<'_>; 8] {
        [
            self.reference.into(),
            self.subject.into(),
            self.subject_id.into(),
            self.payer_id.into(),
            self.channel.into(),
            self.fen.into(),
            now.into(),
            self.expires_at.into(),
        ]
    }
}

/// Inserts an intent that is already paid, and whose product will accept it.
pub(crate) fn insert_paid(
    tx: &mut Tx<'_>,
    new: &NewIntent<'_>,
    transaction: &str,
    now: i64,
) -> Result<Intent> {
    let intent: Intent = tx.query_one(
        concat!(
            "INSERT INTO payment_intent (reference, subject, subject_id, user_id, channel, fen, created_at,
               expires_at, status, transaction_no, paid, kept, paid_at, ended_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, ",
            intent_status!(Succeeded),
            ", $9, $6, $6, $7, $7) RETURNING ",
            intent_columns!()
        ),
        &[&new.values(now)[..], &[transaction.into()]].concat(),
    )?;
    events::payment(tx, "payment.succeeded", intent.id, now)?;
    Ok(intent)
}

/// Stores an attempt that has still to be ended.
pub(crate) fn insert_failed(tx: &mut Tx<'_>, new: &NewIntent<'_>, now: i64) -> Result<IntentId> {
    let (id,) = tx.query_one(
        "INSERT INTO payment_intent (reference, subject, subject_id, user_id, channel, fen, created_at, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING id",
        &new.values(now),
    )?;
    Ok(id)
}

/// The intent with our number.
pub(crate) fn find(tx: &mut Tx<'_>, reference: &str) -> Result<Option<Intent>> {
    tx.query_opt(
        concat!("SELECT ", intent_columns!(), " FROM payment_intent WHERE reference = $1"),
        &[reference.into()],
    )
}

/// The intent with this id, locked until the transaction ends.
pub(crate) fn lock(tx: &mut Tx<'_>, id: IntentId) -> Result<Option<Intent>> {
    tx.query_opt(
        concat!("UPDATE payment_intent SET returned = returned WHERE id = $1 RETURNING ", intent_columns!()),
        &[id.into()],
    )
}

/// Marks an open intent as pending. `client` holds the provider's parameters for the payer's
/// client, valid until `client_until`. `false` if the intent has ended or is superseded.
pub(crate) fn set_pending(tx: &mut Tx<'_>, id: IntentId, client: &str, client_until: i64) -> Result<bool> {
    let pending = tx.execute(
        concat!(
            "UPDATE payment_intent SET status = ",
            intent_status!(Pending),
            ", client = $2, client_until = $3 WHERE id = $1 AND NOT superseded AND status IN ",
            open_statuses!()
        ),
        &[id.into(), client.into(), client_until.into()],
    )?;
    Ok(pending == 1)
}

/// Ends an open intent that was not paid; `false` if it had ended before.
pub(crate) fn end_unpaid(tx: &mut Tx<'_>, id: IntentId, status: IntentStatus, now: i64) -> Result<bool> {
    let ended = tx.execute(
        concat!(
            "UPDATE payment_intent SET status = $2, ended_at = $3, next_query_at = NULL
             WHERE id = $1 AND status IN ",
            open_statuses!()
        ),
        &[id.into(), status.into(), now.into()],
    )?;
    if ended == 1 {
        let kind = if status == IntentStatus::Expired { "payment.expired" } else { "payment.failed" };
        events::payment(tx, kind, id, now)?;
    }
    Ok(ended == 1)
}

/// Marks an intent as paid, also one that has failed or expired, and returns it; `None` if it was
/// paid before. `paid_at` is the provider's time of the payment.
pub(crate) fn set_paid(
    tx: &mut Tx<'_>,
    id: IntentId,
    (transaction, fen): (&str, Fen),
    paid_at: i64,
    now: i64,
) -> Result<Option<Intent>> {
    let paid: Option<Intent> = tx.query_opt(
        concat!(
            "UPDATE payment_intent SET status = ",
            intent_status!(Succeeded),
            ", transaction_no = $2, paid = $3, paid_at = $4, ended_at = $5, next_query_at = NULL
             WHERE id = $1 AND status NOT IN (",
            intent_status!(Succeeded),
            ", ",
            intent_status!(Refunded),
            ") RETURNING ",
            intent_columns!()
        ),
        &[id.into(), transaction.into(), fen.into(), paid_at.into(), now.into()],
    )?;
    if paid.is_some() {
        events::payment(tx, "payment.succeeded", id, now)?;
    }
    Ok(paid)
}

/// Records that the whole payment stands for its thing.
pub(crate) fn keep(tx: &mut Tx<'_>, id: IntentId) -> Result<()> {
    tx.execute("UPDATE payment_intent SET kept = paid WHERE id = $1", &[id.into()])?;
    Ok(())
}

/// Records that a payment stands for `fen` less of its thing, or for nothing of it.
pub(crate) fn give_back(tx: &mut Tx<'_>, intent: &Intent, fen: Fen, is_gone: bool) -> Result<()> {
    let left = intent.kept.checked_sub(fen).filter(|left| left.is_positive() && !is_gone);
    tx.execute(
        "UPDATE payment_intent SET kept = $2 WHERE id = $1",
        &[intent.id.into(), left.unwrap_or(Fen::ZERO).into()],
    )?;
    Ok(())
}

/// Whether an intent of a channel is due to be queried.
pub(crate) fn is_due(tx: &mut Tx<'_>, channel: &str, now: i64) -> Result<bool> {
    let due: Option<(IntentId,)> = tx.query_opt(
        "SELECT id FROM payment_intent WHERE channel = $1 AND next_query_at <= $2 LIMIT 1",
        &[channel.into(), now.into()],
    )?;
    Ok(due.is_some())
}

/// Claims up to `most` intents of a channel that are due to be queried, until `claimed_until`.
pub(crate) fn claim_due(
    tx: &mut Tx<'_>,
    channel: &str,
    now: i64,
    claimed_until: i64,
    most: u32,
) -> Result<Vec<Intent>> {
    tx.query(
        concat!(
            "UPDATE payment_intent SET next_query_at = $3, queries = queries + 1
             WHERE next_query_at <= $2 AND id IN
               (SELECT id FROM payment_intent WHERE channel = $1 AND next_query_at <= $2
                ORDER BY next_query_at LIMIT $4)
             RETURNING ",
            intent_columns!()
        ),
        &[channel.into(), now.into(), claimed_until.into(), i64::from(most).into()],
    )
}

/// Schedules the next query of an open intent.
pub(crate) fn query_at(tx: &mut Tx<'_>, id: IntentId, at: i64) -> Result<()> {
    tx.execute(
        concat!(
            "UPDATE payment_intent SET next_query_at = $2 WHERE id = $1 AND status IN ",
            open_statuses!()
        ),
        &[id.into(), at.into()],
    )?;
    Ok(())
}
