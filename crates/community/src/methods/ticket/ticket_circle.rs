//! 票儿--玩圈: lists the tickets that have comments, each with its last one, the last commented
//! first.

use schemars::JsonSchema;
use serde::Serialize;

use crate::Result;
use crate::call::Call;
use crate::params::Paging;
use crate::store::ticket_comment::{self, CircleRow};

/// Reply.
#[derive(JsonSchema, Serialize)]
pub struct Reply {
    /// The tickets of the page, each with its last comment.
    ticket_circle: Vec<CircleRow>,
}

pub fn run(call: &mut Call<'_, '_>, params: &Paging) -> Result<Reply> {
    let page = params.page();
    Ok(Reply { ticket_circle: ticket_comment::circle(call.tx, call.user, page)? })
}
