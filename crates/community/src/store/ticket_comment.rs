//! Comments of tickets.

use miaohui_db::{Result, Tx};
use schemars::JsonSchema;
use serde::Serialize;

use super::json::StoredJson;
use super::profile::{Author, PublicUser, author_columns, public_user_columns};
use super::{Page, block};
use crate::ids::{ProjectId, TicketCommentId, TicketId, UserId};

miaohui_db::row! {
    /// A comment of a ticket, with both spellings of its id.
    #[derive(Clone, Debug, JsonSchema, Serialize)]
    #[schemars(rename = "TicketComment")]
    pub struct TicketCommentRow as ticket_comment_columns {
        /// Its id, as `comment_id`.
        ticket_comment_id: TicketCommentId = "c.id",
        comment_id: TicketCommentId = "c.id",
        /// The user: 32 hexadecimal digits.
        uid: String = "u.uid",
        /// Text.
        content: String = "c.content",
        /// When it was created, in Unix ms.
        created_at: i64 = "c.created_at",
        /// The author.
        author: Author => author_columns!("u."),
    }
}

/// Lists the comments of a ticket, the newest first, without those of users in a block with the viewer.
pub fn list(
    tx: &mut Tx<'_>,
    viewer: UserId,
    ticket_id: TicketId,
    page: Page,
) -> Result<Vec<TicketCommentRow>> {
    let hidden = block::hidden_from(tx, viewer)?;
    tx.query(
        concat!(
            "SELECT ",
            ticket_comment_columns!(),
            " FROM co_ticket_comment c JOIN co_user u ON u.id = c.user_id
             WHERE c.ticket_id = $1 AND NOT c.hidden AND NOT (c.user_id IN LIST($4))
             ORDER BY c.id DESC LIMIT $2 OFFSET $3"
        ),
        &[ticket_id.into(), page.limit.into(), page.offset.into(), (&hidden).into()],
    )
}

/// Stores a comment of an existing ticket.
pub fn insert(
    tx: &mut Tx<'_>,
    ticket_id: TicketId,
    user_id: UserId,
    content: &str,
    now: i64,
) -> Result<TicketCommentId> {
    let (id,) = tx.query_one(
        "INSERT INTO co_ticket_comment (ticket_id, user_id, content, created_at) VALUES ($1, $2, $3, $4) RETURNING id",
        &[ticket_id.into(), user_id.into(), content.into(), now.into()],
    )?;
    raise_last_comment(tx, ticket_id, id)?;
    Ok(id)
}

/// Finds the authors of these comments; unknown ids are left out.
pub fn authors(tx: &mut Tx<'_>, ids: &[TicketCommentId]) -> Result<Vec<UserId>> {
    let rows: Vec<(UserId,)> =
        tx.query("SELECT user_id FROM co_ticket_comment WHERE id IN LIST($1) AND NOT hidden", &[ids.into()])?;
    Ok(rows.into_iter().map(|(author,)| author).collect())
}

/// Deletes comments.
pub fn delete(tx: &mut Tx<'_>, ids: &[TicketCommentId]) -> Result<u64> {
    let gone =
        tx.execute("DELETE FROM co_ticket_comment WHERE id IN LIST($1) AND NOT hidden", &[ids.into()])?;
    replace_last_comment(tx, ids)?;
    Ok(gone)
}

/// Points the tickets whose last comment is one of these to the last comment that remains.
fn replace_last_comment(tx: &mut Tx<'_>, ids: &[TicketCommentId]) -> Result<()> {
    tx.execute(
        "UPDATE co_ticket SET last_comment_id =
           (SELECT MAX(c.id) FROM co_ticket_comment c WHERE c.ticket_id = co_ticket.id AND NOT c.hidden)
         WHERE last_comment_id IN LIST($1)",
        &[ids.into()],
    )?;
    Ok(())
}

