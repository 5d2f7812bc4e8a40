//! What webhooks are told of this product, in the transaction of the change.

use miaohui_db::{Result, Tx};
use miaohui_webhooks::{Event, EventGroup, forget_thing, record};
use serde_json::json;

use super::party_kind::{PartyKind, Side, party_kind};
use crate::ids::{ConversationId, MessageId, OrderId, UserId};
use crate::subject::PRODUCT;

/// Records what has happened to a user. A phone is masked.
pub fn user(tx: &mut Tx<'_>, kind: &'static str, id: UserId, now: i64) -> Result<()> {
    record(tx, EventGroup::Users, now, |tx| {
        let sql = "SELECT uid, country, phone FROM co_user WHERE id = $1";
        let row: Option<(String, String, String)> = tx.query_opt(sql, &[id.into()])?;
        Ok(row.map(|(uid, country, phone)| Event {
            kind,
            thing: format!("{PRODUCT} user:{id}"),
            data: json!({ "product": PRODUCT, "uid": uid, "country": country, "phone": masked(&phone) }),
        }))
    })
}

/// Records that a user is erased, under the id that others know, and forgets earlier events of the
/// user.
pub fn user_erased(tx: &mut Tx<'_>, id: UserId, uid: &str, now: i64) -> Result<()> {
    let thing = format!("{PRODUCT} user:{id}");
    forget_thing(tx, &thing)?;
    record(tx, EventGroup::Users, now, |_| {
        let data = json!({ "product": PRODUCT, "uid": uid });
        Ok(Some(Event { kind: "user.erased", thing, data }))
    })
}

/// Records what has happened to an order.
pub fn order(tx: &mut Tx<'_>, kind: &'static str, id: OrderId, now: i64) -> Result<()> {
    record(tx, EventGroup::Orders, now, |tx| {
        let sql =
            "SELECT u.uid, o.price, o.status, o.expired FROM co_order o JOIN co_user u ON u.id = o.user_id
             WHERE o.id = $1";
        let row: Option<(String, i64, i64, bool)> = tx.query_opt(sql, &[id.into()])?;
        let Some((uid, fen, status, expired)) = row else { return Ok(None) };
        let items = "SELECT ticket_id FROM co_order_item WHERE order_id = $1 ORDER BY ticket_id";
        let tickets: Vec<(i64,)> = tx.query(items, &[id.into()])?;
        let tickets: Vec<i64> = tickets.into_iter().map(|(ticket,)| ticket).collect();
        let data = json!({
            "order_id": id, "uid": uid, "fen": fen, "status": status, "expired": expired, "ticket_ids": tickets,
        });
        Ok(Some(Event { kind, thing: order_thing(id), data }))
    })
}

/// Records that a message was sent; without its text.
pub fn message(tx: &mut Tx<'_>, id: MessageId, now: i64) -> Result<()> {
    record(tx, EventGroup::Messages, now, |tx| {
        // Masters, merchants and customer service have no uid.
        let sql = concat!(
            "SELECT c.id, c.kind, m.side, u.uid, o.uid FROM co_message m
             JOIN co_conversation c ON c.id = m.conversation_id JOIN co_user u ON u.id = c.user_id
             LEFT JOIN co_user o ON c.kind = ",
            party_kind!(User),
            " AND o.id = c.other_id WHERE m.id = $1"
        );
        let row: Option<(ConversationId, PartyKind, Side, String, Option<String>)> =
            tx.query_opt(sql, &[id.into()])?;
        Ok(row.map(|(conversation, kind, side, user, other)| {
            let (from, to) = match side {
                Side::User => (Some(user), other),
                Side::Other => (other, Some(user)),
            };
            Event {
                kind: "message.created",
                thing: conversation_thing(conversation),
                data: json!({ "message_id": id, "kind": kind.value(), "from_uid": from, "to_uid": to }),
            }
        }))
    })
}

/// Forgets the events of orders, which hold the uid of their buyer.
pub fn forget_orders(tx: &mut Tx<'_>, orders: &[OrderId]) -> Result<()> {
    orders.iter().try_for_each(|id| forget_thing(tx, &order_thing(*id)).map(drop))
}

/// Forgets the events of conversations, which hold the uids of both sides.
pub fn forget_conversations(tx: &mut Tx<'_>, conversations: &[ConversationId]) -> Result<()> {
    conversations.iter().try_for_each(|id| forget_thing(tx, &conversation_thing(*id)).map(drop))
}

fn order_thing(id: OrderId) -> String {
    format!("order:{id}")
}

fn conversation_thing(id: ConversationId) -> String {
    format!("conversation:{id}")
}

/// A phone with its first three and last two digits.
fn masked(phone: &str) -> String {
    if phone.len() < 7 || !phone.is_ascii() {
        return String::new();
    }
    format!("{}****{}", &phone[..3], &phone[phone.len() - 2..])
}

#[cfg(test)]
mod tests {
    use super::masked;

    #[test]
    fn a_masked_phone_names_nobody() {
        assert_eq!(masked("13800138000"), "138****00");
        assert_eq!((masked("12345"), masked("")), (String::new(), String::new()));
    }
}
