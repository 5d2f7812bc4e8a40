//! Stored lines of bills.

use miaohui_db::{Result, Tx};
use miaohui_gateways::payment::bill::{BillDay, BillLine, BillLineKind};
use miaohui_gateways::payment::bill_state::LineOutcome;
use miaohui_kernel::Fen;

use crate::case::{CaseId, case_status};
use crate::intent::IntentId;
use crate::reconciliation::stored_bill::{BillId, StoredBill};
use crate::reconciliation::verdict::DIFFERENCE_KINDS;
use crate::refund::RefundId;

miaohui_db::ids! {
    /// A line of a bill.
    BillLineId,
}

miaohui_db::stored_enum! {
    /// The kind of a stored line.
    pub(crate) enum StoredLineKind: i64 as line_kind {
        /// A payment.
        Payment = 0,
        /// A refund.
        Refund = 1,
        /// A fee.
        Fee = 2,
        /// Another movement.
        Other = 3,
    }
}

miaohui_db::stored_enum! {
    /// How a line stands.
    pub(crate) enum LineStatus: i64 as line_status {
        /// To be matched.
        New = 0,
        /// It agrees with a payment or a refund.
        Matched = 1,
        /// It differs, as its case says.
        Difference = 2,
        /// It needs nothing.
        Noted = 3,
    }
}

miaohui_db::row! {
    /// A line of a bill.
    #[derive(Clone, Debug)]
    pub(crate) struct StoredLine as line_columns("l.") {
        pub id: BillLineId = "id",
        pub kind: StoredLineKind = "kind",
        pub reference: String = "reference",
        pub transaction: String = "transaction_no",
        pub refund_number: String = "refund_no",
        pub fen: Fen = "fen",
        pub at: i64 = "happened_at",
        pub state: String = "state",
        pub case: Option<CaseId> = "case_id",
    }
}

miaohui_db::row! {
    /// A line with the day of its bill.
    struct LineOfDay as line_of_day_columns {
        line: StoredLine => line_columns!("l."),
        begins_at: i64 = "b.begins_at",
    }
}

impl StoredLine {
    /// What its state means.
    pub fn outcome(&self) -> LineOutcome {
        let kind = match self.kind {
            StoredLineKind::Payment => BillLineKind::Payment,
            StoredLineKind::Refund => BillLineKind::Refund,
            StoredLineKind::Fee => BillLineKind::Fee,
            StoredLineKind::Other => BillLineKind::Other,
        };
        LineOutcome::of(kind, &self.state)
    }
}

impl From<BillLineKind> for StoredLineKind {
    fn from(kind: BillLineKind) -> Self {
        match kind {
            BillLineKind::Payment => Self::Payment,
            BillLineKind::Refund => Self::Refund,
            BillLineKind::Fee => Self::Fee,
            BillLineKind::Other => Self::Other,
        }
    }
}

/// Stores a line; `no` is its place in the bill.
pub(crate) fn insert(
    tx: &mut Tx<'_>,
    bill: &StoredBill,
    channel: &str,
    no: i64,
    line: &BillLine,
) -> Result<()> {
    let day = bill.day().to_string();
    tx.execute(
        "INSERT INTO payment_bill_line (bill_id, line_no, channel, month, kind, reference, transaction_no,
           refund_no, fen, fee, happened_at, state)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) ON CONFLICT (bill_id, line_no) DO NOTHING",
        &[
            bill.id.into(),
            no.into(),
            channel.into(),
            day.get(..7).unwrap_or_default().into(),
            StoredLineKind::from(line.kind).into(),
            (&line.reference).into(),
            (&line.transaction).into(),
            (&line.refund).into(),
            line.fen.into(),
            line.fee.into(),
            line.at.into(),
            (&line.state).into(),
        ],
    )?;
    Ok(())
}

/// Deletes up to `most` lines of a bill; returns how many.
pub(crate) fn delete_some(tx: &mut Tx<'_>, bill: BillId, most: i64) -> Result<u64> {
    tx.execute(
        "DELETE FROM payment_bill_line WHERE id IN
           (SELECT id FROM payment_bill_line WHERE bill_id = $1 ORDER BY line_no LIMIT $2)",
        &[bill.into(), most.into()],
    )
}

/// Up to `most` lines of a bill that are to be matched, payments first.
pub(crate) fn unmatched(tx: &mut Tx<'_>, bill: BillId, most: i64) -> Result<Vec<StoredLine>> {
    tx.query(
        concat!(
            "SELECT ",
            line_columns!(),
            " FROM payment_bill_line WHERE bill_id = $1 AND status = ",
            line_status!(New),
            " ORDER BY kind, id LIMIT $2"
        ),
        &[bill.into(), most.into()],
    )
}

/// Stores how a line stands.
pub(crate) fn set(
    tx: &mut Tx<'_>,
    id: BillLineId,
    status: LineStatus,
    (intent, refund): (Option<IntentId>, Option<RefundId>),
    case: Option<CaseId>,
) -> Result<()> {
    tx.execute(
        "UPDATE payment_bill_line SET status = $2, intent_id = $3, refund_id = $4, case_id = $5 WHERE id = $1",
        &[id.into(), status.into(), intent.into(), refund.into(), case.into()],
    )?;
    Ok(())
}

/// Unties the lines that have a failed refund in progress: its number moves no money.
pub(crate) fn untie(tx: &mut Tx<'_>, refund: RefundId) -> Result<()> {
    tx.execute(
        concat!(
            "UPDATE payment_bill_line SET intent_id = NULL, refund_id = NULL, status = ",
            line_status!(Noted),
            " WHERE refund_id = $1 AND status = ",
            line_status!(Matched)
        ),
        &[refund.into()],
    )?;
    Ok(())
}

