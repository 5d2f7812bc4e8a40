//! 读我的票列表（分页）（已购买）: lists the tickets that the caller bought, the last bought first.

use schemars::JsonSchema;
use serde::Serialize;

use crate::Result;
use crate::call::Call;
use crate::params::Paging;
use crate::store::ticket::{self, TicketRow};

/// Reply.
#[derive(JsonSchema, Serialize)]
pub struct Reply {
    /// The tickets of the page.
    my_ticket_list: Vec<TicketRow>,
}

pub fn run(call: &mut Call<'_, '_>, params: &Paging) -> Result<Reply> {
    let page = params.page();
    Ok(Reply { my_ticket_list: ticket::bought(call.tx, call.user, page)? })
}
