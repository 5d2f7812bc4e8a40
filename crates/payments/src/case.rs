//! Cases: what an operator has to look at, such as a refund that was made at the provider.

use miaohui_admin::{Label, QueueItem};
use miaohui_db::{Result, Tx};
use miaohui_kernel::Fen;

use crate::error::Error;
use crate::intent::IntentId;
use crate::refund::RefundId;

miaohui_db::ids! {
    /// A case.
    CaseId,
}

miaohui_db::stored_enum! {
    /// The kind of a case.
    pub enum CaseKind: str as case_kind {
        /// A refund was made at the provider. It is booked against the suspense account.
        ForeignRefund = "foreign refund",
        /// The provider says that a payment was refunded before it was recorded here.
        RefundedUnknown = "refunded",
        /// A payment at the provider has no intent here.
        UnknownPayment = "unknown payment",
        /// A line of the bill is missing here.
        MissingHere = "missing here",
        /// A payment or a refund is missing in the bill.
        MissingThere = "missing there",
        /// The bill has another amount.
        OtherAmount = "other amount",
        /// The bill has another state.
        OtherState = "other state",
        /// The payer complains to the provider.
        Complaint = "complaint",
        /// The provider takes the money back.
        Chargeback = "chargeback",
    }
}

miaohui_db::stored_enum! {
    /// The status of a case.
    pub enum CaseStatus: i64 as case_status {
        /// An operator has to look at it.
        Open = 0,
        /// It needs nothing more.
        Settled = 1,
    }
}

miaohui_db::row! {
    /// A case.
    #[derive(Clone, Debug)]
    pub(crate) struct Case as case_columns {
        pub id: CaseId = "id",
        pub kind: CaseKind = "kind",
        pub channel: String = "channel",
        pub intent: Option<IntentId> = "intent_id",
        pub refund: Option<RefundId> = "refund_id",
        pub fen: Option<Fen> = "fen",
        pub status: CaseStatus = "status",
    }
}

/// A case to open.
#[derive(Clone, Debug)]
pub struct NewCase<'a> {
    /// Its kind.
    pub kind: CaseKind,
    /// The channel.
    pub channel: &'a str,
    /// What makes it the same case when it is reported again, within its kind and channel.
    pub key: &'a str,
    /// The payment that it is about.
    pub intent: Option<IntentId>,
    /// The refund that it is about.
    pub refund: Option<RefundId>,
    /// The amount that it is about.
    pub fen: Option<Fen>,
    /// What an operator has to know, in a sentence.
    pub detail: &'a str,
    /// When it has to be answered, in Unix ms.
    pub deadline_at: Option<i64>,
}

fn stored_key(kind: CaseKind, channel: &str, key: &str) -> String {
    format!("{}:{channel}:{key}", kind.value())
}

/// Opens a case; `false` if it was opened before.
pub fn open(tx: &mut Tx<'_>, new: &NewCase<'_>, now: i64) -> Result<bool> {
    let key = stored_key(new.kind, new.channel, new.key);
    let opened = tx.execute(
        "INSERT INTO payment_case (kind, channel, key, intent_id, refund_id, fen, detail, deadline_at, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (key) DO NOTHING",
        &[
            new.kind.into(),
            new.channel.into(),
            (&key).into(),
            new.intent.into(),
            new.refund.into(),
            new.fen.into(),
            new.detail.into(),
            new.deadline_at.into(),
            now.into(),
        ],
    )?;
    Ok(opened == 1)
}

/// Opens a case, also one that the system has settled; `false` if it is open, or an operator has
/// settled it.
pub(crate) fn open_again(tx: &mut Tx<'_>, new: &NewCase<'_>, now: i64) -> Result<bool> {
    if open(tx, new, now)? {
        return Ok(true);
    }
    let opened = tx.execute(
        concat!(
            "UPDATE payment_case SET status = ",
            case_status!(Open),
            ", note = NULL, ended_at = NULL, detail = $2 WHERE key = $1 AND settled_by IS NULL AND status = ",
            case_status!(Settled)
        ),
        &[(&stored_key(new.kind, new.channel, new.key)).into(), new.detail.into()],
    )?;
    Ok(opened == 1)
}

/// The case with this key, open or settled.
pub(crate) fn find(tx: &mut Tx<'_>, kind: CaseKind, channel: &str, key: &str) -> Result<Option<CaseId>> {
    let found: Option<(CaseId,)> = tx.query_opt(
        "SELECT id FROM payment_case WHERE key = $1",
        &[(&stored_key(kind, channel, key)).into()],
    )?;
    Ok(found.map(|(id,)| id))
}

/// Corrects the amount of an open case about a refund that is not booked: a notice may have told a
/// sum, of which a bill tells the parts.
pub(crate) fn correct_amount(tx: &mut Tx<'_>, id: CaseId, fen: Fen) -> Result<()> {
    tx.execute(
        concat!(
            "UPDATE payment_case SET fen = $2 WHERE id = $1 AND refund_id IS NULL AND status = ",
            case_status!(Open)
        ),
        &[id.into(), fen.into()],
    )?;
    Ok(())
}

