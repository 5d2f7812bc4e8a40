//! Attempts to pay, as they are kept.

use miaohui_db::{FromRow, Result, Row, Tx};

/// Open: the payer has to do something.
const PENDING: i64 = 1;
/// Paid.
const SUCCEEDED: i64 = 2;
/// Paid, and all of it is back.
const REFUNDED: i64 = 5;
/// Refused.
pub(crate) const FAILED: i64 = 3;
/// Not paid in time.
pub(crate) const EXPIRED: i64 = 4;

/// An attempt to pay for something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Intent {
    /// Its id.
    pub id: i64,
    /// Our number, as the provider knows it.
    pub reference: String,
    /// What kind of thing it is for.
    pub subject: String,
    /// Which one.
    pub subject_id: i64,
    /// Who pays.
    pub user_id: i64,
    /// Through which channel.
    pub channel: String,
    /// How much, in fen.
    pub fen: i64,
    /// 0 created, 1 pending, 2 succeeded, 3 failed, 4 expired, 5 refunded.
    pub status: i64,
    /// The provider's number, once it is paid.
    pub transaction: Option<String>,
    /// What was paid, in fen.
    pub paid: i64,
    /// What has gone back or is on its way, in fen.
    pub returned: i64,
    /// What the payer's client needs to go on, as JSON; empty until the provider has said it.
    pub client: String,
    /// When it can no longer be paid, in Unix ms.
    pub expires_at: i64,
    /// How often the provider was asked about it.
    pub queries: i64,
}

impl Intent {
    /// Whether the provider has said what the payer has to do.
    pub(crate) fn is_pending(&self) -> bool {
        self.status == PENDING
    }

    /// Whether it was paid, whatever has become of the money.
    pub(crate) fn was_paid(&self) -> bool {
        matches!(self.status, SUCCEEDED | REFUNDED)
    }
}

impl FromRow for Intent {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        let mut c = row.columns();
        Ok(Self {
            id: c.take()?,
            reference: c.take()?,
            subject: c.take()?,
            subject_id: c.take()?,
            user_id: c.take()?,
            channel: c.take()?,
            fen: c.take()?,
            status: c.take()?,
            transaction: c.take()?,
            paid: c.take()?,
            returned: c.take()?,
            client: c.take()?,
            expires_at: c.take()?,
            queries: c.take()?,
        })
    }
}

macro_rules! columns {
    () => {
        "id, reference, subject, subject_id, user_id, channel, fen, status, transaction_no, paid, returned, client, expires_at, queries"
    };
}

/// What makes an attempt.
#[derive(Clone, Copy, Debug)]
pub struct NewIntent<'a> {
    /// Our number: 6 to 32 letters, digits, `_` and `-`.
    pub reference: &'a str,
    /// What kind of thing it is for.
    pub subject: &'a str,
    /// Which one.
    pub subject_id: i64,
    /// Who pays.
    pub user_id: i64,
    /// Through which channel.
    pub channel: &'a str,
    /// How much, in fen.
    pub fen: i64,
    /// When it can no longer be paid, in Unix ms.
    pub expires_at: i64,
}

/// The open attempt for the same thing through the same channel and of the same amount, or a new one. An open one of
/// another amount expires.
pub(crate) fn open(tx: &mut Tx<'_>, new: &NewIntent<'_>, query_at: i64, now: i64) -> Result<Intent> {
    let key = [new.subject.into(), new.subject_id.into(), new.channel.into()];
    loop {
        let found: Option<Intent> = tx.query_opt(
            concat!(
                "SELECT ",
                columns!(),
                " FROM payment_intent
                 WHERE subject = $1 AND subject_id = $2 AND channel = $3 AND status IN (0, 1)"
            ),
            &key,
        )?;
        match found {
            Some(intent) if intent.fen == new.fen && intent.expires_at > now => return Ok(intent),
            Some(intent) => drop(end(tx, intent.id, EXPIRED, now)?),
            None => {}
        }
        let made = tx.query_opt(
            concat!(
                "INSERT INTO payment_intent (reference, subject, subject_id, user_id, channel, fen, created_at, expires_at,
                   next_query_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
                 ON CONFLICT (subject, subject_id, channel) WHERE status IN (0, 1) DO NOTHING RETURNING ", columns!()
            ),
            &[
                new.reference.into(),
                new.subject.into(),
                new.subject_id.into(),
                new.user_id.into(),
                new.channel.into(),
                new.fen.into(),
                now.into(),
                new.expires_at.into(),
                query_at.into(),
            ],
        )?;
        // Or somebody else has just opened one: then that is the one.
        if let Some(made) = made {
            return Ok(made);
        }
    }
}

