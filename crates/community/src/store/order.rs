//! Orders of tickets.
//!
//! The database decides who gets a ticket: one conditional statement reserves all tickets of an
//! order, or the order is not created.

use miaohui_db::{Result as DbResult, Tx};
use miaohui_kernel::{CLOCKS_DIFFER_MS, Fen};
use miaohui_payments::{SubjectId, close_attempts};
use schemars::JsonSchema;
use serde::Serialize;

use super::Page;
use super::events;
use super::ticket::ticket_state;
use crate::ids::{OrderId, TicketId, UserId};
use crate::{Code, Result};

/// The subject of payments of orders.
pub const SUBJECT: &str = "ticket order";

miaohui_db::stored_enum! {
    /// Status of an order.
    pub enum OrderStatus: i64 as order_status {
        /// It waits for payment.
        Pending = 0,
        /// It is paid, or was free.
        Done = 1,
        /// Its owner cancelled it, it expired, or it was refunded.
        Cancelled = 2,
    }
}

miaohui_db::row! {
    /// An order in lists, with the name and picture of its first ticket.
    #[derive(Clone, Debug, JsonSchema, Serialize)]
    #[schemars(rename = "Order")]
    pub struct OrderRow as order_columns {
        order_id: OrderId = "o.id",
        /// The buyer.
        uid: String = "u.uid",
        /// Sum of its tickets, in fen.
        price: Fen = "o.price",
        status: OrderStatus = "o.status",
        /// When it was created, in Unix ms.
        created_at: i64 = "o.created_at",
        /// When it was last changed, in Unix ms.
        updated_at: i64 = "o.updated_at",
        /// Name of its first ticket.
        ticket_name: Option<String> = "t.name",
        /// Media id of the picture of its first ticket.
        ticket_image: Option<String> = "t.image",
    }
}

miaohui_db::row! {
    /// A ticket in an order, at the price that it had then.
    #[derive(Clone, Debug, JsonSchema, Serialize)]
    pub struct OrderItem as order_item_columns {
        ticket_id: TicketId = "i.ticket_id",
        /// Price when it was ordered, in fen.
        price: Fen = "i.price",
        /// When it was created, in Unix ms.
        created_at: i64 = "i.created_at",
        /// When it was last changed, in Unix ms.
        updated_at: i64 = "i.updated_at",
        /// Name of the ticket.
        ticket_name: String = "t.name",
        /// Media id of the ticket's picture.
        ticket_image: Option<String> = "t.image",
    }
}

macro_rules! select_orders {
    ($tail:literal) => {
        concat!(
            "SELECT ",
            order_columns!(),
            " FROM co_order o JOIN co_user u ON u.id = o.user_id
             LEFT JOIN co_ticket t ON t.id =
               (SELECT i.ticket_id FROM co_order_item i WHERE i.order_id = o.id ORDER BY i.ticket_id LIMIT 1) ",
            $tail
        )
    };
}

/// Lists the orders of a user with one status or with any, the newest first.
pub fn list(
    tx: &mut Tx<'_>,
    user_id: UserId,
    status: Option<OrderStatus>,
    page: Page,
) -> DbResult<Vec<OrderRow>> {
    let (limit, offset) = (page.limit.into(), page.offset.into());
    match status {
        Some(status) => tx.query(
            select_orders!("WHERE o.user_id = $1 AND o.status = $4 ORDER BY o.id DESC LIMIT $2 OFFSET $3"),
            &[user_id.into(), limit, offset, status.into()],
        ),
        None => tx.query(
            select_orders!("WHERE o.user_id = $1 ORDER BY o.id DESC LIMIT $2 OFFSET $3"),
            &[user_id.into(), limit, offset],
        ),
    }
}

/// Reads one of the user's own orders.
pub fn find(tx: &mut Tx<'_>, user_id: UserId, id: OrderId) -> DbResult<Option<OrderRow>> {
    tx.query_opt(select_orders!("WHERE o.id = $2 AND o.user_id = $1"), &[user_id.into(), id.into()])
}

/// Lists the tickets of an order.
pub fn items(tx: &mut Tx<'_>, id: OrderId) -> DbResult<Vec<OrderItem>> {
    tx.query(
        concat!(
            "SELECT ",
            order_item_columns!(),
            " FROM co_order_item i JOIN co_ticket t ON t.id = i.ticket_id
             WHERE i.order_id = $1 ORDER BY i.ticket_id"
        ),
        &[id.into()],
    )
}

/// A new order.
#[derive(Clone, Copy, Debug)]
pub struct NewOrder<'a> {
    /// The buyer.
    pub user_id: UserId,
    /// The tickets, all different.
    pub tickets: &'a [TicketId],
    /// Unix ms.
    pub created_at: i64,
    /// When it expires unless it is paid, in Unix ms.
    pub expires_at: i64,
}

