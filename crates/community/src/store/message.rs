//! Private messages. A conversation has two sides: side 0 is a user, side 1 another user (with the greater id), a master, a
//! merchant or customer service.

use std::collections::HashMap;

use miaohui_db::{FromRow, Result, Row, Tx};
use schemars::JsonSchema;
use serde::Serialize;

use super::{Page, master, merchant, talk, user};

/// How customer service is named where others have an id.
pub const CUSTOMER_SERVICE: &str = "customer_service";

/// Whom a user writes to or reads from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Party {
    /// Another user, by internal id.
    User(i64),
    /// A master, by internal id.
    Master(i64),
    /// A merchant, by internal id.
    Merchant(i64),
    /// Customer service.
    CustomerService,
}

/// The kind of a conversation, as it is stored and on the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PartyKind {
    /// With a user.
    User,
    /// With a master.
    Master,
    /// With a merchant.
    Merchant,
    /// With customer service.
    CustomerService,
}

impl PartyKind {
    /// The word on the wire.
    pub const fn word(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::Master => "master",
            Self::Merchant => "merchant",
            Self::CustomerService => CUSTOMER_SERVICE,
        }
    }

    /// The kind with this word.
    pub fn of(word: &str) -> Option<Self> {
        [Self::User, Self::Master, Self::Merchant, Self::CustomerService]
            .into_iter()
            .find(|kind| kind.word() == word)
    }
}

impl Party {
    fn kind(self) -> PartyKind {
        match self {
            Self::User(_) => PartyKind::User,
            Self::Master(_) => PartyKind::Master,
            Self::Merchant(_) => PartyKind::Merchant,
            Self::CustomerService => PartyKind::CustomerService,
        }
    }

    /// Whom a uid, a master_id or a merchant_id names.
    pub fn find(tx: &mut Tx<'_>, id: &str) -> Result<Option<Self>> {
        if let Some(id) = master::id_of(tx, id)? {
            return Ok(Some(Self::Master(id)));
        }
        if let Some(id) = user::id_of(tx, id)? {
            return Ok(Some(Self::User(id)));
        }
        Ok(merchant::id_of(tx, id)?.map(Self::Merchant))
    }

    /// Where the conversation of `me` with this party is kept, and which side `me` is on.
    fn place(self, me: i64) -> Place {
        let (user_id, other_id, side) = match self {
            Self::User(id) if id < me => (id, me, 1),
            Self::User(id) | Self::Master(id) | Self::Merchant(id) => (me, id, 0),
            Self::CustomerService => (me, 0, 0),
        };
        Place { kind: self.kind(), user_id, other_id, side }
    }
}

struct Place {
    kind: PartyKind,
    user_id: i64,
    other_id: i64,
    side: i64,
}

/// Who speaks in a conversation: the user, or the party on the other side (as the operators answer).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Speaker {
    /// The user.
    Me,
    /// The other side.
    Other,
}

/// Stores a message in the conversation of `me` with `party`; its id.
pub fn send(
    tx: &mut Tx<'_>,
    me: i64,
    party: Party,
    speaker: Speaker,
    content: &str,
    now: i64,
) -> Result<i64> {
    let place = party.place(me);
    let (conversation_id,): (i64,) = tx.query_one(
        "INSERT INTO co_conversation (kind, user_id, other_id, created_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (kind, user_id, other_id) DO UPDATE SET created_at = co_conversation.created_at RETURNING id",
        &[place.kind.word().into(), place.user_id.into(), place.other_id.into(), now.into()],
    )?;
    let side = if speaker == Speaker::Me { place.side } else { 1 - place.side };
    let (id,): (i64,) = tx.query_one(
        "INSERT INTO co_message (conversation_id, side, content, created_at) VALUES ($1, $2, $3, $4) RETURNING id",
        &[conversation_id.into(), side.into(), content.into(), now.into()],
    )?;
    put_into_inbox(tx, me, conversation_id, place.kind, id)?;
    if !matches!(party, Party::User(_)) {
        talk::note(tx, conversation_id, id, speaker == Speaker::Me)?;
    }
    if let Party::User(other) = party {
        put_into_inbox(tx, other, conversation_id, place.kind, id)?;
    }
    Ok(id)
}

fn put_into_inbox(
    tx: &mut Tx<'_>,
    user_id: i64,
    conversation_id: i64,
    kind: PartyKind,
    message_id: i64,
) -> Result<()> {
    tx.execute(
        "INSERT INTO co_inbox (user_id, conversation_id, kind, last_message_id) VALUES ($1, $2, $3, $4)
         ON CONFLICT (user_id, conversation_id) DO UPDATE SET last_message_id = excluded.last_message_id
         WHERE co_inbox.last_message_id < excluded.last_message_id",
        &[user_id.into(), conversation_id.into(), kind.word().into(), message_id.into()],
    )?;
    Ok(())
}

