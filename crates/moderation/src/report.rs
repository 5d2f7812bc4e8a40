//! Reports: requests of users, or of the word list, that an operator looks at something.

use miaohui_db::{Result, Slice, Sql, Tx, Value};
use miaohui_webhooks::{Event, EventGroup, record};
use serde_json::json;

use crate::thing::{Thing, ThingId};

miaohui_db::ids! {
    /// A report.
    ReportId,
    /// A product's user who reports something.
    ReporterId,
}

/// The longest text of a report in characters.
pub const MOST_CHARS: usize = 500;

/// The reasons that users can choose.
pub const REASONS: &[&str] = &["spam", "abuse", "porn", "fraud", "illegal", "other"];

/// The reason of automatic reports: the text contains words of the list.
pub const WORDS: &str = "words";

/// The reason of automatic reports: a machine looked at the text.
pub const MACHINE: &str = "machine";

miaohui_db::stored_enum! {
    /// The state of a report.
    pub enum ReportState: str as report_state {
        /// Not decided yet.
        Open = "open",
        /// Decided as unfounded.
        Dismissed = "dismissed",
        /// Decided as justified.
        Upheld = "upheld",
    }
}

/// An operator's decision about a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReportDecision {
    /// The report is unfounded.
    Dismiss,
    /// The report is justified.
    Uphold,
}

impl ReportDecision {
    /// The state that it leads to.
    pub const fn state(self) -> ReportState {
        match self {
            Self::Dismiss => ReportState::Dismissed,
            Self::Uphold => ReportState::Upheld,
        }
    }
}

/// A report to open.
#[derive(Clone, Copy, Debug)]
pub struct NewReport<'a> {
    /// What is reported.
    pub thing: Thing<'a>,
    /// The product's user who reports it; `None` for an automatic report.
    pub reporter: Option<ReporterId>,
    /// One of [`REASONS`], [`WORDS`] or [`MACHINE`].
    pub reason: &'a str,
    /// Details, at most [`MOST_CHARS`].
    pub text: &'a str,
}

miaohui_db::row! {
    /// A stored report.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Report as report_columns {
        /// Its id.
        pub id: ReportId = "id",
        /// The product's short name.
        pub product: String = "product",
        /// The product's name for the kind of thing.
        pub kind: String = "kind",
        /// The thing's id in the product's tables.
        pub thing_id: ThingId = "thing_id",
        /// The product's user who reported it; `None` for an automatic report.
        pub reporter: Option<ReporterId> = "reporter",
        /// One of [`REASONS`], [`WORDS`] or [`MACHINE`].
        pub reason: String = "reason",
        /// Details; of an automatic report, the words.
        pub text: String = "text",
        /// Its state.
        pub state: ReportState = "state",
        /// When it was opened, in Unix ms.
        pub created_at: i64 = "created_at",
        /// The operator who decided.
        pub decided_by: Option<String> = "decided_by",
        /// When it was decided, in Unix ms.
        pub decided_at: Option<i64> = "decided_at",
        /// The operator's note.
        pub note: String = "note",
    }
}

/// Opens a report; `false` if the reporter has an open report about the thing already.
pub fn open(tx: &mut Tx<'_>, new: &NewReport<'_>, now: i64) -> Result<bool> {
    let Thing { product, kind, id } = new.thing;
    let inserted: Option<(ReportId,)> = tx.query_opt(
        "INSERT INTO moderation_report (product, kind, thing_id, reporter, reason, text, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING RETURNING id",
        &[
            product.into(),
            kind.into(),
            id.into(),
            new.reporter.into(),
            new.reason.into(),
            new.text.into(),
            now.into(),
        ],
    )?;
    let Some((report,)) = inserted else { return Ok(false) };
    tell(tx, "report.created", report, now)?;
    Ok(true)
}

/// Selects reports for a list.
#[derive(Clone, Copy, Debug)]
pub struct Filter<'a> {
    /// Reports in this state.
    pub state: ReportState,
    /// Reports of this product only.
    pub product: Option<&'a str>,
    /// Whether the newest come first, rather than the oldest.
    pub newest: bool,
}

macro_rules! select {
    ($tail:expr) => {
        concat!("SELECT ", report_columns!(), " FROM moderation_report ", $tail)
    };
}