/// Creates an order and reserves its tickets, all or none, at their present prices. A free order is
/// complete at once.
///
/// An unknown ticket is refused with 201, one that is reserved or sold with 202.
pub fn create(tx: &mut Tx<'_>, new: &NewOrder<'_>) -> Result<OrderId> {
    let NewOrder { user_id, tickets, created_at: now, expires_at } = *new;
    let (id, expected): (OrderId, Fen) = tx.query_one(
        concat!(
            "INSERT INTO co_order (user_id, price, status, created_at, updated_at, expires_at)
             SELECT CAST($1 AS BIGINT), CAST(COALESCE(SUM(price), 0) AS BIGINT), ",
            order_status!(Pending),
            ", CAST($2 AS BIGINT), CAST($2 AS BIGINT), CAST($3 AS BIGINT)
             FROM co_ticket WHERE id IN LIST($4)
             RETURNING id, price"
        ),
        &[user_id.into(), now.into(), expires_at.into(), tickets.into()],
    )?;
    let reserved: Vec<(Fen,)> = tx.query(
        concat!(
            "UPDATE co_ticket SET state = ",
            ticket_state!(Reserved),
            ", order_id = $1, updated_at = $3 WHERE id IN LIST($2) AND state = ",
            ticket_state!(OnSale),
            " AND NOT withdrawn RETURNING price"
        ),
        &[id.into(), tickets.into(), now.into()],
    )?;
    if reserved.len() < tickets.len() {
        let known: (i64,) =
            tx.query_one("SELECT COUNT(*) FROM co_ticket WHERE id IN LIST($1)", &[tickets.into()])?;
        return Err(if known.0 < tickets.len() as i64 { Code::NoTicket } else { Code::TicketTaken }.into());
    }
    tx.execute(
        "INSERT INTO co_order_item (order_id, ticket_id, price, created_at, updated_at)
         SELECT order_id, id, price, CAST($2 AS BIGINT), CAST($2 AS BIGINT) FROM co_ticket WHERE order_id = $1",
        &[id.into(), now.into()],
    )?;
    let price = Fen(reserved.iter().map(|(price,)| price.get()).sum());
    if price != expected {
        // The operators changed a price between the two statements; the reserved tickets have the
        // new one.
        tx.execute("UPDATE co_order SET price = $2 WHERE id = $1", &[id.into(), price.into()])?;
    }
    events::order(tx, "order.created", id, now)?;
    if price == Fen::ZERO {
        complete(tx, user_id, id, true, now)?;
    }
    Ok(id)
}

/// Completes a pending order: its user owns its tickets. `false` if it is another user's, not
/// pending, or expired; one that is still pending was not expired when it was paid `in_time`.
pub fn complete(tx: &mut Tx<'_>, user_id: UserId, id: OrderId, in_time: bool, now: i64) -> DbResult<bool> {
    let completed = tx.execute(
        concat!(
            "UPDATE co_order SET status = ",
            order_status!(Done),
            ", updated_at = $4 WHERE id = $1 AND user_id = $2 AND status = ",
            order_status!(Pending),
            " AND (expires_at > $4 OR $3)"
        ),
        &[id.into(), user_id.into(), in_time.into(), now.into()],
    )?;
    if completed != 1 {
        return Ok(false);
    }
    tx.execute(
        concat!(
            "UPDATE co_ticket SET state = ",
            ticket_state!(Sold),
            ", owner_id = $2, sold_at = $3, updated_at = $3 WHERE order_id = $1 AND state = ",
            ticket_state!(Reserved)
        ),
        &[id.into(), user_id.into(), now.into()],
    )?;
    events::order(tx, "order.paid", id, now)?;
    Ok(true)
}

/// Cancels a pending order, puts its tickets on sale again, and has its open payment closed.
///
/// An order of another user is refused with 203, one that is not pending with 204.
pub fn cancel(tx: &mut Tx<'_>, user_id: UserId, id: OrderId, now: i64) -> Result<()> {
    let cancelled = tx.execute(
        concat!(
            "UPDATE co_order SET status = ",
            order_status!(Cancelled),
            ", updated_at = $3 WHERE id = $1 AND user_id = $2 AND status = ",
            order_status!(Pending)
        ),
        &[id.into(), user_id.into(), now.into()],
    )?;
    if cancelled != 1 {
        let own: Option<(OrderId,)> = tx.query_opt(
            "SELECT id FROM co_order WHERE id = $1 AND user_id = $2",
            &[id.into(), user_id.into()],
        )?;
        return Err(if own.is_some() { Code::OrderStatus } else { Code::NoOrder }.into());
    }
    Ok(end_unpaid(tx, id, now)?)
}

/// Cancels a pending order, whoever's it is, like [`cancel`]; `false` if it is not pending.
pub fn cancel_pending(tx: &mut Tx<'_>, id: OrderId, now: i64) -> DbResult<bool> {
    let cancelled = tx.execute(
        concat!(
            "UPDATE co_order SET status = ",
            order_status!(Cancelled),
            ", updated_at = $2 WHERE id = $1 AND status = ",
            order_status!(Pending)
        ),
        &[id.into(), now.into()],
    )?;
    if cancelled == 1 {
        end_unpaid(tx, id, now)?;
    }
    Ok(cancelled == 1)
}