/// Points a ticket to this comment, unless its last comment is later.
fn raise_last_comment(tx: &mut Tx<'_>, ticket_id: TicketId, id: TicketCommentId) -> Result<()> {
    tx.execute(
        "UPDATE co_ticket SET last_comment_id = $2
         WHERE id = $1 AND (last_comment_id IS NULL OR last_comment_id < $2)",
        &[ticket_id.into(), id.into()],
    )?;
    Ok(())
}

/// Hides a comment from everybody, or shows it again; `false` if that changes nothing.
pub fn set_hidden(tx: &mut Tx<'_>, id: TicketCommentId, hidden: bool) -> Result<bool> {
    let ticket: Option<(TicketId,)> = tx.query_opt(
        "UPDATE co_ticket_comment SET hidden = $2 WHERE id = $1 AND hidden <> $2 RETURNING ticket_id",
        &[id.into(), hidden.into()],
    )?;
    match ticket {
        None => return Ok(false),
        Some(_) if hidden => replace_last_comment(tx, &[id])?,
        Some((ticket,)) => raise_last_comment(tx, ticket, id)?,
    }
    Ok(true)
}

miaohui_db::row! {
    /// A ticket that has comments, with its last one.
    #[derive(Clone, Debug, JsonSchema, Serialize)]
    #[schemars(rename = "TicketCircleItem")]
    pub struct CircleRow as circle_columns {
        /// The ticket.
        ticket: CircleTicket => circle_ticket_columns!(),
        /// The last comment.
        last_comment: LastComment => last_comment_columns!(),
    }
}

miaohui_db::row! {
    /// A ticket of the ticket circle.
    #[derive(Clone, Debug, JsonSchema, Serialize)]
    struct CircleTicket as circle_ticket_columns {
        ticket_id: TicketId = "t.id",
        project_id: ProjectId = "t.project_id",
        /// Name.
        name: String = "t.name",
        /// Media id of the picture.
        image: Option<String> = "t.image",
        /// Media ids of pictures.
        #[schemars(with = "Vec<String>")]
        images: StoredJson = "t.images",
        /// Introduction.
        intro: Option<String> = "t.intro",
        /// When it was created, in Unix ms.
        created_at: i64 = "t.created_at",
        /// Tickets of the project, sold or not.
        total: i64 = "p.ticket_count",
    }
}

miaohui_db::row! {
    /// The last comment of a ticket.
    #[derive(Clone, Debug, JsonSchema, Serialize)]
    #[schemars(rename = "LastTicketComment")]
    struct LastComment as last_comment_columns {
        comment_id: TicketCommentId = "c.id",
        /// Text.
        content: String = "c.content",
        /// When it was created, in Unix ms.
        created_at: i64 = "c.created_at",
        /// The author.
        author: CircleAuthor => circle_author_columns!(),
    }
}

miaohui_db::row! {
    /// The author of the last comment of a ticket.
    #[derive(Clone, Debug, JsonSchema, Serialize)]
    struct CircleAuthor as circle_author_columns {
        #[serde(flatten)]
        public: PublicUser => public_user_columns!(),
        /// Points.
        score: i64 = "u.score",
        /// Level.
        level: i64 = "u.level",
        /// Experience.
        exp: i64 = "u.exp",
    }
}

/// Lists the tickets that have comments, the last commented first, without those whose last comment is
/// of a user in a block with the viewer.
pub fn circle(tx: &mut Tx<'_>, viewer: UserId, page: Page) -> Result<Vec<CircleRow>> {
    let hidden = block::hidden_from(tx, viewer)?;
    tx.query(
        concat!(
            "SELECT ",
            circle_columns!(),
            " FROM co_ticket t
             JOIN co_ticket_comment c ON c.id = t.last_comment_id
             JOIN co_user u ON u.id = c.user_id
             JOIN co_project p ON p.id = t.project_id
             WHERE t.last_comment_id IS NOT NULL AND NOT (c.user_id IN LIST($3))
             ORDER BY t.last_comment_id DESC LIMIT $1 OFFSET $2"
        ),
        &[page.limit.into(), page.offset.into(), (&hidden).into()],
    )
}
