//! Shopping carts.

use miaohui_db::{FromRow, Result, Row, Tx};
use schemars::JsonSchema;
use serde::Serialize;

/// Most tickets in a cart: as many as one order takes.
pub const MOST_TICKETS: i64 = 100;

/// A ticket in the cart.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct CartRow {
    ticket_id: i64,
    ticket_name: String,
    ticket_image: Option<String>,
    ticket_intro: Option<String>,
    ticket_price: i64,
    created_at: i64,
    updated_at: i64,
}

impl FromRow for CartRow {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        let mut c = row.columns();
        Ok(Self {
            ticket_id: c.take()?,
            ticket_name: c.take()?,
            ticket_image: c.take()?,
            ticket_intro: c.take()?,
            ticket_price: c.take()?,
            created_at: c.take()?,
            updated_at: c.take()?,
        })
    }
}

/// The cart, the last added first.
pub fn list(tx: &mut Tx<'_>, user_id: i64) -> Result<Vec<CartRow>> {
    tx.query(
        "SELECT t.id, t.name, t.image, t.intro, t.price, k.created_at, k.updated_at
         FROM co_cart k JOIN co_ticket t ON t.id = k.ticket_id
         WHERE k.user_id = $1 ORDER BY k.id DESC LIMIT $2",
        &[user_id.into(), MOST_TICKETS.into()],
    )
}

/// Puts an existing ticket into the cart; again: only its time changes. `false`: the cart is full.
pub fn add(tx: &mut Tx<'_>, user_id: i64, ticket_id: i64, now: i64) -> Result<bool> {
    let added = tx.execute(
        "INSERT INTO co_cart (user_id, ticket_id, created_at, updated_at)
         SELECT CAST($1 AS BIGINT), CAST($2 AS BIGINT), CAST($3 AS BIGINT), CAST($3 AS BIGINT)
         WHERE (SELECT COUNT(*) FROM co_cart WHERE user_id = $1 AND ticket_id <> $2) < $4
         ON CONFLICT (user_id, ticket_id) DO UPDATE SET updated_at = excluded.updated_at",
        &[user_id.into(), ticket_id.into(), now.into(), MOST_TICKETS.into()],
    )?;
    Ok(added == 1)
}

/// Takes tickets out of the cart; how many were in it.
pub fn remove(tx: &mut Tx<'_>, user_id: i64, ticket_ids: &[i64]) -> Result<u64> {
    tx.execute(
        "DELETE FROM co_cart WHERE user_id = $1 AND ticket_id IN LIST($2)",
        &[user_id.into(), ticket_ids.into()],
    )
}
