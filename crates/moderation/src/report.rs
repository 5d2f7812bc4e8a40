//! Reports: what users, or the words, want an operator to look at.

use miaohui_db::{FromRow, Result, Row, Sql, Tx, Value};

/// Longest text of a report in characters.
pub const MOST_CHARS: usize = 500;

/// Why users report something.
pub const REASONS: &[&str] = &["spam", "abuse", "porn", "fraud", "illegal", "other"];

/// Why the system does: the text holds words of the list.
pub const WORDS: &str = "words";

/// Something in a product that can be reported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Thing<'a> {
    /// The product's short name.
    pub product: &'a str,
    /// What the product calls it, such as `article`.
    pub kind: &'a str,
    /// Its id in the product's tables.
    pub id: i64,
}

/// A report that is made.
#[derive(Clone, Copy, Debug)]
pub struct NewReport<'a> {
    /// What it is about.
    pub thing: Thing<'a>,
    /// The product's user who makes it; `None`: the system.
    pub reporter: Option<i64>,
    /// One of [`REASONS`], or [`WORDS`].
    pub reason: &'a str,
    /// More about it, at most [`MOST_CHARS`].
    pub text: &'a str,
}

/// Where a report stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Nobody has decided yet.
    Open,
    /// There was nothing to it.
    Dismissed,
    /// It was right.
    Upheld,
}

impl State {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Open, Self::Dismissed, Self::Upheld];

    /// As it is stored and shown.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Dismissed => "dismissed",
            Self::Upheld => "upheld",
        }
    }

    /// The state of this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.name() == name)
    }
}

/// What an operator makes of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    /// There is nothing to it.
    Dismiss,
    /// It is right.
    Uphold,
}

impl Decision {
    /// The state it leads to.
    pub const fn state(self) -> State {
        match self {
            Self::Dismiss => State::Dismissed,
            Self::Uphold => State::Upheld,
        }
    }
}

/// A report as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// Its id.
    pub id: i64,
    /// The product's short name.
    pub product: String,
    /// What the product calls the thing.
    pub kind: String,
    /// The thing's id in the product's tables.
    pub thing_id: i64,
    /// The product's user who made it; `None`: the system.
    pub reporter: Option<i64>,
    /// One of [`REASONS`], or [`WORDS`].
    pub reason: String,
    /// More about it; of the system's, the words.
    pub text: String,
    /// Where it stands.
    pub state: State,
    /// When it was made, in Unix ms.
    pub created_at: i64,
    /// Who decided.
    pub decided_by: Option<String>,
    /// When, in Unix ms.
    pub decided_at: Option<i64>,
    /// What the operator wrote to it.
    pub note: String,
}

impl FromRow for Report {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        let mut c = row.columns();
        Ok(Self {
            id: c.take()?,
            product: c.take()?,
            kind: c.take()?,
            thing_id: c.take()?,
            reporter: c.take()?,
            reason: c.take()?,
            text: c.take()?,
            // The column's check lets no other names in.
            state: State::named(&c.take::<String>()?).unwrap_or(State::Open),
            created_at: c.take()?,
            decided_by: c.take()?,
            decided_at: c.take()?,
            note: c.take()?,
        })
    }
}

/// Opens a report; `false`: the reporter has one open about the thing already, and nothing has changed.
pub fn open(tx: &mut Tx<'_>, new: &NewReport<'_>, now: i64) -> Result<bool> {
    let Thing { product, kind, id } = new.thing;
    let made = tx.execute(
        "INSERT INTO moderation_report (product, kind, thing_id, reporter, reason, text, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING",
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
    Ok(made == 1)
}

/// Which reports a list shows.
#[derive(Clone, Copy, Debug)]
pub struct Filter<'a> {
    /// Where they stand.
    pub state: State,
    /// Of one product only.
    pub product: Option<&'a str>,
    /// The newest first, or the oldest.
    pub newest: bool,
}

macro_rules! select {
    ($tail:literal) => {
        concat!(
            "SELECT id, product, kind, thing_id, reporter, reason, text, state, created_at, decided_by, decided_at, note
             FROM moderation_report ",
            $tail
        )
    };
}

