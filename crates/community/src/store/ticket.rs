//! Tickets: each is one unit of a project, sold once.

use miaohui_db::{Result, Sql, Tx};
use miaohui_kernel::Fen;
use schemars::JsonSchema;
use serde::Serialize;

use super::Page;
use super::json::StoredJson;
use super::master::{MasterRow, master_columns};
use crate::ids::{MasterId, ProjectId, TicketId, UserId};

miaohui_db::stored_enum! {
    /// State of a ticket.
    pub enum TicketState: i64 as ticket_state {
        /// Nobody has it. It is on sale unless operators have withdrawn it.
        OnSale = 0,
        /// A pending order has it.
        Reserved = 1,
        /// A paid order has it; the user of the order owns it.
        Sold = 2,
    }
}

miaohui_db::row! {
    /// A ticket in lists.
    #[derive(Clone, Debug, JsonSchema, Serialize)]
    #[schemars(rename = "Ticket")]
    pub struct TicketRow as ticket_columns {
        ticket_id: TicketId = "t.id",
        project_id: ProjectId = "t.project_id",
        /// Name.
        name: String = "t.name",
        /// Media id of the picture.
        image: Option<String> = "t.image",
        /// Media ids of pictures.
        #[schemars(with = "Vec<String>")]
        images: StoredJson = "t.images",
        /// Introduction.
        intro: Option<String> = "t.intro",
        /// Price in fen.
        price: Fen = "t.price",
        /// When it was created, in Unix ms.
        created_at: i64 = "t.created_at",
        /// Tickets of the project, sold or not.
        total: i64 = "p.ticket_count",
    }
}

impl TicketRow {
    /// Its id.
    pub fn id(&self) -> TicketId {
        self.ticket_id
    }
}

miaohui_db::row! {
    /// A ticket with its project's name and its master, as the caller sees them.
    #[derive(Clone, Debug, JsonSchema, Serialize)]
    #[schemars(rename = "TicketWithProject")]
    pub struct FullTicketRow as full_ticket_columns {
        #[serde(flatten)]
        ticket: TicketRow => ticket_columns!(),
        /// Name of the project.
        project_name: String = "p.name",
        /// The master.
        master: MasterRow => master_columns!(),
    }
}

miaohui_db::row! {
    /// A ticket as its own page shows it.
    #[derive(Clone, Debug, JsonSchema, Serialize)]
    pub struct TicketDetail as ticket_detail_columns {
        #[serde(flatten)]
        ticket: FullTicketRow => full_ticket_columns!(),
        /// When it was last changed, in Unix ms.
        updated_at: i64 = "t.updated_at",
    }
}

impl TicketDetail {
    /// The number of tickets of the project, sold or not.
    pub fn project_ticket_count(&self) -> i64 {
        self.ticket.ticket.total
    }
}

macro_rules! select_tickets {
    ($($tail:expr),+ $(,)?) => {
        concat!(
            "SELECT ",
            ticket_columns!(),
            " FROM co_ticket t JOIN co_project p ON p.id = t.project_id ",
            $($tail),+
        )
    };
}

macro_rules! from_full_tickets {
    ($columns:expr, [$($from:expr),+], $($tail:expr),+ $(,)?) => {
        concat!(
            "SELECT ",
            $columns,
            " FROM ",
            $($from,)+
            " JOIN co_project p ON p.id = t.project_id JOIN co_master m ON m.id = t.master_id ",
            $($tail),+
        )
    };
}

/// Lists the tickets on sale of one project, the oldest first, or of all, the newest first.
pub fn on_sale(tx: &mut Tx<'_>, project_id: Option<ProjectId>, page: Page) -> Result<Vec<TicketRow>> {
    match project_id {
        Some(project_id) => tx.query(
            select_tickets!(
                "WHERE t.project_id = $1 AND t.state = ",
                ticket_state!(OnSale),
                " AND NOT t.withdrawn ORDER BY t.id LIMIT $2 OFFSET $3"
            ),
            &[project_id.into(), page.limit.into(), page.offset.into()],
        ),
        None => tx.query(
            select_tickets!(
                "WHERE t.state = ",
                ticket_state!(OnSale),
                " AND t.withdrawn = FALSE ORDER BY t.id DESC LIMIT $1 OFFSET $2"
            ),
            &[page.limit.into(), page.offset.into()],
        ),
    }
}