/// A part of a list of reports.
pub fn list(tx: &mut Tx<'_>, filter: Filter<'_>, slice: Slice) -> Result<Vec<Report>> {
    let sql = match (filter.product, filter.newest) {
        (None, true) => select!("WHERE state = $1 ORDER BY id DESC LIMIT $2 OFFSET $3"),
        (None, false) => select!("WHERE state = $1 ORDER BY id LIMIT $2 OFFSET $3"),
        (Some(_), true) => {
            select!("WHERE state = $1 AND product = $4 ORDER BY id DESC LIMIT $2 OFFSET $3")
        }
        (Some(_), false) => select!("WHERE state = $1 AND product = $4 ORDER BY id LIMIT $2 OFFSET $3"),
    };
    let mut params: Vec<Value<'_>> = vec![filter.state.into(), slice.limit.into(), slice.offset.into()];
    params.extend(filter.product.map(Value::from));
    tx.query(Sql::from(sql), &params)
}

/// One report.
pub fn find(tx: &mut Tx<'_>, id: ReportId) -> Result<Option<Report>> {
    tx.query_opt(select!("WHERE id = $1"), &[id.into()])
}

/// A part of the open reports about a thing, the oldest first.
pub fn open_about(tx: &mut Tx<'_>, thing: Thing<'_>, slice: Slice) -> Result<Vec<Report>> {
    let mut reports: Vec<Report> = tx.query(
        select!(concat!(
            "WHERE product = $1 AND kind = $2 AND thing_id = $3 AND state = ",
            report_state!(Open),
            " ORDER BY COALESCE(reporter, 0) LIMIT $4 OFFSET $5"
        )),
        &[thing.product.into(), thing.kind.into(), thing.id.into(), slice.limit.into(), slice.offset.into()],
    )?;
    reports.sort_unstable_by_key(|report| report.id);
    Ok(reports)
}

miaohui_db::row! {
    /// The number of open reports about one kind of thing.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct OpenCount as open_count_columns {
        /// The product's short name.
        pub product: String = "product",
        /// The product's name for the kind of thing.
        pub kind: String = "kind",
        /// Open reports.
        pub reports: i64 = "COUNT(*)",
        /// Reported things.
        pub things: i64 = "COUNT(DISTINCT thing_id)",
    }
}

/// The number of open reports, by product and kind.
pub fn open_counts(tx: &mut Tx<'_>) -> Result<Vec<OpenCount>> {
    tx.query(
        concat!(
            "SELECT ",
            open_count_columns!(),
            " FROM moderation_report WHERE state = ",
            report_state!(Open),
            " GROUP BY product, kind ORDER BY product, kind"
        ),
        &[],
    )
}

/// Decides an open report; `false` if there is none with this id.
pub fn decide(
    tx: &mut Tx<'_>,
    id: ReportId,
    decision: ReportDecision,
    actor: &str,
    note: &str,
    now: i64,
) -> Result<bool> {
    let decided = tx.execute(
        concat!(
            "UPDATE moderation_report SET state = $2, decided_by = $3, note = $4, decided_at = $5
             WHERE id = $1 AND state = ",
            report_state!(Open)
        ),
        &[id.into(), decision.state().into(), actor.into(), note.into(), now.into()],
    )?;
    if decided == 1 {
        tell(tx, "report.decided", id, now)?;
    }
    Ok(decided == 1)
}

/// Decides all open reports about a thing and returns how many there were.
pub fn decide_all(
    tx: &mut Tx<'_>,
    thing: Thing<'_>,
    decision: ReportDecision,
    actor: &str,
    note: &str,
    now: i64,
) -> Result<u64> {
    let decided: Vec<(ReportId,)> = tx.query(
        concat!(
            "UPDATE moderation_report SET state = $4, decided_by = $5, note = $6, decided_at = $7
             WHERE product = $1 AND kind = $2 AND thing_id = $3 AND state = ",
            report_state!(Open),
            " RETURNING id"
        ),
        &[
            thing.product.into(),
            thing.kind.into(),
            thing.id.into(),
            decision.state().into(),
            actor.into(),
            note.into(),
            now.into(),
        ],
    )?;
    for (report,) in &decided {
        tell(tx, "report.decided", *report, now)?;
    }
    Ok(decided.len() as u64)
}

/// Tells webhooks what has happened to a report; without its text.
fn tell(tx: &mut Tx<'_>, kind: &'static str, id: ReportId, now: i64) -> Result<()> {
    record(tx, EventGroup::Reports, now, |tx| {
        let sql = "SELECT product, kind, thing_id, reason, state FROM moderation_report WHERE id = $1";
        let row: Option<(String, String, ThingId, String, String)> = tx.query_opt(sql, &[id.into()])?;
        Ok(row.map(|(product, of, thing, reason, state)| {
            let data = json!({
                "report_id": id, "product": product, "kind": of, "thing_id": thing, "reason": reason,
                "state": state,
            });
            Event { kind, thing: format!("report:{id}"), data }
        }))
    })
}
