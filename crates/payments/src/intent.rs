//! Payment intents: the stored attempts to pay for something.

use miaohui_db::{Result, Tx};
use miaohui_kernel::Fen;

miaohui_db::ids! {
    /// A payment intent.
    IntentId,
    /// The user of a product who pays.
    PayerId,
    /// What is paid for, in the product's tables.
    SubjectId,
}

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
        concat!("(", intent_status!(Created), ", ", intent_status!(Pending), ")")
    };
}

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
        /// The sum of its refunds, including those on their way.
        pub returned: Fen = "returned",
        /// The provider's parameters for the payer's client, as JSON; empty until the provider has
        /// answered.
        pub client: String = "client",
        /// When it expires, in Unix ms.
        pub expires_at: i64 = "expires_at",
        /// How often the provider was queried.
        pub queries: i64 = "queries",
    }
}

impl Intent {
    /// Whether the payer has to act.
    pub(crate) fn is_pending(&self) -> bool {
        self.status == IntentStatus::Pending
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

/// Returns the open intent for the same thing, channel and amount, or inserts one. An open intent
/// of another amount, or past its time, expires.
pub(crate) fn find_or_insert(
    tx: &mut Tx<'_>,
    new: &NewIntent<'_>,
    query_at: i64,
    now: i64,
) -> Result<Intent> {
    let key = [new.subject.into(), new.subject_id.into(), new.channel.into()];
    loop {
        let open: Option<Intent> = tx.query_opt(
            concat!(
                "SELECT ",
                intent_columns!(),
                " FROM payment_intent WHERE subject = $1 AND subject_id = $2 AND channel = $3 AND status IN ",
                open_statuses!()
            ),
            &key,
        )?;
        match open {
            Some(intent) if intent.fen == new.fen && intent.expires_at > now => return Ok(intent),
            Some(intent) => drop(end_unpaid(tx, intent.id, IntentStatus::Expired, now)?),
            None => {}
        }
        let inserted = tx.query_opt(
            concat!(
                "INSERT INTO payment_intent (reference, subject, subject_id, user_id, channel, fen, created_at,
                   expires_at, next_query_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
                 ON CONFLICT (subject, subject_id, channel) WHERE status IN ",
                open_statuses!(),
                " DO NOTHING RETURNING ",
                intent_columns!()
            ),
            &[
                new.reference.into(),
                new.subject.into(),
                new.subject_id.into(),
                new.payer_id.into(),
                new.channel.into(),
                new.fen.into(),
                now.into(),
                new.expires_at.into(),
                query_at.into(),
            ],
        )?;
        // On a conflict another transaction has inserted an open intent, which the next round
        // finds.
        if let Some(inserted) = inserted {
            return Ok(inserted);
        }
    }
}

/// Inserts an intent that is already paid.
pub(crate) fn insert_paid(
    tx: &mut Tx<'_>,
    new: &NewIntent<'_>,
    transaction: &str,
    now: i64,
) -> Result<Intent> {
    tx.query_one(
        concat!(
            "INSERT INTO payment_intent (reference, subject, subject_id, user_id, channel, fen, created_at,
               expires_at, status, transaction_no, paid, ended_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, ",
            intent_status!(Succeeded),
            ", $9, $6, $7) RETURNING ",
            intent_columns!()
        ),
        &[
            new.reference.into(),
            new.subject.into(),
            new.subject_id.into(),
            new.payer_id.into(),
            new.channel.into(),
            new.fen.into(),
            now.into(),
            new.expires_at.into(),
            transaction.into(),
        ],
    )
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

/// Marks a new intent as pending. `client` holds the provider's parameters for the payer's client.
pub(crate) fn set_pending(tx: &mut Tx<'_>, id: IntentId, client: &str) -> Result<()> {
    tx.execute(
        concat!(
            "UPDATE payment_intent SET status = ",
            intent_status!(Pending),
            ", client = $2 WHERE id = $1 AND status = ",
            intent_status!(Created)
        ),
        &[id.into(), client.into()],
    )?;
    Ok(())
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
    Ok(ended == 1)
}

/// Marks an intent as paid, also one that has failed or expired; `false` if it was paid before.
pub(crate) fn set_paid(tx: &mut Tx<'_>, id: IntentId, transaction: &str, fen: Fen, now: i64) -> Result<bool> {
    let paid = tx.execute(
        concat!(
            "UPDATE payment_intent SET status = ",
            intent_status!(Succeeded),
            ", transaction_no = $2, paid = $3, ended_at = $4, next_query_at = NULL
             WHERE id = $1 AND status NOT IN (",
            intent_status!(Succeeded),
            ", ",
            intent_status!(Refunded),
            ")"
        ),
        &[id.into(), transaction.into(), fen.into(), now.into()],
    )?;
    Ok(paid == 1)
}

/// Claims up to `most` intents that are due to be queried, until `claimed_until`.
pub(crate) fn claim_due(tx: &mut Tx<'_>, now: i64, claimed_until: i64, most: u32) -> Result<Vec<Intent>> {
    tx.query(
        concat!(
            "UPDATE payment_intent SET next_query_at = $2, queries = queries + 1
             WHERE next_query_at <= $1 AND id IN
               (SELECT id FROM payment_intent WHERE next_query_at <= $1 ORDER BY next_query_at LIMIT $3)
             RETURNING ",
            intent_columns!()
        ),
        &[now.into(), claimed_until.into(), i64::from(most).into()],
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
