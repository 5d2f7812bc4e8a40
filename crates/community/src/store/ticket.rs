//! Tickets: each is one unit of a project, sold once.

use miaohui_db::{FromRow, Result, Row, Sql, Tx};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::value::RawValue;

use super::Page;
use super::article_text::stored_json;
use super::master::{MASTER_COLUMNS, MasterRow, master_columns};

/// A ticket as every list shows it.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct TicketRow {
    ticket_id: i64,
    project_id: i64,
    name: String,
    image: Option<String>,
    #[schemars(with = "Vec<String>")]
    images: Box<RawValue>,
    intro: Option<String>,
    price: i64,
    created_at: i64,
    total: i64,
}

const TICKET_COLUMNS: usize = 9;

/// The columns of [`TicketRow`], of `co_ticket t` and its `co_project p`.
macro_rules! ticket_columns {
    () => {
        "t.id, t.project_id, t.name, t.image, t.images, t.intro, t.price, t.created_at, p.ticket_count"
    };
}

impl FromRow for TicketRow {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        let mut c = row.columns();
        Ok(Self {
            ticket_id: c.take()?,
            project_id: c.take()?,
            name: c.take()?,
            image: c.take()?,
            images: stored_json(c.take()?),
            intro: c.take()?,
            price: c.take()?,
            created_at: c.take()?,
            total: c.take()?,
        })
    }
}

/// A ticket with its project's name and its master.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct FullTicketRow {
    #[serde(flatten)]
    ticket: TicketRow,
    project_name: String,
    master: MasterRow,
}

impl FromRow for FullTicketRow {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self {
            ticket: TicketRow::from_row(row)?,
            project_name: row.get(TICKET_COLUMNS)?,
            master: MasterRow::at(row, TICKET_COLUMNS + 1)?,
        })
    }
}

/// One ticket with everything around it.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct TicketDetail {
    #[serde(flatten)]
    ticket: FullTicketRow,
    updated_at: i64,
}

impl TicketDetail {
    /// How many tickets the project has, sold or not.
    pub fn project_ticket_count(&self) -> i64 {
        self.ticket.ticket.total
    }
}

impl FromRow for TicketDetail {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self {
            ticket: FullTicketRow::from_row(row)?,
            updated_at: row.get(TICKET_COLUMNS + 1 + MASTER_COLUMNS)?,
        })
    }
}

macro_rules! select_tickets {
    ($tail:literal) => {
        concat!(
            "SELECT ",
            ticket_columns!(),
            " FROM co_ticket t JOIN co_project p ON p.id = t.project_id ",
            $tail
        )
    };
}

macro_rules! select_full_tickets {
    ($from:literal, $tail:literal) => {
        concat!(
            "SELECT ",
            ticket_columns!(),
            ", p.name, ",
            master_columns!(),
            ", t.updated_at FROM ",
            $from,
            " JOIN co_project p ON p.id = t.project_id JOIN co_master m ON m.id = t.master_id ",
            $tail
        )
    };
}

/// Tickets on sale, of one project (the oldest first) or of all (the newest first).
pub fn on_sale(tx: &mut Tx<'_>, project_id: Option<i64>, page: Page) -> Result<Vec<TicketRow>> {
    match project_id {
        Some(project_id) => tx.query(
            select_tickets!("WHERE t.project_id = $1 AND t.state = 0 ORDER BY t.id LIMIT $2 OFFSET $3"),
            &[project_id.into(), page.limit.into(), page.offset.into()],
        ),
        None => tx.query(
            select_tickets!("WHERE t.state = 0 ORDER BY t.id DESC LIMIT $1 OFFSET $2"),
            &[page.limit.into(), page.offset.into()],
        ),
    }
}

/// The recommended tickets on sale, in the operators' order.
pub fn recommended(tx: &mut Tx<'_>, viewer: i64, page: Page) -> Result<Vec<FullTicketRow>> {
    tx.query(
        select_full_tickets!(
            "co_ticket t",
            "WHERE t.state = 0 AND t.recommended IS NOT NULL
             ORDER BY t.recommended, t.id DESC LIMIT $2 OFFSET $3"
        ),
        &[viewer.into(), page.limit.into(), page.offset.into()],
    )
}

