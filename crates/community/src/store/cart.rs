//! Shopping carts.

use miaohui_db::{Result, Tx};
use miaohui_kernel::Fen;
use schemars::JsonSchema;
use serde::Serialize;

use crate::ids::{TicketId, UserId};

/// Most tickets in a cart: as many as one order takes.
const MOST_TICKETS: i64 = 100;

miaohui_db::row! {
    /// A ticket in a cart.
    #[derive(Clone, Debug, JsonSchema, Serialize)]
    #[schemars(rename = "CartItem")]
    pub struct CartRow as cart_columns {
        ticket_id: TicketId = "t.id",
        /// Name of the ticket.
        ticket_name: String = "t.name",
        /// Media id of the ticket's picture.
        ticket_image: Option<String> = "t.image",
        /// Introduction of the ticket.
        ticket_intro: Option<String> = "t.intro",
        /// Price of the ticket, in fen.
        ticket_price: Fen = "t.price",
        /// When it was created, in Unix ms.
        created_at: i64 = "k.created_at",
        /// When it was last changed, in Unix ms.
        updated_at: i64 = "k.updated_at",
    }
}

/// Lists the cart of a user, the last added first.
pub fn list(tx: &mut Tx<'_>, user_id: UserId) -> Result<Vec<CartRow>> {
    tx.query(
        concat!(
            "SELECT ",
            cart_columns!(),
            " FROM co_cart k JOIN co_ticket t ON t.id = k.ticket_id
             WHERE k.user_id = $1 ORDER BY k.id DESC LIMIT $2"
        ),
        &[user_id.into(), MOST_TICKETS.into()],
    )
}

/// Adds an existing ticket to the cart, or changes its time if it is there; `false` if the cart is
/// full.
pub fn add(tx: &mut Tx<'_>, user_id: UserId, ticket_id: TicketId, now: i64) -> Result<bool> {
    let added = tx.execute(
        "INSERT INTO co_cart (user_id, ticket_id, created_at, updated_at)
         SELECT CAST($1 AS BIGINT), CAST($2 AS BIGINT), CAST($3 AS BIGINT), CAST($3 AS BIGINT)
         WHERE (SELECT COUNT(*) FROM co_cart WHERE user_id = $1 AND ticket_id <> $2) < $4
         ON CONFLICT (user_id, ticket_id) DO UPDATE SET updated_at = excluded.updated_at",
        &[user_id.into(), ticket_id.into(), now.into(), MOST_TICKETS.into()],
    )?;
    Ok(added == 1)
}

/// Removes tickets from the cart; returns how many were in it.
pub fn remove(tx: &mut Tx<'_>, user_id: UserId, ticket_ids: &[TicketId]) -> Result<u64> {
    tx.execute(
        "DELETE FROM co_cart WHERE user_id = $1 AND ticket_id IN LIST($2)",
        &[user_id.into(), ticket_ids.into()],
    )
}
