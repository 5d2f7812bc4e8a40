//! 我关注的达人的票列表（分页）(商品，未出售): lists the tickets on sale of the masters that the
//! caller follows, the newest first.

use schemars::JsonSchema;
use serde::Serialize;

use crate::Result;
use crate::call::Call;
use crate::params::Paging;
use crate::store::ticket::{self, FullTicketRow};

/// Reply.
#[derive(JsonSchema, Serialize)]
pub struct Reply {
    /// The tickets of the page.
    my_following_masters_ticket_list: Vec<FullTicketRow>,
}

pub fn run(call: &mut Call<'_, '_>, params: &Paging) -> Result<Reply> {
    let page = params.page();
    Ok(Reply { my_following_masters_ticket_list: ticket::of_followed(call.tx, call.user, page)? })
}
