//! What operators change of tickets that exist.

use miaohui_db::{Result, Tx};
use miaohui_kernel::Fen;

use super::ticket::ticket_state;
use crate::ids::{ProjectId, TicketId};

/// Takes a ticket out of the sale, or puts it back; `false` if it is so already. One that is reserved
/// or sold stays with its order, and is not sold again after it.
pub fn set_withdrawn(tx: &mut Tx<'_>, id: TicketId, withdrawn: bool, now: i64) -> Result<bool> {
    let changed = tx.execute(
        "UPDATE co_ticket SET withdrawn = $2, updated_at = $3 WHERE id = $1 AND withdrawn <> $2",
        &[id.into(), withdrawn.into(), now.into()],
    )?;
    Ok(changed == 1)
}

/// Changes the price of a ticket that nobody has; `false` if somebody has it.
pub fn reprice(tx: &mut Tx<'_>, id: TicketId, price: Fen, now: i64) -> Result<bool> {
    let changed = tx.execute(
        concat!(
            "UPDATE co_ticket SET price = $2, updated_at = $3 WHERE id = $1 AND state = ",
            ticket_state!(OnSale)
        ),
        &[id.into(), price.into(), now.into()],
    )?;
    Ok(changed == 1)
}

/// The condition over a table of tickets that nobody ever had one, and that nobody has commented on it.
macro_rules! untouched {
    ($ticket:literal) => {
        concat!(
            " NOT EXISTS (SELECT 1 FROM co_order_item i WHERE i.ticket_id = ",
            $ticket,
            ".id) AND NOT EXISTS (SELECT 1 FROM co_double_entry d WHERE d.ticket_id = ",
            $ticket,
            ".id) AND NOT EXISTS (SELECT 1 FROM co_ticket_comment c WHERE c.ticket_id = ",
            $ticket,
            ".id)"
        )
    };
}
pub(crate) use untouched;

/// Deletes a ticket on sale that is untouched; `false` otherwise.
pub fn delete(tx: &mut Tx<'_>, id: TicketId) -> Result<bool> {
    let deleted: Option<(ProjectId,)> = tx.query_opt(
        concat!(
            "DELETE FROM co_ticket WHERE id = $1 AND state = ",
            ticket_state!(OnSale),
            " AND",
            untouched!("co_ticket"),
            " RETURNING project_id"
        ),
        &[id.into()],
    )?;
    let Some((project,)) = deleted else { return Ok(false) };
    tx.execute("UPDATE co_project SET ticket_count = ticket_count - 1 WHERE id = $1", &[project.into()])?;
    Ok(true)
}