/// A page of reports in the order of their making.
pub fn list(tx: &mut Tx<'_>, filter: Filter<'_>, limit: i64, offset: i64) -> Result<Vec<Report>> {
    let sql = match (filter.product, filter.newest) {
        (None, true) => select!("WHERE state = $1 ORDER BY id DESC LIMIT $2 OFFSET $3"),
        (None, false) => select!("WHERE state = $1 ORDER BY id LIMIT $2 OFFSET $3"),
        (Some(_), true) => {
            select!("WHERE state = $1 AND product = $4 ORDER BY id DESC LIMIT $2 OFFSET $3")
        }
        (Some(_), false) => select!("WHERE state = $1 AND product = $4 ORDER BY id LIMIT $2 OFFSET $3"),
    };
    let mut params: Vec<Value<'_>> = vec![filter.state.name().into(), limit.into(), offset.into()];
    params.extend(filter.product.map(Value::from));
    tx.query(Sql::from(sql), &params)
}

/// One report.
pub fn find(tx: &mut Tx<'_>, id: i64) -> Result<Option<Report>> {
    tx.query_opt(select!("WHERE id = $1"), &[id.into()])
}

/// The open reports about a thing, the oldest first.
pub fn open_about(tx: &mut Tx<'_>, thing: Thing<'_>, limit: i64, offset: i64) -> Result<Vec<Report>> {
    let mut reports: Vec<Report> = tx.query(
        select!(
            "WHERE product = $1 AND kind = $2 AND thing_id = $3 AND state = 'open'
             ORDER BY COALESCE(reporter, 0) LIMIT $4 OFFSET $5"
        ),
        &[thing.product.into(), thing.kind.into(), thing.id.into(), limit.into(), offset.into()],
    )?;
    reports.sort_unstable_by_key(|report| report.id);
    Ok(reports)
}

/// How much is open of one kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenCount {
    /// The product's short name.
    pub product: String,
    /// What the product calls the things.
    pub kind: String,
    /// Open reports.
    pub reports: i64,
    /// Things that they are about.
    pub things: i64,
}

impl FromRow for OpenCount {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        let mut c = row.columns();
        Ok(Self { product: c.take()?, kind: c.take()?, reports: c.take()?, things: c.take()? })
    }
}

/// How much is open, by product and kind.
pub fn open_counts(tx: &mut Tx<'_>) -> Result<Vec<OpenCount>> {
    tx.query(
        "SELECT product, kind, COUNT(*), COUNT(DISTINCT thing_id) FROM moderation_report
         WHERE state = 'open' GROUP BY product, kind ORDER BY product, kind",
        &[],
    )
}

/// Decides an open report in the name of `actor`; `false`: there is none, or it was decided before.
pub fn decide(
    tx: &mut Tx<'_>,
    id: i64,
    decision: Decision,
    actor: &str,
    note: &str,
    now: i64,
) -> Result<bool> {
    let decided = tx.execute(
        "UPDATE moderation_report SET state = $2, decided_by = $3, note = $4, decided_at = $5
         WHERE id = $1 AND state = 'open'",
        &[id.into(), decision.state().name().into(), actor.into(), note.into(), now.into()],
    )?;
    Ok(decided == 1)
}

/// Decides all open reports about a thing in the name of `actor`; how many there were.
pub fn decide_all(
    tx: &mut Tx<'_>,
    thing: Thing<'_>,
    decision: Decision,
    actor: &str,
    note: &str,
    now: i64,
) -> Result<u64> {
    tx.execute(
        "UPDATE moderation_report SET state = $4, decided_by = $5, note = $6, decided_at = $7
         WHERE product = $1 AND kind = $2 AND thing_id = $3 AND state = 'open'",
        &[
            thing.product.into(),
            thing.kind.into(),
            thing.id.into(),
            decision.state().name().into(),
            actor.into(),
            note.into(),
            now.into(),
        ],
    )
}
