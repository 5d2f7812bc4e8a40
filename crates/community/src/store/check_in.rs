//! Admissions at the door: each ticket once.

use miaohui_db::{Result, Tx};
use miaohui_kernel::{containing, fold};

use super::ticket::ticket_state;
use crate::ids::{ProjectId, TicketId, UserId};

miaohui_db::ids! {
    /// An admission.
    CheckInId,
}

miaohui_db::row! {
    /// A sold ticket as the door sees it.
    #[derive(Clone, Debug)]
    pub struct SoldTicket as sold_ticket_columns {
        /// Who owns it.
        pub owner: UserId = "t.owner_id",
        /// Its project.
        pub project: ProjectId = "t.project_id",
        /// The name of its project.
        pub project_name: String = "p.name",
        /// Its name.
        pub name: String = "t.name",
    }
}

miaohui_db::row! {
    /// An admission.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct CheckIn as check_in_columns {
        /// The device's own number of the scan.
        pub scan: String = "scan",
        /// The gate.
        pub gate: String = "gate",
        /// The steward's mail address.
        pub staff: String = "staff",
        /// When the ticket was scanned, in Unix ms.
        pub admitted_at: i64 = "admitted_at",
    }
}

miaohui_db::row! {
    /// A project at whose door tickets are scanned.
    #[derive(Clone, Debug)]
    pub struct DoorProject as door_project_columns {
        /// Its id.
        pub id: ProjectId = "p.id",
        /// Its name.
        pub name: String = "p.name",
    }
}

/// An admission to record.
#[derive(Clone, Copy, Debug)]
pub struct NewCheckIn<'a> {
    /// The ticket.
    pub ticket: TicketId,
    /// Its project.
    pub project: ProjectId,
    /// The device's own number of the scan.
    pub scan: &'a str,
    /// The gate.
    pub gate: &'a str,
    /// The steward's mail address.
    pub staff: &'a str,
    /// When the ticket was scanned, in Unix ms.
    pub admitted_at: i64,
    /// The time, in Unix ms.
    pub now: i64,
}

/// Locks a sold ticket until the transaction ends, so that it is not refunded meanwhile, and reads
/// it.
pub fn lock_sold(tx: &mut Tx<'_>, id: TicketId) -> Result<Option<SoldTicket>> {
    let locked = tx.execute(
        concat!("UPDATE co_ticket SET order_id = order_id WHERE id = $1 AND state = ", ticket_state!(Sold)),
        &[id.into()],
    )?;
    if locked != 1 {
        return Ok(None);
    }
    tx.query_opt(
        concat!(
            "SELECT ",
            sold_ticket_columns!(),
            " FROM co_ticket t JOIN co_project p ON p.id = t.project_id WHERE t.id = $1"
        ),
        &[id.into()],
    )
}

/// Records an admission and returns that of the ticket: this one, or an earlier one, which has another
/// number of its scan.
pub fn record(tx: &mut Tx<'_>, new: &NewCheckIn<'_>) -> Result<CheckIn> {
    // One statement finds or records it, so that it cannot be taken back in between.
    tx.query_one(
        concat!(
            "INSERT INTO co_check_in (ticket_id, project_id, scan, gate, staff, admitted_at, created_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7)
             ON CONFLICT (ticket_id) DO UPDATE SET scan = co_check_in.scan RETURNING ",
            check_in_columns!()
        ),
        &values(new),
    )
}

/// Notes that a gate without network admitted a ticket that was admitted before, once for each scan.
pub fn note_double(tx: &mut Tx<'_>, new: &NewCheckIn<'_>) -> Result<()> {
    tx.execute(
        "INSERT INTO co_double_entry (ticket_id, project_id, scan, gate, staff, admitted_at, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (scan) DO NOTHING",
        &values(new),
    )?;
    Ok(())
}

fn values<'a>(new: &NewCheckIn<'a>) -> [miaohui_db::Value<'a>; 7] {
    let NewCheckIn { ticket, project, scan, gate, staff, admitted_at, now } = *new;
    [ticket.into(), project.into(), scan.into(), gate.into(), staff.into(), admitted_at.into(), now.into()]
}

/// Whether one of these tickets was admitted.
pub fn has_any(tx: &mut Tx<'_>, tickets: &[TicketId]) -> Result<bool> {
    let found: Option<(TicketId,)> = tx.query_opt(
        "SELECT ticket_id FROM co_check_in WHERE ticket_id IN LIST($1) LIMIT 1",
        &[tickets.into()],
    )?;
    Ok(found.is_some())
}

/// Takes an admission back; `false` if there is none.
pub fn undo(tx: &mut Tx<'_>, id: CheckInId) -> Result<bool> {
    Ok(tx.execute("DELETE FROM co_check_in WHERE id = $1", &[id.into()])? == 1)
}

/// The newest projects whose names contain a text.
pub fn projects(tx: &mut Tx<'_>, search: &str, most: i64) -> Result<Vec<DoorProject>> {
    tx.query(
        concat!(
            "SELECT ",
            door_project_columns!(),
            " FROM co_project p WHERE LOWER(p.name) LIKE $1 ESCAPE '\\' ORDER BY p.id DESC LIMIT $2"
        ),
        &[(&containing(&fold(search))).into(), most.into()],
    )
}

/// The project with an id.
pub fn project(tx: &mut Tx<'_>, id: ProjectId) -> Result<Option<DoorProject>> {
    tx.query_opt(
        concat!("SELECT ", door_project_columns!(), " FROM co_project p WHERE p.id = $1"),
        &[id.into()],
    )
}

/// How many of a project's tickets are sold.
pub fn sold(tx: &mut Tx<'_>, id: ProjectId) -> Result<i64> {
    let (sold,) = tx.query_one(
        concat!(
            "SELECT COUNT(*) FROM co_ticket t WHERE t.project_id = $1 AND t.state = ",
            ticket_state!(Sold)
        ),
        &[id.into()],
    )?;
    Ok(sold)
}

/// How many of a project's tickets each gate has admitted, by the names of the gates.
pub fn by_gate(tx: &mut Tx<'_>, id: ProjectId) -> Result<Vec<(String, i64)>> {
    tx.query(
        "SELECT gate, COUNT(*) FROM co_check_in WHERE project_id = $1 GROUP BY gate ORDER BY gate",
        &[id.into()],
    )
}

/// How many tickets of a project gates without network have admitted a second time.
pub fn doubles(tx: &mut Tx<'_>, id: ProjectId) -> Result<i64> {
    let (doubles,) =
        tx.query_one("SELECT COUNT(*) FROM co_double_entry WHERE project_id = $1", &[id.into()])?;
    Ok(doubles)
}

/// The sold tickets of a project with a greater id than `after`: id, owner, whether it was admitted.
pub fn list(
    tx: &mut Tx<'_>,
    id: ProjectId,
    after: TicketId,
    most: i64,
) -> Result<Vec<(TicketId, UserId, bool)>> {
    tx.query(
        concat!(
            "SELECT t.id, t.owner_id, c.id IS NOT NULL FROM co_ticket t
             LEFT JOIN co_check_in c ON c.ticket_id = t.id
             WHERE t.project_id = $1 AND t.id > $2 AND t.state = ",
            ticket_state!(Sold),
            " ORDER BY t.id LIMIT $3"
        ),
        &[id.into(), after.into(), most.into()],
    )
}
