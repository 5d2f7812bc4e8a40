//! 票评论删除: deletes the caller's own comments of tickets, all or none. Errors: 302 unknown
//! comment, 111 another author's.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::call::{Call, EmptyReply};
use crate::ids::TicketCommentId;
use crate::params::Ids;
use crate::store::ticket_comment;
use crate::{Code, Result};

/// Parameters.
#[derive(Deserialize, JsonSchema)]
pub struct Params {
    ticket_comment_id_list: Ids<TicketCommentId>,
}

pub fn run(call: &mut Call<'_, '_>, params: &Params) -> Result<EmptyReply> {
    let ids = &params.ticket_comment_id_list.0;
    let authors = ticket_comment::authors(call.tx, ids)?;
    call.require_own(&authors, ids.len(), Code::NoComment)?;
    ticket_comment::delete(call.tx, ids)?;
    Ok(EmptyReply {})
}
