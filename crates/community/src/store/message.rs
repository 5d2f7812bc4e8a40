//! Private messages: sending, reading and deleting them.

use miaohui_db::{Result, Tx};
use schemars::JsonSchema;
use serde::Serialize;

use super::Page;
use super::events;
use super::party::Party;
use super::party_kind::{PartyKind, Side, party_kind, side};
use crate::ids::{ConversationId, MessageId, UserId};

/// Who writes in a conversation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sender {
    /// The user.
    User,
    /// The other party, for which operators answer.
    Party,
}

/// Stores a message in the conversation of `user` with `party`.
pub fn send(
    tx: &mut Tx<'_>,
    user: UserId,
    party: Party,
    sender: Sender,
    content: &str,
    now: i64,
) -> Result<MessageId> {
    let key = party.conversation_of(user);
    let (conversation,): (ConversationId,) = tx.query_one(
        "INSERT INTO co_conversation (kind, user_id, other_id, created_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (kind, user_id, other_id) DO UPDATE SET created_at = co_conversation.created_at RETURNING id",
        &[key.kind.into(), key.user_id.into(), key.other_id.into(), now.into()],
    )?;
    let side = if sender == Sender::User { key.side } else { key.side.opposite() };
    let (id,): (MessageId,) = tx.query_one(
        "INSERT INTO co_message (conversation_id, side, content, created_at) VALUES ($1, $2, $3, $4) RETURNING id",
        &[conversation.into(), side.into(), content.into(), now.into()],
    )?;
    put_into_inbox(tx, user, conversation, key.kind, id)?;
    match party {
        Party::User(other) => put_into_inbox(tx, other, conversation, key.kind, id)?,
        _ => set_last_message(tx, conversation, id, sender == Sender::User)?,
    }
    events::message(tx, id, now)?;
    Ok(id)
}

fn put_into_inbox(
    tx: &mut Tx<'_>,
    user: UserId,
    conversation: ConversationId,
    kind: PartyKind,
    message: MessageId,
) -> Result<()> {
    tx.execute(
        "INSERT INTO co_inbox (user_id, conversation_id, kind, last_message_id) VALUES ($1, $2, $3, $4)
         ON CONFLICT (user_id, conversation_id) DO UPDATE SET last_message_id = excluded.last_message_id
         WHERE co_inbox.last_message_id < excluded.last_message_id",
        &[user.into(), conversation.into(), kind.into(), message.into()],
    )?;
    Ok(())
}

/// Stores the last message of a conversation that operators answer, and whether the user waits for
/// an answer.
fn set_last_message(
    tx: &mut Tx<'_>,
    conversation: ConversationId,
    message: MessageId,
    waiting: bool,
) -> Result<()> {
    tx.execute(
        "UPDATE co_conversation SET last_message_id = $2, waiting = $3 WHERE id = $1 AND last_message_id < $2",
        &[conversation.into(), message.into(), waiting.into()],
    )?;
    Ok(())
}

/// A message; parties are named as on the wire.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[schemars(rename = "Message")]
pub struct MessageRow {
    message_id: MessageId,
    /// Id of the sender: a uid, a master, a merchant or `customer_service`.
    from_id: String,
    /// Id of the receiver, as `from_id`.
    to_id: String,
    /// Text.
    content: String,
    /// When it was created, in Unix ms.
    created_at: i64,
}

miaohui_db::row! {
    /// A message as it is stored.
    pub(super) struct StoredMessage as message_columns {
        id: MessageId = "m.id",
        side: Side = "m.side",
        content: String = "m.content",
        created_at: i64 = "m.created_at",
    }
}

impl StoredMessage {
    /// Names the sender and the recipient: `my_id` is on `my_side`, `other_id` on the other.
    pub(super) fn between(self, my_side: Side, my_id: &str, other_id: &str) -> MessageRow {
        let (from, to) = if self.side == my_side { (my_id, other_id) } else { (other_id, my_id) };
        MessageRow {
            message_id: self.id,
            from_id: from.to_owned(),
            to_id: to.to_owned(),
            content: self.content,
            created_at: self.created_at,
        }
    }
}

