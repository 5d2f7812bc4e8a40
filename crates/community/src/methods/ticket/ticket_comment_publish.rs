//! 写票评论: comments on a ticket, sold or not. An unknown ticket is 201.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::call::Call;
use crate::params::{Id, Written};
use crate::store::{ticket, ticket_comment};
use crate::subject::Subject;
use crate::{Code, Result};

/// What the client sends.
#[derive(Deserialize, JsonSchema)]
pub struct Params {
    ticket_id: Id,
    content: Written<1, 1000>,
}

/// What the client gets.
#[derive(JsonSchema, Serialize)]
pub struct Reply {
    comment_id: i64,
}

pub fn run(call: &mut Call<'_, '_>, params: &Params) -> Result<Reply> {
    let Id(ticket_id) = params.ticket_id;
    ticket::is_on_sale(call.tx, ticket_id)?.ok_or(Code::NoTicket)?;
    let comment_id = ticket_comment::insert(call.tx, ticket_id, call.me, &params.content, call.now)?;
    call.wrote(Subject::TicketComment, comment_id);
    Ok(Reply { comment_id })
}
