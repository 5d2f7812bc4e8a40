//! 写票评论: comments on a ticket, sold or not. Errors: 201 unknown ticket.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::call::Call;
use crate::ids::{TicketCommentId, TicketId};
use crate::params::{Id, ModeratedText};
use crate::store::{ticket, ticket_comment};
use crate::subject::Subject;
use crate::{Code, Result};

/// Parameters.
#[derive(Deserialize, JsonSchema)]
pub struct Params {
    ticket_id: Id<TicketId>,
    /// Text.
    content: ModeratedText<1, 1000>,
}

/// Reply.
#[derive(JsonSchema, Serialize)]
pub struct Reply {
    comment_id: TicketCommentId,
}

pub fn run(call: &mut Call<'_, '_>, params: &Params) -> Result<Reply> {
    let Id(ticket_id) = params.ticket_id;
    ticket::is_on_sale(call.tx, ticket_id)?.ok_or(Code::NoTicket)?;
    let comment_id = ticket_comment::insert(call.tx, ticket_id, call.user, &params.content, call.now)?;
    call.set_subject(Subject::TicketComment, comment_id);
    Ok(Reply { comment_id })
}