/// A message; ids of parties as on the wire.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct MessageRow {
    message_id: i64,
    from_id: String,
    to_id: String,
    content: String,
    created_at: i64,
}

/// A message as it is stored: who wrote it is a side.
struct Stored {
    id: i64,
    side: i64,
    content: String,
    created_at: i64,
}

impl FromRow for Stored {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        let mut c = row.columns();
        Ok(Self { id: c.take()?, side: c.take()?, content: c.take()?, created_at: c.take()? })
    }
}

impl Stored {
    fn between(self, my_side: i64, my_id: &str, other_id: &str) -> MessageRow {
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

/// The conversation of `me` with `party`, the newest first, without what `me` has deleted. `my_id` and `other_id` are how the
/// two are named on the wire.
pub fn list(
    tx: &mut Tx<'_>,
    me: i64,
    party: Party,
    (my_id, other_id): (&str, &str),
    page: Page,
) -> Result<Vec<MessageRow>> {
    let place = party.place(me);
    let rows: Vec<Stored> = tx.query(
        "SELECT m.id, m.side, m.content, m.created_at FROM co_conversation c
         JOIN co_message m ON m.conversation_id = c.id
         WHERE c.kind = $1 AND c.user_id = $2 AND c.other_id = $3
           AND NOT (CASE WHEN $4 = 0 THEN m.hidden_0 ELSE m.hidden_1 END)
         ORDER BY m.id DESC LIMIT $5 OFFSET $6",
        &[
            place.kind.word().into(),
            place.user_id.into(),
            place.other_id.into(),
            place.side.into(),
            page.limit.into(),
            page.offset.into(),
        ],
    )?;
    Ok(rows.into_iter().map(|row| row.between(place.side, my_id, other_id)).collect())
}

/// The other side of a conversation, as the message centre and `my_message` describe it.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[serde(untagged)]
pub enum OtherSide {
    /// A user.
    User(user::PublicUser),
    /// A master.
    Master(master::MasterRow),
    /// A merchant.
    Merchant(merchant::MerchantRow),
    /// The word `customer_service`.
    CustomerService(&'static str),
}

impl OtherSide {
    /// Its id on the wire.
    pub fn id(&self) -> &str {
        match self {
            Self::User(user) => &user.uid,
            Self::Master(master) => master.master_id(),
            Self::Merchant(merchant) => merchant.merchant_id(),
            Self::CustomerService(word) => word,
        }
    }
}

/// Describes parties as the viewer sees them, with one statement a kind.
pub fn describe(tx: &mut Tx<'_>, viewer: i64, parties: &[Party]) -> Result<HashMap<Party, OtherSide>> {
    let ids = |of: fn(&Party) -> Option<i64>| -> Vec<i64> { parties.iter().filter_map(of).collect() };
    let masters = ids(|party| if let Party::Master(id) = party { Some(*id) } else { None });
    let users = ids(|party| if let Party::User(id) = party { Some(*id) } else { None });
    let merchants = ids(|party| if let Party::Merchant(id) = party { Some(*id) } else { None });
    let mut sides = HashMap::from([(Party::CustomerService, OtherSide::CustomerService(CUSTOMER_SERVICE))]);
    for (id, row) in master::by_ids(tx, viewer, &masters)? {
        sides.insert(Party::Master(id), OtherSide::Master(row));
    }
    for (id, row) in user::by_ids(tx, &users)? {
        sides.insert(Party::User(id), OtherSide::User(row));
    }
    for (id, row) in merchant::by_ids(tx, &merchants)? {
        sides.insert(Party::Merchant(id), OtherSide::Merchant(row));
    }
    Ok(sides)
}

/// A line of the message centre before its other side is described.
pub struct InboxRow {
    /// With whom.
    pub party: Party,
    /// The last message that the user has not deleted.
    last: Stored,
    my_side: i64,
}

impl InboxRow {
    /// The last message, with the two sides named as on the wire.
    pub fn last_message(self, my_id: &str, other_id: &str) -> MessageRow {
        self.last.between(self.my_side, my_id, other_id)
    }
}

struct InboxLine {
    kind: String,
    user_id: i64,
    other_id: i64,
    last: Stored,
}

impl FromRow for InboxLine {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        let last =
            Stored { id: row.get(3)?, side: row.get(4)?, content: row.get(5)?, created_at: row.get(6)? };
        Ok(Self { kind: row.get(0)?, user_id: row.get(1)?, other_id: row.get(2)?, last })
    }
}

/// The user's conversations of these kinds, the last spoken in first.
pub fn inbox(tx: &mut Tx<'_>, me: i64, kinds: &[PartyKind], page: Page) -> Result<Vec<InboxRow>> {
    let words: Vec<&str> = kinds.iter().map(|kind| kind.word()).collect();
    let lines: Vec<InboxLine> = tx.query(
        "SELECT c.kind, c.user_id, c.other_id, m.id, m.side, m.content, m.created_at
         FROM co_inbox i
         JOIN co_conversation c ON c.id = i.conversation_id
         JOIN co_message m ON m.id = i.last_message_id
         WHERE i.user_id = $1 AND i.kind IN LIST($2)
         ORDER BY i.last_message_id DESC LIMIT $3 OFFSET $4",
        &[me.into(), (&words).into(), page.limit.into(), page.offset.into()],
    )?;
    let row = |line: InboxLine| {
        let party = match PartyKind::of(&line.kind)? {
            PartyKind::User if line.user_id == me => Party::User(line.other_id),
            PartyKind::User => Party::User(line.user_id),
            PartyKind::Master => Party::Master(line.other_id),
            PartyKind::Merchant => Party::Merchant(line.other_id),
            PartyKind::CustomerService => Party::CustomerService,
        };
        Some(InboxRow { party, last: line.last, my_side: party.place(me).side })
    };
    Ok(lines.into_iter().filter_map(row).collect())
}

/// Deletes messages for the user alone. `false`: one of them is in no conversation of the user's, and none is deleted.
pub fn hide(tx: &mut Tx<'_>, me: i64, ids: &[i64]) -> Result<bool> {
    let own: Vec<(i64, i64)> = tx.query(
        "SELECT m.id, m.conversation_id FROM co_message m
         JOIN co_inbox i ON i.conversation_id = m.conversation_id AND i.user_id = $1
         WHERE m.id IN LIST($2)",
        &[me.into(), ids.into()],
    )?;
    let own_or_hidden: (i64,) = tx.query_one(
        "SELECT COUNT(*) FROM co_message m JOIN co_conversation c ON c.id = m.conversation_id
         WHERE m.id IN LIST($2) AND (c.user_id = $1 OR (c.kind = 'user' AND c.other_id = $1))",
        &[me.into(), ids.into()],
    )?;
    if own_or_hidden.0 < ids.len() as i64 {
        return Ok(false);
    }
    tx.execute(
        "UPDATE co_message SET
           hidden_0 = hidden_0 OR EXISTS
             (SELECT 1 FROM co_conversation c WHERE c.id = co_message.conversation_id AND c.user_id = $1),
           hidden_1 = hidden_1 OR EXISTS
             (SELECT 1 FROM co_conversation c
              WHERE c.id = co_message.conversation_id AND c.kind = 'user' AND c.other_id = $1)
         WHERE id IN LIST($2)",
        &[me.into(), ids.into()],
    )?;
    let mut conversations: Vec<i64> = own.into_iter().map(|(_, conversation)| conversation).collect();
    conversations.sort_unstable();
    conversations.dedup();
    for conversation in conversations {
        refresh_inbox(tx, me, conversation)?;
    }
    Ok(true)
}

/// Whether a message is in a conversation of `me`.
pub fn is_of(tx: &mut Tx<'_>, me: i64, id: i64) -> Result<bool> {
    let found: Option<(i64,)> = tx.query_opt(
        "SELECT m.id FROM co_message m JOIN co_conversation c ON c.id = m.conversation_id
         WHERE m.id = $2 AND (c.user_id = $1 OR (c.kind = 'user' AND c.other_id = $1))",
        &[me.into(), id.into()],
    )?;
    Ok(found.is_some())
}

/// The line of the message centre shows the last message that is left, or goes.
fn refresh_inbox(tx: &mut Tx<'_>, me: i64, conversation_id: i64) -> Result<()> {
    let last: Option<(i64,)> = tx.query_opt(
        "SELECT m.id FROM co_message m JOIN co_conversation c ON c.id = m.conversation_id
         WHERE c.id = $2 AND NOT (CASE WHEN c.user_id = $1 THEN m.hidden_0 ELSE m.hidden_1 END)
         ORDER BY m.id DESC LIMIT 1",
        &[me.into(), conversation_id.into()],
    )?;
    let key = [me.into(), conversation_id.into(), last.map(|(id,)| id).into()];
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
