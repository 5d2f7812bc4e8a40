//! What operators do to what people write and to people. Each deed is one call in the caller's transaction; the caller
//! writes down who did it.

use miaohui_db::{Result, Tx};

pub use crate::subject::{PRODUCT, Subject};

use crate::store::{article, article_comment, game, session, ticket_comment, user};

/// Hides a thing from everybody, its author too, as if it were deleted. `false`: it is hidden already, there is none, or
/// its kind cannot be hidden (messages, users).
pub fn hide(tx: &mut Tx<'_>, kind: Subject, id: i64) -> Result<bool> {
    set_hidden(tx, kind, id, true)
}

/// Shows a hidden thing again as it was. `false`: it is not hidden, or there is none.
pub fn restore(tx: &mut Tx<'_>, kind: Subject, id: i64) -> Result<bool> {
    set_hidden(tx, kind, id, false)
}

fn set_hidden(tx: &mut Tx<'_>, kind: Subject, id: i64, hidden: bool) -> Result<bool> {
    match kind {
        Subject::Article => article::set_hidden(tx, id, hidden),
        Subject::ArticleComment => article_comment::set_hidden(tx, id, hidden),
        Subject::TicketComment => ticket_comment::set_hidden(tx, id, hidden),
        Subject::GameComment => game::set_comment_hidden(tx, id, hidden),
        Subject::Message | Subject::User => Ok(false),
    }
}

/// Ends all tokens of a user (internal id) and lets no login in, which is told the reason (108). `false`: the user is
/// banned already, or there is none.
pub fn ban(tx: &mut Tx<'_>, user_id: i64, reason: &str) -> Result<bool> {
    let banned = user::ban(tx, user_id, reason)?;
    session::end_all(tx, user_id)?;
    Ok(banned)
}

/// Lets a banned user log in again. `false`: the user is not banned, or there is none.
pub fn unban(tx: &mut Tx<'_>, user_id: i64) -> Result<bool> {
    user::unban(tx, user_id)
}

/// Why a user is banned; `None`: not banned, or there is none.
pub fn ban_reason(tx: &mut Tx<'_>, user_id: i64) -> Result<Option<String>> {
    user::ban_reason(tx, user_id)
}
