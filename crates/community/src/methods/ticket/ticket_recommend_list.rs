//! 推荐的票列表: lists the recommended tickets on sale, in the operators' order. Not in the
//! document; the mobile client calls it.

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
    ticket_recommend_list: Vec<FullTicketRow>,
}

pub fn run(call: &mut Call<'_, '_>, params: &Paging) -> Result<Reply> {
    let page = params.page();
    Ok(Reply { ticket_recommend_list: ticket::recommended(call.tx, call.user, page)? })
}
