//! 读票评论列表（分页）: what people say of a ticket, the newest first. An unknown ticket is 201.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::call::Call;
use crate::params::{Id, Limit, Offset};
use crate::store::ticket_comment::{self, TicketCommentRow};
use crate::store::{Page, ticket};
use crate::{Code, Result};

/// What the client sends.
#[derive(Deserialize, JsonSchema)]
pub struct Params {
    ticket_id: Id,
    #[serde(default)]
    limit: Limit,
    #[serde(default)]
    offset: Offset,
}

/// What the client gets.
#[derive(JsonSchema, Serialize)]
pub struct Reply {
    ticket_comment_list: Vec<TicketCommentRow>,
}

pub fn run(call: &mut Call<'_, '_>, params: &Params) -> Result<Reply> {
    let Id(ticket_id) = params.ticket_id;
    ticket::is_on_sale(call.tx, ticket_id)?.ok_or(Code::NoTicket)?;
    let page = Page { limit: params.limit.0, offset: params.offset.0 };
    Ok(Reply { ticket_comment_list: ticket_comment::list(call.tx, ticket_id, page)? })
}
