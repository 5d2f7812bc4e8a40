//! What people say of tickets.

use miaohui_db::{FromRow, Result, Row, Tx};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::value::RawValue;

use super::Page;
use super::article_text::stored_json;
use super::user::{Author, PublicUser, public_user_columns};

/// A comment of a ticket; both spellings of its id.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct TicketCommentRow {
    ticket_comment_id: i64,
    comment_id: i64,
    uid: String,
    content: String,
    created_at: i64,
    author: Author,
}

impl FromRow for TicketCommentRow {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        let id: i64 = row.get(0)?;
        let author = Author { uid: row.get(3)?, nickname: row.get(4)?, avatar: row.get(5)? };
        Ok(Self {
            ticket_comment_id: id,
            comment_id: id,
            uid: author.uid.clone(),
            content: row.get(1)?,
            created_at: row.get(2)?,
            author,
        })
    }
}

/// A ticket's comments, the newest first.
pub fn list(tx: &mut Tx<'_>, ticket_id: i64, page: Page) -> Result<Vec<TicketCommentRow>> {
    tx.query(
        "SELECT c.id, c.content, c.created_at, u.uid, u.nickname, u.avatar
         FROM co_ticket_comment c JOIN co_user u ON u.id = c.user_id
         WHERE c.ticket_id = $1 AND NOT c.hidden ORDER BY c.id DESC LIMIT $2 OFFSET $3",
        &[ticket_id.into(), page.limit.into(), page.offset.into()],
    )
}

/// Stores a comment of an existing ticket.
pub fn insert(tx: &mut Tx<'_>, ticket_id: i64, user_id: i64, content: &str, now: i64) -> Result<i64> {
    let (id,) = tx.query_one(
        "INSERT INTO co_ticket_comment (ticket_id, user_id, content, created_at) VALUES ($1, $2, $3, $4) RETURNING id",
        &[ticket_id.into(), user_id.into(), content.into(), now.into()],
    )?;
    raise_last(tx, ticket_id, id)?;
    Ok(id)
}

/// The authors of these comments; unknown ids are left out.
pub fn authors(tx: &mut Tx<'_>, ids: &[i64]) -> Result<Vec<(i64,)>> {
    tx.query("SELECT user_id FROM co_ticket_comment WHERE id IN LIST($1) AND NOT hidden", &[ids.into()])
}

/// Deletes comments.
pub fn delete(tx: &mut Tx<'_>, ids: &[i64]) -> Result<u64> {
    let gone =
        tx.execute("DELETE FROM co_ticket_comment WHERE id IN LIST($1) AND NOT hidden", &[ids.into()])?;
    forget_last(tx, ids)?;
    Ok(gone)
}

/// Tickets whose last comment was one of these show the last that is left.
fn forget_last(tx: &mut Tx<'_>, ids: &[i64]) -> Result<()> {
    tx.execute(
        "UPDATE co_ticket SET last_comment_id =
           (SELECT MAX(c.id) FROM co_ticket_comment c WHERE c.ticket_id = co_ticket.id AND NOT c.hidden)
         WHERE last_comment_id IN LIST($1)",
        &[ids.into()],
    )?;
    Ok(())
}

/// A ticket's last comment is at least this one.
fn raise_last(tx: &mut Tx<'_>, ticket_id: i64, id: i64) -> Result<()> {
    tx.execute(
        "UPDATE co_ticket SET last_comment_id = $2
         WHERE id = $1 AND (last_comment_id IS NULL OR last_comment_id < $2)",
        &[ticket_id.into(), id.into()],
    )?;
    Ok(())
}

/// Hides a comment from everybody, or shows it again; `false`: it is so already, or there is none.
pub fn set_hidden(tx: &mut Tx<'_>, id: i64, hidden: bool) -> Result<bool> {
    let ticket: Option<(i64,)> = tx.query_opt(
        "UPDATE co_ticket_comment SET hidden = $2 WHERE id = $1 AND hidden <> $2 RETURNING ticket_id",
        &[id.into(), hidden.into()],
    )?;
    match ticket {
        None => return Ok(false),
        Some(_) if hidden => forget_last(tx, &[id])?,
        Some((ticket,)) => raise_last(tx, ticket, id)?,
    }
    Ok(true)
}

/// A ticket people talk about, with the last thing said.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct CircleRow {
    ticket: CircleTicket,
    last_comment: LastComment,
}

#[derive(Clone, Debug, JsonSchema, Serialize)]
struct CircleTicket {
    ticket_id: i64,
    project_id: i64,
    name: String,
    image: Option<String>,
    #[schemars(with = "Vec<String>")]
    images: Box<RawValue>,
    intro: Option<String>,
    created_at: i64,
    total: i64,
}

#[derive(Clone, Debug, JsonSchema, Serialize)]
struct LastComment {
    comment_id: i64,
    content: String,
    created_at: i64,
    author: CircleAuthor,
}

#[derive(Clone, Debug, JsonSchema, Serialize)]
struct CircleAuthor {
    #[serde(flatten)]
    user: PublicUser,
    score: i64,
    level: i64,
    exp: i64,
}

impl FromRow for CircleRow {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        let at = |n: usize| 10 + n;
        Ok(Self {
            last_comment: LastComment {
                author: CircleAuthor {
                    user: PublicUser::from_row(row)?,
                    score: row.get(at(0))?,
                    level: row.get(at(1))?,
                    exp: row.get(at(2))?,
                },
                comment_id: row.get(at(3))?,
                content: row.get(at(4))?,
                created_at: row.get(at(5))?,
            },
            ticket: CircleTicket {
                ticket_id: row.get(at(6))?,
                project_id: row.get(at(7))?,
                name: row.get(at(8))?,
                image: row.get(at(9))?,
                images: stored_json(row.get(at(10))?),
                intro: row.get(at(11))?,
                created_at: row.get(at(12))?,
                total: row.get(at(13))?,
            },
        })
    }
}

/// The tickets people talk about, the last talked about first.
pub fn circle(tx: &mut Tx<'_>, page: Page) -> Result<Vec<CircleRow>> {
    tx.query(
        concat!(
            "SELECT ",
            public_user_columns!(),
            ", u.score, u.level, u.exp, c.id, c.content, c.created_at,
               t.id, t.project_id, t.name, t.image, t.images, t.intro, t.created_at, p.ticket_count
             FROM co_ticket t
             JOIN co_ticket_comment c ON c.id = t.last_comment_id
             JOIN co_user u ON u.id = c.user_id
             JOIN co_project p ON p.id = t.project_id
             WHERE t.last_comment_id IS NOT NULL ORDER BY t.last_comment_id DESC LIMIT $1 OFFSET $2"
        ),
        &[page.limit.into(), page.offset.into()],
    )
}
