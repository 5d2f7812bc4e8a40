//! Stored bills: which days of a channel are known, and how far they are.

use miaohui_db::{Result, Tx};
use miaohui_gateways::payment::bill::{BillDay, BillKind};
use miaohui_kernel::Fen;

use crate::case::CaseId;

miaohui_db::ids! {
    /// A bill of a provider.
    BillId,
}

miaohui_db::stored_enum! {
    /// The kind of a stored bill.
    pub enum StoredBillKind: i64 as bill_kind {
        /// Payments and refunds.
        Trade = 0,
        /// Movements of the merchant's account.
        FundFlow = 1,
    }
}

miaohui_db::stored_enum! {
    /// The status of a stored bill.
    pub(crate) enum BillStatus: i64 as bill_status {
        /// To be fetched from the provider.
        Waiting = 0,
        /// Its lines are being stored.
        Loading = 1,
        /// Its lines are being matched.
        Matching = 2,
        /// All lines are matched or have a case.
        Reconciled = 3,
        /// The provider has none, because nothing happened.
        Empty = 4,
    }
}

/// The statuses of a day about which the provider has told all, as an SQL list.
macro_rules! known_statuses {
    () => {
        "(3 /* Reconciled */, 4 /* Empty */)"
    };
}
const _: () = assert!(BillStatus::Reconciled as i64 == 3 && BillStatus::Empty as i64 == 4);

miaohui_db::row! {
    /// A bill of a channel.
    #[derive(Clone, Debug)]
    pub(crate) struct StoredBill as bill_columns {
        pub id: BillId = "id",
        pub kind: StoredBillKind = "kind",
        pub begins_at: i64 = "begins_at",
        pub status: BillStatus = "status",
        pub hash: String = "hash",
        /// Counts the loads. Work on an older load stops.
        pub revision: i64 = "revision",
        pub line_count: i64 = "line_count",
        pub paid: Fen = "paid",
        pub refunded: Fen = "refunded",
        pub fees: Fen = "fees",
        pub movements: Fen = "movements",
        pub fees_posted: Fen = "fees_posted",
        pub movements_posted: Fen = "movements_posted",
    }
}

impl StoredBill {
    /// Its day.
    pub fn day(&self) -> BillDay {
        BillDay::of(self.begins_at)
    }
}

impl StoredBillKind {
    /// The kind that the provider is asked for.
    pub(crate) fn asked(self) -> BillKind {
        match self {
            Self::Trade => BillKind::Trade,
            Self::FundFlow => BillKind::FundFlow,
        }
    }
}

/// The last day up to `last` of which a channel has a trade bill, whatever its status. Bills of later
/// days were added while a clock was wrong.
pub(crate) fn last_trade_day(tx: &mut Tx<'_>, channel: &str, last: BillDay) -> Result<Option<BillDay>> {
    let (last,): (Option<i64>,) = tx.query_one(
        concat!(
            "SELECT MAX(begins_at) FROM payment_bill WHERE channel = $1 AND begins_at <= $2 AND kind = ",
            bill_kind!(Trade)
        ),
        &[channel.into(), last.begins_at().into()],
    )?;
    Ok(last.map(BillDay::of))
}

/// Adds the bills of a day, due at once, unless they exist.
pub(crate) fn add(tx: &mut Tx<'_>, channel: &str, day: BillDay, now: i64) -> Result<()> {
    for kind in StoredBillKind::ALL.iter().copied() {
        tx.execute(
            "INSERT INTO payment_bill (channel, day, begins_at, kind, next_at, created_at)
             VALUES ($1, $2, $3, $4, $5, $5) ON CONFLICT (channel, begins_at, kind) DO NOTHING",
            &[channel.into(), (&day.to_string()).into(), day.begins_at().into(), kind.into(), now.into()],
        )?;
    }
    Ok(())
}