/// Tickets on sale of the masters that the viewer follows, the newest first; of each project only as many are looked at
/// as the page can need.
pub fn of_followed(tx: &mut Tx<'_>, viewer: i64, page: Page) -> Result<Vec<FullTicketRow>> {
    let sql = Sql::Pair {
        sqlite: select_full_tickets!(
            "co_master_follow f JOIN co_project q ON q.master_id = f.target_id JOIN co_ticket t ON t.id IN (
               SELECT id FROM co_ticket WHERE project_id = q.id AND state = 0
               ORDER BY id DESC LIMIT CAST($2 AS BIGINT) + CAST($3 AS BIGINT))",
            "WHERE f.user_id = $1 ORDER BY t.id DESC LIMIT $2 OFFSET $3"
        ),
        postgres: select_full_tickets!(
            "co_master_follow f JOIN co_project q ON q.master_id = f.target_id CROSS JOIN LATERAL (
               SELECT * FROM co_ticket WHERE project_id = q.id AND state = 0
               ORDER BY id DESC LIMIT CAST($2 AS BIGINT) + CAST($3 AS BIGINT)) t",
            "WHERE f.user_id = $1 ORDER BY t.id DESC LIMIT $2 OFFSET $3"
        ),
    };
    tx.query(sql, &[viewer.into(), page.limit.into(), page.offset.into()])
}

/// The tickets that the user bought, the last bought first.
pub fn bought(tx: &mut Tx<'_>, user_id: i64, page: Page) -> Result<Vec<TicketRow>> {
    tx.query(
        select_tickets!("WHERE t.owner_id = $1 ORDER BY t.sold_at DESC, t.id DESC LIMIT $2 OFFSET $3"),
        &[user_id.into(), page.limit.into(), page.offset.into()],
    )
}

/// One ticket, sold or not.
pub fn find(tx: &mut Tx<'_>, viewer: i64, id: i64) -> Result<Option<TicketDetail>> {
    tx.query_opt(select_full_tickets!("co_ticket t", "WHERE t.id = $2"), &[viewer.into(), id.into()])
}

/// Whether the ticket exists and, if so, whether it is on sale.
pub fn is_on_sale(tx: &mut Tx<'_>, id: i64) -> Result<Option<bool>> {
    let row: Option<(bool,)> = tx.query_opt("SELECT state = 0 FROM co_ticket WHERE id = $1", &[id.into()])?;
    Ok(row.map(|(on_sale,)| on_sale))
}

/// New tickets of a project.
pub struct NewTickets<'a> {
    /// Their project.
    pub project_id: i64,
    /// Its master.
    pub master_id: i64,
    /// Shown name.
    pub name: &'a str,
    /// A media name.
    pub image: &'a str,
    /// JSON list of media names.
    pub images: &'a str,
    /// JSON list of paragraphs and media names, as a text.
    pub intro: &'a str,
    /// Fen each.
    pub price: i64,
    /// How many.
    pub count: i64,
    /// Place of the first among the recommended, if it is.
    pub recommended: Option<i64>,
    /// Unix ms.
    pub created_at: i64,
}

/// Issues tickets; the id of the first and of the last.
pub fn issue(tx: &mut Tx<'_>, new: &NewTickets<'_>) -> Result<(i64, i64)> {
    let (mut first, mut last) = (0, 0);
    for n in 0..new.count {
        (last,) = tx.query_one(
            "INSERT INTO co_ticket
               (project_id, master_id, name, image, images, intro, price, recommended, created_at, updated_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9) RETURNING id",
            &[
                new.project_id.into(),
                new.master_id.into(),
                new.name.into(),
                new.image.into(),
                new.images.into(),
                new.intro.into(),
                new.price.into(),
                new.recommended.filter(|_| n == 0).into(),
                new.created_at.into(),
            ],
        )?;
        first = if n == 0 { last } else { first };
    }
    tx.execute(
        "UPDATE co_project SET ticket_count = ticket_count + $2 WHERE id = $1",
        &[new.project_id.into(), new.count.into()],
    )?;
    Ok((first, last))
}
