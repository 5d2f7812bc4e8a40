//! Conversations with masters, merchants and customer service, as the operators who answer see
//! them.

use miaohui_db::{Result, Tx};

use super::Page;
use super::message::{self, Sender};
use super::party::Party;
use super::party_kind::{PartyKind, Side, party_kind};
use crate::ids::{ConversationId, MessageId, UserId};

miaohui_db::row! {
    /// A conversation in lists.
    #[derive(Clone, Debug)]
    pub struct Conversation as conversation_columns {
        /// Its id.
        pub id: ConversationId = "c.id",
        /// The kind of the other party.
        pub kind: PartyKind = "c.kind",
        /// Id of the master or the merchant; 0 for customer service.
        pub other_id: i64 = "c.other_id",
        /// Name of the master or the merchant; none for customer service.
        pub other: Option<String> =
            "CASE c.kind WHEN 'master' THEN (SELECT m.name FROM co_master m WHERE m.id = c.other_id)
                         WHEN 'merchant' THEN (SELECT m.name FROM co_merchant m WHERE m.id = c.other_id) END",
        /// The user.
        pub user_id: UserId = "c.user_id",
        /// The user's nickname.
        pub user: String = "u.nickname",
        /// Whether the user waits for an answer.
        pub waiting: bool = "c.waiting",
        /// The last message.
        pub content: String = "l.content",
        /// Time of the last message, in Unix ms.
        pub at: i64 = "l.created_at",
    }
}

miaohui_db::row! {
    /// A message of a conversation.
    #[derive(Clone, Debug)]
    pub struct ConversationMessage as conversation_message_columns {
        /// Its id.
        pub id: MessageId = "id",
        side: Side = "side",
        /// Its text.
        pub content: String = "content",
        /// Unix ms.
        pub at: i64 = "created_at",
    }
}

impl ConversationMessage {
    /// Whether the user wrote it.
    pub fn is_by_user(&self) -> bool {
        self.side == Side::User
    }
}

macro_rules! select_conversations {
    ($($tail:expr),+ $(,)?) => {
        concat!(
            "SELECT ",
            conversation_columns!(),
            " FROM co_conversation c JOIN co_user u ON u.id = c.user_id
             JOIN co_message l ON l.id = c.last_message_id ",
            $($tail),+
        )
    };
}

/// Counts the users who wait for an answer, up to `most`.
pub fn count_waiting(tx: &mut Tx<'_>, most: i64) -> Result<i64> {
    let (count,) = tx.query_one(
        "SELECT COUNT(*) FROM (SELECT 1 FROM co_conversation WHERE waiting LIMIT $1) waiting",
        &[most.into()],
    )?;
    Ok(count)
}

/// Lists up to `most` conversations in which the user waits for an answer, the longest first.
pub fn waiting(tx: &mut Tx<'_>, most: i64) -> Result<Vec<Conversation>> {
    tx.query(select_conversations!("WHERE c.waiting ORDER BY c.last_message_id LIMIT $1"), &[most.into()])
}

/// Lists the conversations of a kind, the one with the last message first.
pub fn list(tx: &mut Tx<'_>, kind: PartyKind, page: Page) -> Result<Vec<Conversation>> {
    tx.query(
        select_conversations!("WHERE c.kind = $1 ORDER BY c.last_message_id DESC LIMIT $2 OFFSET $3"),
        &[kind.into(), page.limit.into(), page.offset.into()],
    )
}

/// Finds a conversation that operators answer.
pub fn find(tx: &mut Tx<'_>, id: ConversationId) -> Result<Option<Conversation>> {
    tx.query_opt(select_conversations!("WHERE c.id = $1 AND c.kind <> ", party_kind!(User)), &[id.into()])
}

/// Lists the last messages of a conversation, at most `most`, the oldest first.
pub fn messages(tx: &mut Tx<'_>, id: ConversationId, most: u32) -> Result<Vec<ConversationMessage>> {
    let mut messages: Vec<ConversationMessage> = tx.query(
        concat!(
            "SELECT ",
            conversation_message_columns!(),
            " FROM co_message WHERE conversation_id = $1 ORDER BY id DESC LIMIT $2"
        ),
        &[id.into(), i64::from(most).into()],
    )?;
    messages.reverse();
    Ok(messages)
}

/// Sends an answer in the name of the other party; `false` if there is no such conversation.
pub fn answer(tx: &mut Tx<'_>, id: ConversationId, content: &str, now: i64) -> Result<bool> {
    let Some(conversation) = find(tx, id)? else { return Ok(false) };
    let Conversation { kind, user_id, other_id, .. } = conversation;
    message::send(tx, user_id, Party::facing(user_id, kind, user_id, other_id), Sender::Party, content, now)?;
    Ok(true)
}

/// Marks a conversation as answered without an answer; `false` if the user does not wait.
pub fn mark_answered(tx: &mut Tx<'_>, id: ConversationId) -> Result<bool> {
    Ok(tx.execute("UPDATE co_conversation SET waiting = FALSE WHERE id = $1 AND waiting", &[id.into()])? == 1)
}
