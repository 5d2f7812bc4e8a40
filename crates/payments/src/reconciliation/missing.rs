//! Finds payments and refunds that the bills lack.

use miaohui_db::Tx;
use miaohui_gateways::payment::bill::BillDay;
use miaohui_kernel::{Fen, HOUR_MS};

use crate::case::{self, CaseKind, NewCase};
use crate::desk::Desk;
use crate::error::Result;
use crate::intent::IntentId;
use crate::reconciliation::stored_line;
use crate::refund::RefundId;

/// The most payments or refunds that one transaction opens cases for.
const BATCH: i64 = 100;
/// How far a time may be from its day in the bills.
const EDGE_MS: i64 = HOUR_MS;

miaohui_db::row! {
    /// A payment or a refund that the bills lack.
    #[derive(Clone, Debug)]
    struct Missing as missing_columns {
        intent: IntentId = "intent_id",
        refund: Option<RefundId> = "refund_id",
        reference: String = "reference",
        fen: Fen = "fen",
        at: i64 = "happened_at",
    }
}

impl Desk {
    /// Opens cases for what is recorded here and the bills lack, after the bill of a day is known.
    pub(crate) async fn find_missing(&self, channel: &'static str, day: BillDay) -> Result<()> {
        let (from, to) = (day.begins_at() - EDGE_MS, day.after().begins_at() + EDGE_MS);
        loop {
            // The search may read many rows, so it does not hold the writer.
            let find = move |tx: &mut Tx<'_>| find_some(tx, channel, from, to);
            let found = self.0.db.read(find).await?;
            if found.is_empty() {
                return Ok(());
            }
            let now = self.0.clock.now_ms();
            let open = move |tx: &mut Tx<'_>| -> Result<()> {
                for missing in &found {
                    open_case(tx, channel, missing, now)?;
                }
                Ok(())
            };
            self.0.db.write(open).await?;
        }
    }
}

/// Some payments of `[from, to)`, and refunds that ended at `from` or later: a refund may end long
/// after the day on which the bill has it.
fn find_some(tx: &mut Tx<'_>, channel: &str, from: i64, to: i64) -> miaohui_db::Result<Vec<Missing>> {
    tx.query(
        concat!(
            "SELECT ",
            missing_columns!(),
            " FROM payment_not_billed WHERE channel = $1 AND settled_at >= $2
               AND (settled_at < $3 OR refund_id IS NOT NULL) LIMIT $4"
        ),
        &[channel.into(), from.into(), to.into(), BATCH.into()],
    )
}

fn open_case(tx: &mut Tx<'_>, channel: &str, missing: &Missing, now: i64) -> miaohui_db::Result<()> {
    // A line may have been matched since the search.
    if stored_line::is_known(tx, missing.intent, missing.refund)? {
        return Ok(());
    }
    let day = BillDay::of(missing.at);
    let what = if missing.refund.is_some() { "refund" } else { "payment" };
    let detail = format!(
        "The {what} {} of {} yuan is recorded here, and the bills do not have it.",
        missing.reference, missing.fen
    );
    let case = NewCase {
        kind: CaseKind::MissingThere,
        channel,
        key: &format!("{day}:{}", missing.reference),
        intent: Some(missing.intent),
        refund: missing.refund,
        fen: Some(missing.fen),
        detail: &detail,
        deadline_at: None,
    };
    if case::open_again(tx, &case, now)? {
        tracing::warn!(channel, %day, reference = missing.reference, "the bills lack a {what}");
    }
    Ok(())
}