/// Makes bills of a channel due: those of a day, which are fetched again, or those that wait.
pub(crate) fn wake(tx: &mut Tx<'_>, channel: &str, day: Option<BillDay>, now: i64) -> Result<()> {
    if let Some(day) = day {
        tx.execute(
            concat!(
                "UPDATE payment_bill SET status = ",
                bill_status!(Waiting),
                ", next_at = $3 WHERE channel = $1 AND begins_at = $2"
            ),
            &[channel.into(), day.begins_at().into(), now.into()],
        )?;
        return Ok(());
    }
    tx.execute(
        concat!(
            "UPDATE payment_bill SET next_at = $2 WHERE channel = $1 AND next_at > $2 AND status = ",
            bill_status!(Waiting)
        ),
        &[channel.into(), now.into()],
    )?;
    Ok(())
}

/// Lets a bill be fetched and matched again; `false` if there is no such bill.
pub(crate) fn fetch_again(tx: &mut Tx<'_>, id: BillId, now: i64) -> Result<bool> {
    let waits = tx.execute(
        concat!(
            "UPDATE payment_bill SET status = ",
            bill_status!(Waiting),
            ", next_at = $2, tries = 0 WHERE id = $1"
        ),
        &[id.into(), now.into()],
    )?;
    Ok(waits == 1)
}

/// Claims the next bill of a channel that is due, until `claimed_until`; the trade bill of a day
/// comes before its fund flow.
pub(crate) fn claim_due(
    tx: &mut Tx<'_>,
    channel: &str,
    now: i64,
    claimed_until: i64,
) -> Result<Option<StoredBill>> {
    tx.query_opt(
        concat!(
            "UPDATE payment_bill SET next_at = $3, tries = tries + 1 WHERE next_at <= $2 AND id =
               (SELECT id FROM payment_bill WHERE channel = $1 AND next_at <= $2
                ORDER BY begins_at, kind LIMIT 1)
             RETURNING ",
            bill_columns!()
        ),
        &[channel.into(), now.into(), claimed_until.into()],
    )
}

/// Locks a bill in the status and the revision that a worker expects, and extends the claim; `false`
/// if another worker has taken it over.
pub(crate) fn hold(
    tx: &mut Tx<'_>,
    bill: &StoredBill,
    status: BillStatus,
    claimed_until: i64,
) -> Result<bool> {
    let held = tx.execute(
        "UPDATE payment_bill SET next_at = $4
         WHERE id = $1 AND status = $2 AND revision = $3 AND next_at IS NOT NULL",
        &[bill.id.into(), status.into(), bill.revision.into(), claimed_until.into()],
    )?;
    Ok(held == 1)
}

/// Lets a claimed bill be tried again later.
pub(crate) fn retry_at(tx: &mut Tx<'_>, bill: &StoredBill, why: &str, at: i64) -> Result<()> {
    tx.execute(
        "UPDATE payment_bill SET next_at = $3, last_error = $4 WHERE id = $1 AND revision = $2
           AND next_at IS NOT NULL",
        &[bill.id.into(), bill.revision.into(), at.into(), why.into()],
    )?;
    Ok(())
}

/// Begins to store the lines of a bill, in a new revision.
pub(crate) fn begin_load(tx: &mut Tx<'_>, bill: &StoredBill) -> Result<bool> {
    let begun = tx.execute(
        concat!(
            "UPDATE payment_bill SET status = ",
            bill_status!(Loading),
            ", hash = '', revision = revision + 1 WHERE id = $1 AND revision = $2 AND next_at IS NOT NULL"
        ),
        &[bill.id.into(), bill.revision.into()],
    )?;
    Ok(begun == 1)
}

/// Records that all lines of a bill are stored, with their sums; its lines are matched next.
pub(crate) fn end_load(tx: &mut Tx<'_>, bill: &StoredBill, hash: &str, now: i64) -> Result<bool> {
    let loaded = tx.execute(
        concat!(
            "UPDATE payment_bill SET status = ",
            bill_status!(Matching),
            ", hash = $3, fetched_at = $4, line_count = sums.line_count, paid = sums.paid,
               refunded = sums.refunded, fees = sums.fees, movements = sums.movements
             FROM (SELECT COUNT(*) AS line_count,
                 CAST(COALESCE(SUM(CASE WHEN kind = 0 THEN fen ELSE 0 END), 0) AS BIGINT) AS paid,
                 CAST(COALESCE(SUM(CASE WHEN kind = 1 THEN fen ELSE 0 END), 0) AS BIGINT) AS refunded,
                 CAST(COALESCE(SUM(CASE WHEN kind = 3 THEN fen ELSE 0 END), 0) AS BIGINT) AS movements,
                 CAST(COALESCE(SUM(fee), 0) AS BIGINT) AS fees
               FROM payment_bill_line WHERE bill_id = $1) sums
             WHERE id = $1 AND revision = $2"
        ),
        &[bill.id.into(), bill.revision.into(), hash.into(), now.into()],
    )?;
    Ok(loaded == 1)
}

