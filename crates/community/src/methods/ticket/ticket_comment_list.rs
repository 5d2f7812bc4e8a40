//! 读票评论列表（分页）: lists the comments of a ticket, the newest first. Errors: 201 unknown
//! ticket.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::call::Call;
use crate::ids::TicketId;
use crate::params::{Id, Limit, Offset, page};
use crate::store::ticket;
use crate::store::ticket_comment::{self, TicketCommentRow};
use crate::{Code, Result};

/// Parameters.
#[derive(Deserialize, JsonSchema)]
pub struct Params {
    ticket_id: Id<TicketId>,
    #[serde(default)]
    limit: Limit,
    #[serde(default)]
    offset: Offset,
}

/// Reply.
#[derive(JsonSchema, Serialize)]
pub struct Reply {
    /// The comments of the page.
    ticket_comment_list: Vec<TicketCommentRow>,
}

pub fn run(call: &mut Call<'_, '_>, params: &Params) -> Result<Reply> {
    let Id(ticket_id) = params.ticket_id;
    ticket::is_on_sale(call.tx, ticket_id)?.ok_or(Code::NoTicket)?;
    let page = page(params.limit, params.offset);
    Ok(Reply { ticket_comment_list: ticket_comment::list(call.tx, call.user, ticket_id, page)? })
}
