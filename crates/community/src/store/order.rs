//! Orders of tickets. The database decides who gets a ticket: one conditional statement reserves all of an order's tickets or
//! the order is not made.

use miaohui_db::{FromRow, Result as DbResult, Row, Tx};
use miaohui_ledger::Account;
use miaohui_payments::{Intent, Payable, PaymentDecision, Reversal};
use schemars::JsonSchema;
use serde::Serialize;

use super::Page;
use crate::{Code, Result};

/// What payments of orders name.
pub const SUBJECT: &str = "ticket order";

/// How orders are paid.
#[derive(Clone, Copy, Debug)]
pub struct OrderPayments;

impl Payable for OrderPayments {
    fn subject(&self) -> &'static str {
        SUBJECT
    }

    fn decide(&self, tx: &mut Tx<'_>, intent: &Intent, now: i64) -> DbResult<PaymentDecision> {
        let done = complete(tx, intent.payer_id.get(), intent.subject_id.get(), now)?;
        Ok(if done { PaymentDecision::Accepted(Account::Platform) } else { PaymentDecision::Refused })
    }

    /// What goes back in part leaves the order as it is; in whole, it is cancelled and its tickets are on sale again.
    fn reverse(
        &self,
        tx: &mut Tx<'_>,
        intent: &Intent,
        back: &Reversal<'_>,
        now: i64,
    ) -> miaohui_payments::Result<Account> {
        if back.whole {
            undo(tx, intent.subject_id.get(), now)?;
        }
        Ok(Account::Platform)
    }
}

/// To be paid.
pub const PENDING: i64 = 0;
/// Paid.
pub const DONE: i64 = 1;
/// Cancelled, by its owner or by time.
pub const CANCELLED: i64 = 2;

/// An order as lists show it, with its first ticket's name and picture.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct OrderRow {
    order_id: i64,
    uid: String,
    price: i64,
    status: i64,
    created_at: i64,
    updated_at: i64,
    ticket_name: Option<String>,
    ticket_image: Option<String>,
}

impl FromRow for OrderRow {
    fn from_row(row: &Row<'_>) -> DbResult<Self> {
        let mut c = row.columns();
        Ok(Self {
            order_id: c.take()?,
            uid: c.take()?,
            price: c.take()?,
            status: c.take()?,
            created_at: c.take()?,
            updated_at: c.take()?,
            ticket_name: c.take()?,
            ticket_image: c.take()?,
        })
    }
}

/// A ticket in an order, at the price it had then.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct OrderItem {
    ticket_id: i64,
    price: i64,
    created_at: i64,
    updated_at: i64,
    ticket_name: String,
    ticket_image: Option<String>,
}

impl FromRow for OrderItem {
    fn from_row(row: &Row<'_>) -> DbResult<Self> {
        let mut c = row.columns();
        Ok(Self {
            ticket_id: c.take()?,
            price: c.take()?,
            created_at: c.take()?,
            updated_at: c.take()?,
            ticket_name: c.take()?,
            ticket_image: c.take()?,
        })
    }
}

macro_rules! select_orders {
    ($tail:literal) => {
        concat!(
            "SELECT o.id, u.uid, o.price, o.status, o.created_at, o.updated_at, t.name, t.image
             FROM co_order o JOIN co_user u ON u.id = o.user_id
             LEFT JOIN co_ticket t ON t.id =
               (SELECT i.ticket_id FROM co_order_item i WHERE i.order_id = o.id ORDER BY i.ticket_id LIMIT 1) ",
            $tail
        )
    };
}