/// An attempt that is paid as soon as it is made.
pub(crate) fn insert_paid(
    tx: &mut Tx<'_>,
    new: &NewIntent<'_>,
    transaction: &str,
    now: i64,
) -> Result<Intent> {
    tx.query_one(
        concat!(
            "INSERT INTO payment_intent (reference, subject, subject_id, user_id, channel, fen, created_at, expires_at,
               status, transaction_no, paid, ended_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 2, $9, $6, $7)
             RETURNING ", columns!()
        ),
        &[
            new.reference.into(),
            new.subject.into(),
            new.subject_id.into(),
            new.user_id.into(),
            new.channel.into(),
            new.fen.into(),
            now.into(),
            new.expires_at.into(),
            transaction.into(),
        ],
    )
}

/// An attempt by our number.
pub(crate) fn find(tx: &mut Tx<'_>, reference: &str) -> Result<Option<Intent>> {
    tx.query_opt(
        concat!("SELECT ", columns!(), " FROM payment_intent WHERE reference = $1"),
        &[reference.into()],
    )
}

/// An attempt by its id; nobody else changes it until the transaction ends.
pub(crate) fn hold(tx: &mut Tx<'_>, id: i64) -> Result<Option<Intent>> {
    tx.query_opt(
        concat!("UPDATE payment_intent SET returned = returned WHERE id = $1 RETURNING ", columns!()),
        &[id.into()],
    )
}

/// The payer has to do something; `client` is what for.
pub(crate) fn set_pending(tx: &mut Tx<'_>, id: i64, client: &str) -> Result<()> {
    tx.execute(
        "UPDATE payment_intent SET status = 1, client = $2 WHERE id = $1 AND status = 0",
        &[id.into(), client.into()],
    )?;
    Ok(())
}

/// An open attempt ends unpaid; `false`: it had ended.
pub(crate) fn end(tx: &mut Tx<'_>, id: i64, status: i64, now: i64) -> Result<bool> {
    let ended = tx.execute(
        "UPDATE payment_intent SET status = $2, ended_at = $3, next_query_at = NULL WHERE id = $1 AND status IN (0, 1)",
        &[id.into(), status.into(), now.into()],
    )?;
    Ok(ended == 1)
}

/// It was paid, perhaps after it had failed or expired; `false`: that was known.
pub(crate) fn set_paid(tx: &mut Tx<'_>, id: i64, transaction: &str, fen: i64, now: i64) -> Result<bool> {
    let paid = tx.execute(
        "UPDATE payment_intent SET status = 2, transaction_no = $2, paid = $3, ended_at = $4, next_query_at = NULL
         WHERE id = $1 AND status IN (0, 1, 3, 4)",
        &[id.into(), transaction.into(), fen.into(), now.into()],
    )?;
    Ok(paid == 1)
}

/// Takes up to `most` attempts that are to be asked about, and says when to ask again.
pub(crate) fn claim_due(tx: &mut Tx<'_>, now: i64, again_at: i64, most: i64) -> Result<Vec<Intent>> {
    tx.query(
        concat!(
            "UPDATE payment_intent SET next_query_at = $2, queries = queries + 1
             WHERE next_query_at <= $1 AND id IN
               (SELECT id FROM payment_intent WHERE next_query_at <= $1 ORDER BY next_query_at LIMIT $3)
             RETURNING ",
            columns!()
        ),
        &[now.into(), again_at.into(), most.into()],
    )
}

/// Says when the provider is asked next.
pub(crate) fn query_at(tx: &mut Tx<'_>, id: i64, at: i64) -> Result<()> {
    tx.execute(
        "UPDATE payment_intent SET next_query_at = $2 WHERE id = $1 AND status IN (0, 1)",
        &[id.into(), at.into()],
    )?;
    Ok(())
}