/// The line of a case, with its day.
pub(crate) fn of_case(tx: &mut Tx<'_>, case: CaseId) -> Result<Option<(StoredLine, BillDay)>> {
    let found: Option<LineOfDay> = tx.query_opt(
        concat!(
            "SELECT ",
            line_of_day_columns!(),
            " FROM payment_bill_line l JOIN payment_bill b ON b.id = l.bill_id
             WHERE l.case_id = $1 ORDER BY l.id LIMIT 1"
        ),
        &[case.into()],
    )?;
    Ok(found.map(|one| (one.line, BillDay::of(one.begins_at))))
}

/// Up to `most` lines of a channel that differ and have open cases after `after`, with their days.
pub(crate) fn with_open_cases(
    tx: &mut Tx<'_>,
    channel: &str,
    after: CaseId,
    most: i64,
) -> Result<Vec<(StoredLine, BillDay)>> {
    let lines: Vec<LineOfDay> = tx.query(
        concat!(
            "SELECT ",
            line_of_day_columns!(),
            " FROM payment_case c JOIN payment_bill_line l ON l.case_id = c.id
               JOIN payment_bill b ON b.id = l.bill_id
             WHERE c.status = ",
            case_status!(Open),
            " AND c.channel = $1 AND c.id > $2 AND c.kind IN LIST($4) ORDER BY c.id LIMIT $3"
        ),
        &[channel.into(), after.into(), most.into(), (&DIFFERENCE_KINDS[..]).into()],
    )?;
    Ok(lines.into_iter().map(|one| (one.line, BillDay::of(one.begins_at))).collect())
}

/// Whether a line is about a refund, or about a payment, whatever it says of it.
pub(crate) fn is_known(tx: &mut Tx<'_>, intent: IntentId, refund: Option<RefundId>) -> Result<bool> {
    let Some(refund) = refund else {
        let found: Option<(BillLineId,)> = tx.query_opt(
            concat!(
                "SELECT id FROM payment_bill_line WHERE intent_id = $1 AND kind = ",
                line_kind!(Payment),
                " LIMIT 1"
            ),
            &[intent.into()],
        )?;
        return Ok(found.is_some());
    };
    // A refund that is recorded with a sum may have several lines.
    let complete: Option<(RefundId,)> = tx.query_opt(
        "SELECT r.id FROM payment_refund r WHERE r.id = $1
           AND (SELECT CAST(SUM(l.fen) AS BIGINT) FROM payment_bill_line l WHERE l.refund_id = r.id)
             >= CASE WHEN r.is_foreign THEN r.fen ELSE 1 END",
        &[refund.into()],
    )?;
    Ok(complete.is_some())
}

/// Whether a trade bill of a channel has a payment or a refund with the numbers of a line.
pub(crate) fn is_in_trade(tx: &mut Tx<'_>, channel: &str, line: &BillLine) -> Result<bool> {
    let (by_reference, by_refund) = (
        concat!(
            "SELECT id FROM payment_bill_line WHERE reference = $2 AND channel = $1 AND kind IN (",
            line_kind!(Payment),
            ", ",
            line_kind!(Refund),
            ") LIMIT 1"
        ),
        concat!(
            "SELECT id FROM payment_bill_line WHERE refund_no = $2 AND refund_no <> '' AND channel = $1 AND kind = ",
            line_kind!(Refund),
            " LIMIT 1"
        ),
    );
    for (select, number) in [(by_reference, &line.reference), (by_refund, &line.refund)] {
        if !number.is_empty() {
            let found: Option<(BillLineId,)> = tx.query_opt(select, &[channel.into(), number.into()])?;
            if found.is_some() {
                return Ok(true);
            }
        }
    }
    Ok(false)
}

/// The number of lines of a bill that differ.
pub(crate) fn count_differences(tx: &mut Tx<'_>, bill: BillId) -> Result<i64> {
    let (count,) = tx.query_one(
        concat!(
            "SELECT COUNT(*) FROM payment_bill_line WHERE bill_id = $1 AND status = ",
            line_status!(Difference)
        ),
        &[bill.into()],
    )?;
    Ok(count)
}

/// Whether a bill of a channel has a refund of a payment.
pub(crate) fn has_refund(tx: &mut Tx<'_>, channel: &str, reference: &str) -> Result<bool> {
    let found: Option<(BillLineId,)> = tx.query_opt(
        concat!(
            "SELECT id FROM payment_bill_line WHERE reference = $2 AND channel = $1 AND kind = ",
            line_kind!(Refund),
            " LIMIT 1"
        ),
        &[channel.into(), reference.into()],
    )?;
    Ok(found.is_some())
}

/// Whether another line agrees with a payment.
pub(crate) fn is_payment_matched(tx: &mut Tx<'_>, intent: IntentId, but: BillLineId) -> Result<bool> {
    let found: Option<(BillLineId,)> = tx.query_opt(
        concat!(
            "SELECT id FROM payment_bill_line WHERE intent_id = $1 AND id <> $2 AND kind = ",
            line_kind!(Payment),
            " AND status = ",
            line_status!(Matched),
            " LIMIT 1"
        ),
        &[intent.into(), but.into()],
    )?;
    Ok(found.is_some())
}

/// The sum of the other lines that agree with a refund.
pub(crate) fn refund_sum(tx: &mut Tx<'_>, refund: RefundId, but: BillLineId) -> Result<Fen> {
    let (sum,) = tx.query_one(
        concat!(
            "SELECT COALESCE(CAST(SUM(fen) AS BIGINT), 0) FROM payment_bill_line
             WHERE refund_id = $1 AND id <> $2 AND status = ",
            line_status!(Matched)
        ),
        &[refund.into(), but.into()],
    )?;
    Ok(sum)
}
