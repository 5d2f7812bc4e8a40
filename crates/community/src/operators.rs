//! Actions of operators on content and on users. Each is one call in the caller's transaction; the
//! caller keeps the audit.

use miaohui_db::{Result, Tx};

pub use crate::subject::{PRODUCT, Subject};

use crate::ids::{ArticleCommentId, ArticleId, GameCommentId, OrderId, TicketCommentId, UserId};
use crate::store::{article, article_comment, erasure, game, order, session, ticket_comment, user};

/// Hides a subject from everybody, its author too, as if it were deleted; `false` if it is hidden
/// already or unknown, or if its kind cannot be hidden (messages, users).
pub fn hide(tx: &mut Tx<'_>, kind: Subject, id: i64) -> Result<bool> {
    set_hidden(tx, kind, id, true)
}

/// Shows a hidden subject again; `false` if it is not hidden, or unknown.
pub fn restore(tx: &mut Tx<'_>, kind: Subject, id: i64) -> Result<bool> {
    set_hidden(tx, kind, id, false)
}

fn set_hidden(tx: &mut Tx<'_>, kind: Subject, id: i64, hidden: bool) -> Result<bool> {
    match kind {
        Subject::Article => article::set_hidden(tx, ArticleId(id), hidden),
        Subject::ArticleComment => article_comment::set_hidden(tx, ArticleCommentId(id), hidden),
        Subject::TicketComment => ticket_comment::set_hidden(tx, TicketCommentId(id), hidden),
        Subject::GameComment => game::set_comment_hidden(tx, GameCommentId(id), hidden),
        Subject::Message | Subject::User => Ok(false),
    }
}

/// Ends all sessions of a user and refuses logins with 108 and the reason; `false` if banned
/// already or unknown.
pub fn ban(tx: &mut Tx<'_>, user_id: UserId, reason: &str) -> Result<bool> {
    let banned = user::ban(tx, user_id, reason)?;
    session::end_all(tx, user_id)?;
    Ok(banned)
}

/// Lets a banned user log in again; `false` if not banned, or unknown.
pub fn unban(tx: &mut Tx<'_>, user_id: UserId) -> Result<bool> {
    user::unban(tx, user_id)
}

/// Reads why a user is banned; `None` if not banned, or unknown.
pub fn ban_reason(tx: &mut Tx<'_>, user_id: UserId) -> Result<Option<String>> {
    user::ban_reason(tx, user_id)
}

/// Ends all sessions of a user and has the background work erase the account; `false` if the erasure
/// has begun already.
pub fn erase(tx: &mut Tx<'_>, user_id: UserId, actor: &str, now: i64) -> Result<bool> {
    erasure::request(tx, user_id, now, Some(actor), now)
}

/// Cancels an order that waits for its payment, as its buyer can; `false` if it does not wait.
pub fn cancel_order(tx: &mut Tx<'_>, id: OrderId, now: i64) -> Result<bool> {
    order::cancel_pending(tx, id, now)
}

/// Ends one session by the hash of its token; `false` if there is none.
pub fn end_session(tx: &mut Tx<'_>, token_hash: &str) -> Result<bool> {
    session::end(tx, token_hash)
}