/// Lists the recommended tickets on sale, in the operators' order.
pub fn recommended(tx: &mut Tx<'_>, viewer: UserId, page: Page) -> Result<Vec<FullTicketRow>> {
    tx.query(
        from_full_tickets!(
            full_ticket_columns!(),
            ["co_ticket t"],
            "WHERE t.state = ",
            ticket_state!(OnSale),
            " AND NOT t.withdrawn AND t.recommended IS NOT NULL ORDER BY t.recommended, t.id DESC LIMIT $2 OFFSET $3"
        ),
        &[viewer.into(), page.limit.into(), page.offset.into()],
    )
}

/// Lists the tickets on sale of the masters that the viewer follows, the newest first.
///
/// Of each project it reads only as many tickets as the page can need.
pub fn of_followed(tx: &mut Tx<'_>, viewer: UserId, page: Page) -> Result<Vec<FullTicketRow>> {
    let sql = Sql::Pair {
        sqlite: from_full_tickets!(
            full_ticket_columns!(),
            [
                "co_master_follow f JOIN co_project q ON q.master_id = f.target_id JOIN co_ticket t ON t.id IN (
                   SELECT id FROM co_ticket WHERE project_id = q.id AND state = ",
                ticket_state!(OnSale),
                " AND NOT withdrawn ORDER BY id DESC LIMIT CAST($2 AS BIGINT) + CAST($3 AS BIGINT))"
            ],
            "WHERE f.user_id = $1 ORDER BY t.id DESC LIMIT $2 OFFSET $3"
        ),
        postgres: from_full_tickets!(
            full_ticket_columns!(),
            [
                "co_master_follow f JOIN co_project q ON q.master_id = f.target_id CROSS JOIN LATERAL (
                   SELECT * FROM co_ticket WHERE project_id = q.id AND state = ",
                ticket_state!(OnSale),
                " AND NOT withdrawn ORDER BY id DESC LIMIT CAST($2 AS BIGINT) + CAST($3 AS BIGINT)) t"
            ],
            "WHERE f.user_id = $1 ORDER BY t.id DESC LIMIT $2 OFFSET $3"
        ),
    };
    tx.query(sql, &[viewer.into(), page.limit.into(), page.offset.into()])
}

/// Lists the tickets that a user bought, the last bought first.
pub fn bought(tx: &mut Tx<'_>, user_id: UserId, page: Page) -> Result<Vec<TicketRow>> {
    tx.query(
        select_tickets!("WHERE t.owner_id = $1 ORDER BY t.sold_at DESC, t.id DESC LIMIT $2 OFFSET $3"),
        &[user_id.into(), page.limit.into(), page.offset.into()],
    )
}

/// Reads one ticket, sold or not.
pub fn find(tx: &mut Tx<'_>, viewer: UserId, id: TicketId) -> Result<Option<TicketDetail>> {
    tx.query_opt(
        from_full_tickets!(ticket_detail_columns!(), ["co_ticket t"], "WHERE t.id = $2"),
        &[viewer.into(), id.into()],
    )
}

/// Whether the ticket is on sale; `None` if there is no such ticket.
pub fn is_on_sale(tx: &mut Tx<'_>, id: TicketId) -> Result<Option<bool>> {
    let row: Option<(bool,)> = tx.query_opt(
        concat!("SELECT state = ", ticket_state!(OnSale), " AND NOT withdrawn FROM co_ticket WHERE id = $1"),
        &[id.into()],
    )?;
    Ok(row.map(|(on_sale,)| on_sale))
}

/// New tickets of a project.
pub struct NewTickets<'a> {
    /// Their project.
    pub project_id: ProjectId,
    /// Its master.
    pub master_id: MasterId,
    /// Shown name.
    pub name: &'a str,
    /// A media name.
    pub image: &'a str,
    /// JSON list of media names.
    pub images: &'a str,
    /// JSON list of paragraphs and media names, as a text.
    pub intro: &'a str,
    /// Price of each.
    pub price: Fen,
    /// Number of tickets.
    pub count: i64,
    /// Position of the first among the recommended, if it is one.
    pub recommended: Option<i64>,
    /// Unix ms.
    pub created_at: i64,
}

/// Stores new tickets; returns the ids of the first and of the last.
pub fn issue(tx: &mut Tx<'_>, new: &NewTickets<'_>) -> Result<(TicketId, TicketId)> {
    let (mut first, mut last) = (TicketId(0), TicketId(0));
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