/// Puts the tickets of a cancelled order on sale again, and has its open payment closed.
fn end_unpaid(tx: &mut Tx<'_>, id: OrderId, now: i64) -> DbResult<()> {
    release(tx, &[id], now)?;
    close_attempts(tx, SUBJECT, SubjectId(id.get()), now)?;
    events::order(tx, "order.cancelled", id, now)?;
    Ok(())
}

/// Cancels a paid order, which is refunded, and puts its tickets on sale again; returns them.
pub(super) fn cancel_paid(tx: &mut Tx<'_>, id: OrderId, now: i64) -> DbResult<Vec<TicketId>> {
    tx.execute(
        concat!(
            "UPDATE co_order SET status = ",
            order_status!(Cancelled),
            ", updated_at = $2 WHERE id = $1 AND status = ",
            order_status!(Done)
        ),
        &[id.into(), now.into()],
    )?;
    let tickets: Vec<(TicketId,)> = tx.query(
        concat!(
            "UPDATE co_ticket SET state = ",
            ticket_state!(OnSale),
            ", order_id = NULL, owner_id = NULL, sold_at = NULL, updated_at = $2
             WHERE order_id = $1 AND state = ",
            ticket_state!(Sold),
            " RETURNING id"
        ),
        &[id.into(), now.into()],
    )?;
    events::order(tx, "order.refunded", id, now)?;
    Ok(tickets.into_iter().map(|(ticket,)| ticket).collect())
}

/// Puts the reserved tickets of these orders on sale again.
fn release(tx: &mut Tx<'_>, orders: &[OrderId], now: i64) -> DbResult<u64> {
    tx.execute(
        concat!(
            "UPDATE co_ticket SET state = ",
            ticket_state!(OnSale),
            ", order_id = NULL, updated_at = $2 WHERE order_id IN LIST($1) AND state = ",
            ticket_state!(Reserved)
        ),
        &[orders.into(), now.into()],
    )
}

/// Cancels up to `most` expired orders and puts their tickets on sale again; returns how many. An
/// order whose payment may still succeed at its provider waits.
pub fn expire_due(tx: &mut Tx<'_>, most: u32, now: i64) -> DbResult<usize> {
    let expired: Vec<(OrderId,)> = tx.query(
        concat!(
            "UPDATE co_order SET status = ",
            order_status!(Cancelled),
            ", expired = TRUE, updated_at = $1 WHERE status = ",
            order_status!(Pending),
            " AND id IN (SELECT id FROM co_order WHERE status = ",
            order_status!(Pending),
            " AND expires_at <= $1 AND NOT EXISTS
                (SELECT 1 FROM payment_open p WHERE p.subject = $3 AND p.subject_id = co_order.id)
              ORDER BY expires_at, id LIMIT $2) RETURNING id"
        ),
        &[now.into(), i64::from(most).into(), SUBJECT.into()],
    )?;
    let ids: Vec<OrderId> = expired.into_iter().map(|(id,)| id).collect();
    if !ids.is_empty() {
        release(tx, &ids, now)?;
    }
    for id in &ids {
        events::order(tx, "order.expired", *id, now)?;
    }
    Ok(ids.len())
}

/// Moves pending orders of the future to now, with the time that they had; returns how many.
pub fn mend_times(tx: &mut Tx<'_>, order_ms: i64, now: i64) -> DbResult<u64> {
    tx.execute(
        concat!(
            "UPDATE co_order SET expires_at = $1 + expires_at - created_at, created_at = $1 WHERE status = ",
            order_status!(Pending),
            " AND expires_at > $2 AND created_at > $3"
        ),
        &[now.into(), (now + order_ms + CLOCKS_DIFFER_MS).into(), (now + CLOCKS_DIFFER_MS).into()],
    )
}

/// Whether one of the user's own orders is paid, or was free.
pub fn is_done(tx: &mut Tx<'_>, user_id: UserId, id: OrderId) -> DbResult<bool> {
    let found: Option<(OrderId,)> = tx.query_opt(
        concat!("SELECT id FROM co_order WHERE id = $1 AND user_id = $2 AND status = ", order_status!(Done)),
        &[id.into(), user_id.into()],
    )?;
    Ok(found.is_some())
}

/// Reads the price of one of the user's own pending orders, and when it expires.
pub fn to_pay(tx: &mut Tx<'_>, user_id: UserId, id: OrderId, now: i64) -> Result<(Fen, i64)> {
    let row: Option<(Fen, i64, bool)> = tx.query_opt(
        concat!(
            "SELECT price, expires_at, status = ",
            order_status!(Pending),
            " AND expires_at > $3 FROM co_order WHERE id = $1 AND user_id = $2"
        ),
        &[id.into(), user_id.into(), now.into()],
    )?;
    match row {
        Some((price, expires_at, true)) => Ok((price, expires_at)),
        Some((_, _, false)) => Err(Code::OrderStatus.into()),
        None => Err(Code::NoOrder.into()),
    }
}