/// Lists the conversation of `user` with `party`, the newest first, without the messages that
/// `user` deleted.
///
/// `my_id` and `other_id` are the ids of the two on the wire.
pub fn list(
    tx: &mut Tx<'_>,
    user: UserId,
    party: Party,
    (my_id, other_id): (&str, &str),
    page: Page,
) -> Result<Vec<MessageRow>> {
    let key = party.conversation_of(user);
    let rows: Vec<StoredMessage> = tx.query(
        concat!(
            "SELECT ",
            message_columns!(),
            " FROM co_conversation c JOIN co_message m ON m.conversation_id = c.id
             WHERE c.kind = $1 AND c.user_id = $2 AND c.other_id = $3
               AND NOT (CASE WHEN $4 = ",
            side!(User),
            " THEN m.hidden_0 ELSE m.hidden_1 END)
             ORDER BY m.id DESC LIMIT $5 OFFSET $6"
        ),
        &[
            key.kind.into(),
            key.user_id.into(),
            key.other_id.into(),
            key.side.into(),
            page.limit.into(),
            page.offset.into(),
        ],
    )?;
    Ok(rows.into_iter().map(|row| row.between(key.side, my_id, other_id)).collect())
}

/// Deletes messages for the user alone; `false`, and none is deleted, if one is in no conversation
/// of the user.
pub fn hide(tx: &mut Tx<'_>, user: UserId, ids: &[MessageId]) -> Result<bool> {
    let shown: Vec<(ConversationId,)> = tx.query(
        "SELECT m.conversation_id FROM co_message m
         JOIN co_inbox i ON i.conversation_id = m.conversation_id AND i.user_id = $1
         WHERE m.id IN LIST($2)",
        &[user.into(), ids.into()],
    )?;
    let (own,): (i64,) = tx.query_one(
        concat!(
            "SELECT COUNT(*) FROM co_message m JOIN co_conversation c ON c.id = m.conversation_id
             WHERE m.id IN LIST($2) AND (c.user_id = $1 OR (c.kind = ",
            party_kind!(User),
            " AND c.other_id = $1))"
        ),
        &[user.into(), ids.into()],
    )?;
    if own < ids.len() as i64 {
        return Ok(false);
    }
    tx.execute(
        concat!(
            "UPDATE co_message SET
               hidden_0 = hidden_0 OR EXISTS
                 (SELECT 1 FROM co_conversation c WHERE c.id = co_message.conversation_id AND c.user_id = $1),
               hidden_1 = hidden_1 OR EXISTS
                 (SELECT 1 FROM co_conversation c WHERE c.id = co_message.conversation_id AND c.kind = ",
            party_kind!(User),
            " AND c.other_id = $1)
             WHERE id IN LIST($2)"
        ),
        &[user.into(), ids.into()],
    )?;
    let mut conversations: Vec<ConversationId> = shown.into_iter().map(|(id,)| id).collect();
    conversations.sort_unstable();
    conversations.dedup();
    for conversation in conversations {
        refresh_inbox(tx, user, conversation)?;
    }
    Ok(true)
}

/// Whether a message is in a conversation of `user`.
pub fn is_of(tx: &mut Tx<'_>, user: UserId, id: MessageId) -> Result<bool> {
    let found: Option<(MessageId,)> = tx.query_opt(
        concat!(
            "SELECT m.id FROM co_message m JOIN co_conversation c ON c.id = m.conversation_id
             WHERE m.id = $2 AND (c.user_id = $1 OR (c.kind = ",
            party_kind!(User),
            " AND c.other_id = $1))"
        ),
        &[user.into(), id.into()],
    )?;
    Ok(found.is_some())
}

/// Points the user's inbox row to the last message that remains, or deletes the row.
fn refresh_inbox(tx: &mut Tx<'_>, user: UserId, conversation: ConversationId) -> Result<()> {
    let last: Option<(MessageId,)> = tx.query_opt(
        "SELECT m.id FROM co_message m JOIN co_conversation c ON c.id = m.conversation_id
         WHERE c.id = $2 AND NOT (CASE WHEN c.user_id = $1 THEN m.hidden_0 ELSE m.hidden_1 END)
         ORDER BY m.id DESC LIMIT 1",
        &[user.into(), conversation.into()],
    )?;
    let key = [user.into(), conversation.into(), last.map(|(id,)| id).into()];
    if last.is_some() {
        tx.execute(
            "UPDATE co_inbox SET last_message_id = $3 WHERE user_id = $1 AND conversation_id = $2",
            &key,
        )?;
    } else {
        tx.execute("DELETE FROM co_inbox WHERE user_id = $1 AND conversation_id = $2", &key[..2])?;
    }
    Ok(())
}
