//! Conversations with masters, merchants and customer service, as the operators who answer for them see them.

use miaohui_db::{FromRow, Result, Row, Tx};

use super::message::{self, Party, PartyKind, Speaker};

/// A conversation in a list.
#[derive(Clone, Debug)]
pub struct Talk {
    /// Its id.
    pub id: i64,
    /// With whom the user speaks.
    pub kind: String,
    /// The master's or merchant's id; 0 for customer service.
    pub other_id: i64,
    /// The master's or merchant's name; none for customer service.
    pub other: Option<String>,
    /// The user's id.
    pub user_id: i64,
    /// The user's nickname.
    pub user: String,
    /// Whether the user waits for an answer.
    pub waiting: bool,
    /// What was said last.
    pub content: String,
    /// When, in Unix ms.
    pub at: i64,
}

impl FromRow for Talk {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        let mut c = row.columns();
        Ok(Self {
            id: c.take()?,
            kind: c.take()?,
            other_id: c.take()?,
            other: c.take()?,
            user_id: c.take()?,
            user: c.take()?,
            waiting: c.take()?,
            content: c.take()?,
            at: c.take()?,
        })
    }
}

/// Something that was said.
#[derive(Clone, Debug)]
pub struct Said {
    /// Its id.
    pub id: i64,
    /// Whether the user said it.
    pub by_user: bool,
    /// What.
    pub content: String,
    /// When, in Unix ms.
    pub at: i64,
}

impl FromRow for Said {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        let mut c = row.columns();
        Ok(Self { id: c.take()?, by_user: c.take::<i64>()? == 0, content: c.take()?, at: c.take()? })
    }
}

macro_rules! select {
    ($tail:literal) => {
        concat!(
            "SELECT c.id, c.kind, c.other_id,
               CASE c.kind WHEN 'master' THEN (SELECT m.name FROM co_master m WHERE m.id = c.other_id)
                           WHEN 'merchant' THEN (SELECT m.name FROM co_merchant m WHERE m.id = c.other_id) END,
               c.user_id, u.nickname, c.waiting, l.content, l.created_at
             FROM co_conversation c JOIN co_user u ON u.id = c.user_id JOIN co_message l ON l.id = c.last_message_id ",
            $tail
        )
    };
}

/// Says what was said last in a conversation that operators answer.
pub(super) fn note(tx: &mut Tx<'_>, conversation: i64, message: i64, waiting: bool) -> Result<()> {
    tx.execute(
        "UPDATE co_conversation SET last_message_id = $2, waiting = $3 WHERE id = $1 AND last_message_id < $2",
        &[conversation.into(), message.into(), waiting.into()],
    )?;
    Ok(())
}

/// How many users wait for an answer, counted up to `most`.
pub fn count_waiting(tx: &mut Tx<'_>, most: i64) -> Result<i64> {
    let (count,) = tx.query_one(
        "SELECT COUNT(*) FROM (SELECT 1 FROM co_conversation WHERE waiting LIMIT $1) waiting",
        &[most.into()],
    )?;
    Ok(count)
}

/// The conversations in which a user waits for an answer, the longest first.
pub fn waiting(tx: &mut Tx<'_>, limit: i64) -> Result<Vec<Talk>> {
    tx.query(select!("WHERE c.waiting ORDER BY c.last_message_id LIMIT $1"), &[limit.into()])
}

/// The conversations of a kind, the last spoken in first.
pub fn list(tx: &mut Tx<'_>, kind: PartyKind, limit: i64, offset: i64) -> Result<Vec<Talk>> {
    tx.query(
        select!("WHERE c.kind = $1 ORDER BY c.last_message_id DESC LIMIT $2 OFFSET $3"),
        &[kind.word().into(), limit.into(), offset.into()],
    )
}

/// One conversation that operators answer.
pub fn find(tx: &mut Tx<'_>, id: i64) -> Result<Option<Talk>> {
    tx.query_opt(select!("WHERE c.id = $1 AND c.kind <> 'user'"), &[id.into()])
}

/// What was said in it last, at most `most`, the oldest first.
pub fn said(tx: &mut Tx<'_>, id: i64, most: i64) -> Result<Vec<Said>> {
    let mut said: Vec<Said> = tx.query(
        "SELECT id, side, content, created_at FROM co_message WHERE conversation_id = $1 ORDER BY id DESC LIMIT $2",
        &[id.into(), most.into()],
    )?;
    said.reverse();
    Ok(said)
}

/// Answers the user as the other side; `false`: there is no such conversation.
pub fn answer(tx: &mut Tx<'_>, id: i64, content: &str, now: i64) -> Result<bool> {
    let Some(talk) = find(tx, id)? else { return Ok(false) };
    let party = match PartyKind::of(&talk.kind) {
        Some(PartyKind::Master) => Party::Master(talk.other_id),
        Some(PartyKind::Merchant) => Party::Merchant(talk.other_id),
        Some(PartyKind::CustomerService) => Party::CustomerService,
        Some(PartyKind::User) | None => return Ok(false),
    };
    message::send(tx, talk.user_id, party, Speaker::Other, content, now)?;
    Ok(true)
}

/// Takes a conversation off the list of those that wait, without an answer.
pub fn settle(tx: &mut Tx<'_>, id: i64) -> Result<bool> {
    Ok(tx.execute("UPDATE co_conversation SET waiting = FALSE WHERE id = $1 AND waiting", &[id.into()])? == 1)
}