/// Lets the lines of a bill that is unchanged be matched again.
pub(crate) fn rematch(tx: &mut Tx<'_>, bill: &StoredBill) -> Result<()> {
    tx.execute(
        concat!(
            "UPDATE payment_bill SET status = ",
            bill_status!(Matching),
            " WHERE id = $1 AND revision = $2 AND next_at IS NOT NULL"
        ),
        &[bill.id.into(), bill.revision.into()],
    )?;
    Ok(())
}

/// The bill as it is stored now.
pub(crate) fn read(tx: &mut Tx<'_>, id: BillId) -> Result<StoredBill> {
    tx.query_one(concat!("SELECT ", bill_columns!(), " FROM payment_bill WHERE id = $1"), &[id.into()])
}

/// Ends the work on a bill whose fees and movements are posted.
pub(crate) fn end(tx: &mut Tx<'_>, bill: &StoredBill, status: BillStatus, now: i64) -> Result<()> {
    tx.execute(
        "UPDATE payment_bill SET status = $2, fees_posted = fees, movements_posted = movements, next_at = NULL,
           last_error = NULL, reconciled_at = $3 WHERE id = $1",
        &[bill.id.into(), status.into(), now.into()],
    )?;
    Ok(())
}

/// Whether the trade bill of a day is reconciled or empty.
pub(crate) fn is_trade_known(tx: &mut Tx<'_>, channel: &str, day: BillDay) -> Result<bool> {
    let known: Option<(BillId,)> = tx.query_opt(
        concat!(
            "SELECT id FROM payment_bill WHERE channel = $1 AND begins_at = $2 AND kind = ",
            bill_kind!(Trade),
            " AND status IN ",
            known_statuses!()
        ),
        &[channel.into(), day.begins_at().into()],
    )?;
    Ok(known.is_some())
}

/// The first moment of the last day of a channel whose trade bill is reconciled or empty.
pub(crate) fn last_known(tx: &mut Tx<'_>, channel: &str) -> Result<Option<i64>> {
    let (last,) = tx.query_one(
        concat!(
            "SELECT MAX(begins_at) FROM payment_bill WHERE channel = $1 AND kind = ",
            bill_kind!(Trade),
            " AND status IN ",
            known_statuses!()
        ),
        &[channel.into()],
    )?;
    Ok(last)
}

/// The trade bill that a case is about: the one of its line, or the one of the day on which its payment
/// or refund happened.
pub(crate) fn of_case(tx: &mut Tx<'_>, case: CaseId) -> Result<Option<BillId>> {
    let found: Option<(BillId,)> = tx.query_opt(
        concat!(
            "SELECT b.id FROM
               (SELECT c.channel, (SELECT MIN(l.bill_id) FROM payment_bill_line l WHERE l.case_id = c.id) AS bill_id,
                  COALESCE((SELECT r.created_at FROM payment_refund r WHERE r.id = c.refund_id),
                    (SELECT i.paid_at FROM payment_intent i WHERE i.id = c.intent_id)) AS happened_at
                FROM payment_case c WHERE c.id = $1) d
             JOIN payment_bill b ON b.channel = d.channel AND b.kind = ",
            bill_kind!(Trade),
            " AND (b.id = d.bill_id OR (d.bill_id IS NULL AND b.begins_at <= d.happened_at
                 AND b.begins_at > d.happened_at - 86400000))
             ORDER BY b.id LIMIT 1"
        ),
        &[case.into()],
    )?;
    Ok(found.map(|(id,)| id))
}