/// The user's orders, with one status or with any, the newest first.
pub fn list(tx: &mut Tx<'_>, user_id: i64, status: Option<i64>, page: Page) -> DbResult<Vec<OrderRow>> {
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

/// One of the user's own orders.
pub fn find(tx: &mut Tx<'_>, user_id: i64, id: i64) -> DbResult<Option<OrderRow>> {
    tx.query_opt(select_orders!("WHERE o.id = $2 AND o.user_id = $1"), &[user_id.into(), id.into()])
}

/// An order's tickets.
pub fn items(tx: &mut Tx<'_>, id: i64) -> DbResult<Vec<OrderItem>> {
    tx.query(
        "SELECT i.ticket_id, i.price, i.created_at, i.updated_at, t.name, t.image
         FROM co_order_item i JOIN co_ticket t ON t.id = i.ticket_id WHERE i.order_id = $1 ORDER BY i.ticket_id",
        &[id.into()],
    )
}

/// Reserves the tickets for a new order of the user's, all or none, at their prices of this moment. An unknown ticket is
/// 201, one that is reserved or sold 202. A free order is complete at once.
pub fn create(tx: &mut Tx<'_>, user_id: i64, tickets: &[i64], now: i64, expires_at: i64) -> Result<i64> {
    let (id, expected): (i64, i64) = tx.query_one(
        "INSERT INTO co_order (user_id, price, status, created_at, updated_at, expires_at)
         SELECT CAST($1 AS BIGINT), CAST(COALESCE(SUM(price), 0) AS BIGINT), 0, CAST($2 AS BIGINT), CAST($2 AS BIGINT),
           CAST($3 AS BIGINT)
         FROM co_ticket WHERE id IN LIST($4)
         RETURNING id, price",
        &[user_id.into(), now.into(), expires_at.into(), tickets.into()],
    )?;
    let reserved: Vec<(i64,)> = tx.query(
        "UPDATE co_ticket SET state = 1, order_id = $1, updated_at = $3 WHERE id IN LIST($2) AND state = 0
         RETURNING price",
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
    let price: i64 = reserved.iter().map(|(price,)| price).sum();
    if price != expected {
        // The operators changed a price between the two statements; what was reserved counts.
        tx.execute("UPDATE co_order SET price = $2 WHERE id = $1", &[id.into(), price.into()])?;
    }
    if price == 0 {
        complete(tx, user_id, id, now)?;
    }
    Ok(id)
}

/// A pending order completes: its tickets are the user's. `false`: it is not the user's, not pending, or its time is over.
pub fn complete(tx: &mut Tx<'_>, user_id: i64, id: i64, now: i64) -> DbResult<bool> {
    if !move_to(tx, user_id, id, DONE, now)? {
        return Ok(false);
    }
    tx.execute(
        "UPDATE co_ticket SET state = 2, owner_id = $2, sold_at = $3, updated_at = $3 WHERE order_id = $1 AND state = 1",
        &[id.into(), user_id.into(), now.into()],
    )?;
    Ok(true)
}

/// A pending order is given up and its tickets are on sale again. An order that is not the user's is 203, one that is not
/// pending 204.
pub fn cancel(tx: &mut Tx<'_>, user_id: i64, id: i64, now: i64) -> Result<()> {
    if !move_to(tx, user_id, id, CANCELLED, now)? {
        let own: Option<(i64,)> = tx.query_opt(
            "SELECT id FROM co_order WHERE id = $1 AND user_id = $2",
            &[id.into(), user_id.into()],
        )?;
        return Err(if own.is_some() { Code::OrderStatus } else { Code::NoOrder }.into());
    }
    release(tx, &[id], now)?;
    Ok(())
}

/// A paid order is cancelled, because its money goes back: its tickets are nobody's and on sale again.
fn undo(tx: &mut Tx<'_>, id: i64, now: i64) -> DbResult<()> {
    tx.execute(
        "UPDATE co_order SET status = 2, updated_at = $2 WHERE id = $1 AND status = 1",
        &[id.into(), now.into()],
    )?;
    tx.execute(
        "UPDATE co_ticket SET state = 0, order_id = NULL, owner_id = NULL, sold_at = NULL, updated_at = $2
         WHERE order_id = $1 AND state = 2",
        &[id.into(), now.into()],
    )?;
    Ok(())
}

fn move_to(tx: &mut Tx<'_>, user_id: i64, id: i64, status: i64, now: i64) -> DbResult<bool> {
    let moved = tx.execute(
        "UPDATE co_order SET status = $3, updated_at = $4
         WHERE id = $1 AND user_id = $2 AND status = 0 AND (expires_at > $4 OR $3 <> 1)",
        &[id.into(), user_id.into(), status.into(), now.into()],
    )?;
    Ok(moved == 1)
}

fn release(tx: &mut Tx<'_>, orders: &[i64], now: i64) -> DbResult<u64> {
    tx.execute(
        "UPDATE co_ticket SET state = 0, order_id = NULL, updated_at = $2 WHERE order_id IN LIST($1) AND state = 1",
        &[orders.into(), now.into()],
    )
}

/// Cancels up to `most` pending orders whose time is over and puts their tickets on sale again; how many there were.
pub fn expire(tx: &mut Tx<'_>, now: i64, most: i64) -> DbResult<usize> {
    let expired: Vec<(i64,)> = tx.query(
        "UPDATE co_order SET status = 2, updated_at = $1
         WHERE status = 0 AND id IN
           (SELECT id FROM co_order WHERE status = 0 AND expires_at <= $1 ORDER BY expires_at, id LIMIT $2)
         RETURNING id",
        &[now.into(), most.into()],
    )?;
    let ids: Vec<i64> = expired.into_iter().map(|(id,)| id).collect();
    if !ids.is_empty() {
        release(tx, &ids, now)?;
    }
    Ok(ids.len())
}

/// Whether one of the user's own orders is paid, or was free.
pub fn is_done(tx: &mut Tx<'_>, user_id: i64, id: i64) -> DbResult<bool> {
    let found: Option<(i64,)> = tx.query_opt(
        "SELECT id FROM co_order WHERE id = $1 AND user_id = $2 AND status = 1",
        &[id.into(), user_id.into()],
    )?;
    Ok(found.is_some())
}

/// What is to be paid for one of the user's own orders in fen, and until when, if it is still to be paid.
pub fn to_pay(tx: &mut Tx<'_>, user_id: i64, id: i64, now: i64) -> Result<(i64, i64)> {
    let row: Option<(i64, i64, bool)> = tx.query_opt(
        "SELECT price, expires_at, status = 0 AND expires_at > $3 FROM co_order WHERE id = $1 AND user_id = $2",
        &[id.into(), user_id.into(), now.into()],
    )?;
    match row {
        Some((price, expires_at, true)) => Ok((price, expires_at)),
        Some((_, _, false)) => Err(Code::OrderStatus.into()),
        None => Err(Code::NoOrder.into()),
    }
}
