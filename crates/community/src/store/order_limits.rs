//! How many tickets and orders one account may hold unpaid.

use miaohui_db::{Result as DbResult, Tx};
use miaohui_kernel::{CLOCKS_DIFFER_MS, DAY_MS};

use super::order::order_status;
use super::ticket::ticket_state;
use super::user;
use crate::ids::UserId;
use crate::{Error, Result};

/// The bounds of one account; 0 for none.
#[derive(Clone, Copy, Debug)]
pub struct OrderLimits {
    /// Pending orders.
    pub pending_orders: i64,
    /// Tickets in pending orders.
    pub pending_tickets: i64,
    /// Tickets of one project in pending orders.
    pub pending_tickets_per_project: i64,
    /// Orders that expire unpaid within a day before the account has to pause.
    pub expired_before_pause: i64,
    /// The pause after an order that expires, in ms.
    pub pause_ms: i64,
}

miaohui_db::row! {
    /// What an account holds unpaid.
    #[derive(Clone, Copy, Debug)]
    struct Held as held_columns {
        orders: i64 = "COUNT(*)",
        /// When the first of the orders expires, in Unix ms.
        first_expires_at: Option<i64> = "MIN(expires_at)",
    }
}

/// Refuses an order of an account whose orders often expire unpaid, with 110. Locks the user's row, so
/// that concurrent orders of one account are counted one after the other.
pub fn require_no_pause(tx: &mut Tx<'_>, user_id: UserId, limits: &OrderLimits, now: i64) -> Result<()> {
    user::lock(tx, user_id)?;
    if limits.expired_before_pause == 0 {
        return Ok(());
    }
    let (expired, last_at): (i64, Option<i64>) = tx.query_one(
        "SELECT COUNT(*), MAX(updated_at) FROM co_order WHERE user_id = $1 AND expired
           AND updated_at > $2 AND updated_at <= $3",
        &[user_id.into(), (now - DAY_MS).into(), (now + CLOCKS_DIFFER_MS).into()],
    )?;
    let ends_at = last_at.unwrap_or_default() + limits.pause_ms;
    if expired >= limits.expired_before_pause && ends_at > now {
        let text = "不可用: 多次未支付，请稍后再下单";
        return Err(Error::unavailable("order pause", text, ends_at - now));
    }
    Ok(())
}

/// Refuses with 110, after a new order, an account that holds too much unpaid. The order is rolled
/// back with the refusal.
pub fn require_bounded(tx: &mut Tx<'_>, user_id: UserId, limits: &OrderLimits, now: i64) -> Result<()> {
    let held: Held = tx.query_one(
        concat!(
            "SELECT ",
            held_columns!(),
            " FROM co_order WHERE user_id = $1 AND status = ",
            order_status!(Pending)
        ),
        &[user_id.into()],
    )?;
    let (all, of_project) = pending_tickets(tx, user_id)?;
    let exceeds = |most: i64, count: i64| most > 0 && count > most;
    let limit = if exceeds(limits.pending_orders, held.orders) {
        "pending orders"
    } else if exceeds(limits.pending_tickets, all) {
        "pending tickets"
    } else if exceeds(limits.pending_tickets_per_project, of_project) {
        "pending tickets of a project"
    } else {
        return Ok(());
    };
    let wait = held.first_expires_at.unwrap_or(now) - now;
    Err(Error::unavailable(limit, "不可用: 未支付的票太多，请先支付或取消", wait))
}

/// Counts the tickets in the pending orders of an account: all, and of the project with most of them.
fn pending_tickets(tx: &mut Tx<'_>, user_id: UserId) -> DbResult<(i64, i64)> {
    tx.query_one(
        concat!(
            "SELECT CAST(COALESCE(SUM(c.count), 0) AS BIGINT), CAST(COALESCE(MAX(c.count), 0) AS BIGINT) FROM
               (SELECT COUNT(*) AS count FROM co_order o JOIN co_ticket t ON t.order_id = o.id AND t.state = ",
            ticket_state!(Reserved),
            " WHERE o.user_id = $1 AND o.status = ",
            order_status!(Pending),
            " GROUP BY t.project_id) c"
        ),
        &[user_id.into()],
    )
}