/// An open case, locked until the transaction ends.
pub(crate) fn lock_open(tx: &mut Tx<'_>, id: CaseId) -> Result<Option<Case>> {
    tx.query_opt(
        concat!(
            "UPDATE payment_case SET status = status WHERE id = $1 AND status = ",
            case_status!(Open),
            " RETURNING ",
            case_columns!()
        ),
        &[id.into()],
    )
}

/// Settles an open case; `false` if it is settled already. `actor` is the operator, or `None` if the
/// system has found what the case asks.
pub fn settle(tx: &mut Tx<'_>, id: CaseId, note: &str, actor: Option<&str>, now: i64) -> Result<bool> {
    let settled = tx.execute(
        concat!(
            "UPDATE payment_case SET status = ",
            case_status!(Settled),
            ", note = $2, settled_by = $3, ended_at = $4 WHERE id = $1 AND status = ",
            case_status!(Open)
        ),
        &[id.into(), note.into(), actor.into(), now.into()],
    )?;
    Ok(settled == 1)
}

/// Settles an open case whose money is not in suspense; `false` if it is settled, or needs a
/// decision that books its money.
pub fn settle_unbooked(tx: &mut Tx<'_>, id: CaseId, note: &str, actor: &str, now: i64) -> Result<bool> {
    let needs_booking = |case: &Case| match case.kind {
        CaseKind::ForeignRefund => case.refund.is_some(),
        kind => kind == CaseKind::RefundedUnknown,
    };
    match lock_open(tx, id)? {
        Some(case) if !needs_booking(&case) => settle(tx, id, note, Some(actor), now),
        _ => Ok(false),
    }
}

/// Settles a case that the provider has ended; `false` if it is settled or was never opened.
pub(crate) fn settle_by_key(
    tx: &mut Tx<'_>,
    kind: CaseKind,
    channel: &str,
    key: &str,
    note: &str,
    now: i64,
) -> Result<bool> {
    let settled = tx.execute(
        concat!(
            "UPDATE payment_case SET status = ",
            case_status!(Settled),
            ", note = $2, ended_at = $3 WHERE key = $1 AND status = ",
            case_status!(Open)
        ),
        &[(&stored_key(kind, channel, key)).into(), note.into(), now.into()],
    )?;
    Ok(settled == 1)
}

/// Settles the open cases of a kind about a payment, because the system has found what they ask.
pub(crate) fn settle_of(
    tx: &mut Tx<'_>,
    kind: CaseKind,
    intent: IntentId,
    note: &str,
    now: i64,
) -> Result<u64> {
    tx.execute(
        concat!(
            "UPDATE payment_case SET status = ",
            case_status!(Settled),
            ", note = $3, ended_at = $4 WHERE kind = $1 AND intent_id = $2 AND status = ",
            case_status!(Open)
        ),
        &[kind.into(), intent.into(), note.into(), now.into()],
    )
}

/// The amount that a case is about; zero for none.
pub(crate) fn amount(tx: &mut Tx<'_>, id: CaseId) -> Result<Fen> {
    let found: Option<(Option<Fen>,)> =
        tx.query_opt("SELECT fen FROM payment_case WHERE id = $1", &[id.into()])?;
    Ok(found.and_then(|(fen,)| fen).unwrap_or_default())
}

/// Refuses to give back what a payment bought while the payment is in suspense, because it was
/// refunded before it was recorded and bought nothing: its own case settles it.
pub(crate) fn require_bought(tx: &mut Tx<'_>, intent: IntentId) -> crate::Result<()> {
    let open: Option<(CaseId,)> = tx.query_opt(
        concat!(
            "SELECT id FROM payment_case WHERE kind = $1 AND intent_id = $2 AND status = ",
            case_status!(Open),
            " LIMIT 1"
        ),
        &[CaseKind::RefundedUnknown.into(), intent.into()],
    )?;
    match open {
        Some(_) => Err(Error::NotRefundable(Label(
            "这笔支付没有买到东西，请在它的支付异常中处理",
            "it bought nothing, and its open case settles it",
        ))),
        None => Ok(()),
    }
}

/// The number of open cases of a kind.
pub(crate) fn count_open(tx: &mut Tx<'_>, kind: CaseKind) -> Result<i64> {
    let (count,) = tx.query_one(
        concat!("SELECT COUNT(*) FROM payment_case WHERE kind = $1 AND status = ", case_status!(Open)),
        &[kind.into()],
    )?;
    Ok(count)
}

/// The number of open cases, counted up to `most`.
pub(crate) fn count_all_open(tx: &mut Tx<'_>, most: u32) -> Result<i64> {
    let (count,) = tx.query_one(
        concat!(
            "SELECT COUNT(*) FROM (SELECT 1 FROM payment_case WHERE status = ",
            case_status!(Open),
            " LIMIT $1) open_cases"
        ),
        &[i64::from(most).into()],
    )?;
    Ok(count)
}

/// The open cases, those with a deadline first, then the oldest.
pub(crate) fn open_items(tx: &mut Tx<'_>, most: u32) -> Result<Vec<QueueItem>> {
    tx.query(
        concat!(
            "SELECT id, CAST(NULL AS BIGINT) AS image, key AS name, fen AS money, created_at AS since
             FROM payment_case WHERE status = ",
            case_status!(Open),
            " ORDER BY deadline_at IS NULL, deadline_at, id LIMIT $1"
        ),
        &[i64::from(most).into()],
    )
}
