//! What users do with the catalogue: marks, orders, comments and messages.

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

use super::catalogue::Catalogue;
use crate::generator::Generator;
use crate::texts::{CONVERSATIONS, GAME_COMMENTS, SERVICE_CONVERSATIONS, TICKET_COMMENTS};

/// Time to pay an order; long enough that a demo has pending orders.
const PAY_WITHIN_MS: i64 = 30 * DAY_MS;

/// Inserts everything.
pub fn fill(
    tx: &mut Tx<'_>,
    generator: &Generator<'_>,
    users: &[UserId],
    catalogue: &Catalogue,
) -> Result<()> {
    for user in users {
        mark(tx, generator, *user, &MASTER_FOLLOW, (&catalogue.masters, 5))?;
        mark(tx, generator, *user, &MERCHANT_FOLLOW, (&catalogue.merchants, 4))?;
        mark(tx, generator, *user, &MERCHANT_CLOTH_COLLECT, (&catalogue.merchant_clothes, 6))?;
        mark(tx, generator, *user, &DESIGN_CLOTH_COLLECT, (&catalogue.design_clothes, 4))?;
        mark(tx, generator, *user, &GAME_LIKE, (&catalogue.games, 4))?;
        mark(tx, generator, *user, &GAME_COLLECT, (&catalogue.games, 3))?;
    }
    insert_orders(tx, generator, users, catalogue)?;
    comment_on_tickets(tx, generator, users, catalogue)?;
    comment_on_games(tx, generator, users, catalogue)?;
    send_messages(tx, generator, users, catalogue)
}

/// Sets a mark of a user on `count` targets.
fn mark<T: Copy + Into<i64> + Into<Value<'static>>>(
    tx: &mut Tx<'_>,
    generator: &Generator<'_>,
    user: UserId,
    mark: &Mark<T>,
    (of, count): (&[T], usize),
) -> Result<()> {
    for _ in 0..count {
        mark.set(
            tx,
            user,
            of[generator.pick(of.len())],
            generator.now - generator.pick(500) as i64 * HOUR_MS,
        )?;
    }
    Ok(())
}

/// Records the payment of an order.
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

/// Inserts orders and carts: each user has two paid orders, a cancelled and a pending one, and
/// tickets in the cart.
fn insert_orders(
    tx: &mut Tx<'_>,
    generator: &Generator<'_>,
    users: &[UserId],
    catalogue: &Catalogue,
) -> Result<()> {
    // Each order takes the first tickets of a project that no other order takes, so that each
    // project keeps tickets on sale.
    let mut projects = catalogue.tickets.chunks(10);
    for user in users {
        let outcomes = [OrderStatus::Done, OrderStatus::Done, OrderStatus::Cancelled, OrderStatus::Pending];
        for (n, outcome) in outcomes.into_iter().enumerate() {
            let Some(tickets) = projects.next() else { return Ok(()) };
            let at = generator.now - (20 - 4 * n as i64) * DAY_MS + generator.pick(600) as i64 * MINUTE_MS;
            let wanted = &tickets[..=generator.pick(2)];
            let expires_at = generator.now + PAY_WITHIN_MS;
            let new = NewOrder { user_id: *user, tickets: wanted, created_at: at, expires_at };
            let id = order::create(tx, &new)?;
            // A free order is already done.
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

/// Inserts comments under tickets.
fn comment_on_tickets(
    tx: &mut Tx<'_>,
    generator: &Generator<'_>,
    users: &[UserId],
    catalogue: &Catalogue,
) -> Result<()> {
    for (n, text) in TICKET_COMMENTS.iter().cycle().take(120).enumerate() {
        let ticket = catalogue.tickets[(n * 37) % catalogue.tickets.len() / 10 * 10];
        let at = generator.now - (120 - n as i64) * HOUR_MS;
        ticket_comment::insert(tx, ticket, users[generator.pick(users.len())], text, at)?;
    }
    Ok(())
}

/// Inserts comments under games, with replies and votes.
fn comment_on_games(
    tx: &mut Tx<'_>,
    generator: &Generator<'_>,
    users: &[UserId],
    catalogue: &Catalogue,
) -> Result<()> {
    for (g, game_id) in catalogue.games.iter().enumerate() {
        let mut last = None;
        for n in 0..8 {
            let text = GAME_COMMENTS[(g * 5 + n) % GAME_COMMENTS.len()];
            let at = generator.now - (96 - g as i64 * 8 - n as i64) * HOUR_MS;
            let reply = last.filter(|_| generator.pick(3) == 0);
            let comment =
                game::insert_comment(tx, *game_id, users[generator.pick(users.len())], text, reply, at)?;
            for user in users {
                match generator.pick(12) {
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

/// Inserts a conversation of each user with masters, a merchant, a user and customer service.
fn send_messages(
    tx: &mut Tx<'_>,
    generator: &Generator<'_>,
    users: &[UserId],
    catalogue: &Catalogue,
) -> Result<()> {
    for (n, user) in users.iter().enumerate() {
        let other = users[(n + 7) % users.len()];
        let master = |k: usize| Party::Master(catalogue.masters[(n * 3 + k * 5) % catalogue.masters.len()]);
        let parties = [
            master(0),
            master(1),
            master(2),
            Party::Merchant(catalogue.merchants[n % catalogue.merchants.len()]),
            Party::User(other),
            Party::CustomerService,
        ];
        for (k, party) in parties.into_iter().enumerate() {
            let (question, answer) = match party {
                Party::CustomerService => SERVICE_CONVERSATIONS[n % SERVICE_CONVERSATIONS.len()],
                _ => CONVERSATIONS[(n * 7 + k) % CONVERSATIONS.len()],
            };
            let at = generator.now - (48 - k as i64 * 6) * HOUR_MS + n as i64 * MINUTE_MS;
            message::send(tx, *user, party, Sender::User, question, at)?;
            // Some messages to customer service are not answered yet.
            if party != Party::CustomerService || n % 6 != 4 {
                message::send(tx, *user, party, Sender::Party, answer, at + 11 * MINUTE_MS)?;
            }
        }
    }
    Ok(())
}
