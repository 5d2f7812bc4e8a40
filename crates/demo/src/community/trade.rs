//! What people buy, collect, follow and say at the stalls.

use miaohui_community::Result;
use miaohui_community::ids::{OrderId, UserId};
use miaohui_community::store::mark::{
    DESIGN_CLOTH_COLLECT, GAME_COLLECT, GAME_COMMENT_DOWN, GAME_COMMENT_UP, GAME_LIKE, MASTER_FOLLOW,
    MERCHANT_CLOTH_COLLECT, MERCHANT_FOLLOW, Mark,
};
use miaohui_community::store::message::{self, Sender};
use miaohui_community::store::order::{self, NewOrder, OrderStatus};
use miaohui_community::store::order_payments::{self, OrderPayments};
use miaohui_community::store::party::Party;
use miaohui_community::store::{cart, game, ticket_comment};
use miaohui_db::{Tx, Value};
use miaohui_kernel::{DAY_MS, Fen, HOUR_MS, MINUTE_MS};
use miaohui_payments::{NewIntent, PayerId, SubjectId, record_paid};

use super::Maker;
use super::stalls::Stalls;
use crate::texts::{CONVERSATIONS, GAME_COMMENTS, SERVICE_CONVERSATIONS, TICKET_COMMENTS};

/// Pending orders stay for a while, so that a demo has some.
const PAY_WITHIN_MS: i64 = 30 * DAY_MS;

/// Lets everybody walk over the fair.
pub fn fill(tx: &mut Tx<'_>, maker: &Maker<'_>, users: &[UserId], stalls: &Stalls) -> Result<()> {
    for user in users {
        mark(tx, maker, *user, &MASTER_FOLLOW, (&stalls.masters, 5))?;
        mark(tx, maker, *user, &MERCHANT_FOLLOW, (&stalls.merchants, 4))?;
        mark(tx, maker, *user, &MERCHANT_CLOTH_COLLECT, (&stalls.merchant_clothes, 6))?;
        mark(tx, maker, *user, &DESIGN_CLOTH_COLLECT, (&stalls.design_clothes, 4))?;
        mark(tx, maker, *user, &GAME_LIKE, (&stalls.games, 4))?;
        mark(tx, maker, *user, &GAME_COLLECT, (&stalls.games, 3))?;
    }
    orders(tx, maker, users, stalls)?;
    talk_of_tickets(tx, maker, users, stalls)?;
    talk_of_games(tx, maker, users, stalls)?;
    messages(tx, maker, users, stalls)
}

/// Sets a mark of a user on `count` targets.
fn mark<T: Copy + Into<Value<'static>>>(
    tx: &mut Tx<'_>,
    maker: &Maker<'_>,
    user: UserId,
    mark: &Mark<T>,
    (of, count): (&[T], usize),
) -> Result<()> {
    for _ in 0..count {
        mark.set(tx, user, of[maker.pick(of.len())], maker.now - maker.pick(500) as i64 * HOUR_MS)?;
    }
    Ok(())
}

fn pay(tx: &mut Tx<'_>, user_id: UserId, id: OrderId, (fen, expires_at): (Fen, i64), now: i64) -> Result<()> {
    let reference = format!("demo-order-{id}");
    let new = NewIntent {
        reference: &reference,
        subject: order_payments::SUBJECT,
        subject_id: SubjectId(id.get()),
        payer_id: PayerId(user_id.get()),
        channel: "sandbox",
        fen,
        expires_at,
    };
    record_paid(tx, &new, &format!("sandbox-{reference}"), Some(&OrderPayments), now)?;
    Ok(())
}

/// Every user has a paid, a cancelled and a pending order, and something in the cart. Each project keeps tickets on sale.
fn orders(tx: &mut Tx<'_>, maker: &Maker<'_>, users: &[UserId], stalls: &Stalls) -> Result<()> {
    // Each order takes the first tickets of a project of its own, which nobody else asks for.
    let mut projects = stalls.tickets.chunks(10);
    for user in users {
        let outcomes = [OrderStatus::Done, OrderStatus::Done, OrderStatus::Cancelled, OrderStatus::Pending];
        for (n, outcome) in outcomes.into_iter().enumerate() {
            let Some(tickets) = projects.next() else { return Ok(()) };
            let at = maker.now - (20 - 4 * n as i64) * DAY_MS + maker.pick(600) as i64 * MINUTE_MS;
            let wanted = &tickets[..=maker.pick(2)];
            let expires_at = maker.now + PAY_WITHIN_MS;
            let new = NewOrder { user_id: *user, tickets: wanted, created_at: at, expires_at };
            let id = order::create(tx, &new)?;
            // A free order is done already.
            if let Ok((fen, expires_at)) = order::to_pay(tx, *user, id, at) {
                match outcome {
                    OrderStatus::Done => pay(tx, *user, id, (fen, expires_at), at + 3 * MINUTE_MS)?,
                    OrderStatus::Cancelled => order::cancel(tx, *user, id, at + 9 * MINUTE_MS)?,
                    OrderStatus::Pending => {}
                }
            }
            cart::add(tx, *user, tickets[9], at)?;
        }
    }
    Ok(())
}

fn talk_of_tickets(tx: &mut Tx<'_>, maker: &Maker<'_>, users: &[UserId], stalls: &Stalls) -> Result<()> {
    for (n, text) in TICKET_COMMENTS.iter().cycle().take(120).enumerate() {
        let ticket = stalls.tickets[(n * 37) % stalls.tickets.len() / 10 * 10];
        let at = maker.now - (120 - n as i64) * HOUR_MS;
        ticket_comment::insert(tx, ticket, users[maker.pick(users.len())], text, at)?;
    }
    Ok(())
}

fn talk_of_games(tx: &mut Tx<'_>, maker: &Maker<'_>, users: &[UserId], stalls: &Stalls) -> Result<()> {
    for (g, game_id) in stalls.games.iter().enumerate() {
        let mut last = None;
        for n in 0..8 {
            let text = GAME_COMMENTS[(g * 5 + n) % GAME_COMMENTS.len()];
            let at = maker.now - (96 - g as i64 * 8 - n as i64) * HOUR_MS;
            let reply = last.filter(|_| maker.pick(3) == 0);
            let comment =
                game::insert_comment(tx, *game_id, users[maker.pick(users.len())], text, reply, at)?;
            for user in users {
                match maker.pick(12) {
                    0 | 1 => drop(GAME_COMMENT_UP.set(tx, *user, comment, at)?),
                    2 => drop(GAME_COMMENT_DOWN.set(tx, *user, comment, at)?),
                    _ => {}
                }
            }
            last = Some(comment);
        }
    }
    Ok(())
}

fn messages(tx: &mut Tx<'_>, maker: &Maker<'_>, users: &[UserId], stalls: &Stalls) -> Result<()> {
    for (n, user) in users.iter().enumerate() {
        let other = users[(n + 7) % users.len()];
        let master = |k: usize| Party::Master(stalls.masters[(n * 3 + k * 5) % stalls.masters.len()]);
        let parties = [
            master(0),
            master(1),
            master(2),
            Party::Merchant(stalls.merchants[n % stalls.merchants.len()]),
            Party::User(other),
            Party::CustomerService,
        ];
        for (k, party) in parties.into_iter().enumerate() {
            let (question, answer) = match party {
                Party::CustomerService => SERVICE_CONVERSATIONS[n % SERVICE_CONVERSATIONS.len()],
                _ => CONVERSATIONS[(n * 7 + k) % CONVERSATIONS.len()],
            };
            let at = maker.now - (48 - k as i64 * 6) * HOUR_MS + n as i64 * MINUTE_MS;
            message::send(tx, *user, party, Sender::User, question, at)?;
            // Now and then somebody still waits for customer service.
            if party != Party::CustomerService || n % 6 != 4 {
                message::send(tx, *user, party, Sender::Party, answer, at + 11 * MINUTE_MS)?;
            }
        }
    }
    Ok(())
}
