//! 我关注的达人的票列表（分页）(商品，未出售): tickets on sale of the masters that the caller follows, the newest first.

use serde::{Deserialize, Serialize};

use crate::Result;
use crate::call::Call;
use crate::params::{Limit, Offset};
use crate::store::Page;
use crate::store::ticket::{self, FullTicketRow};

/// What the client sends.
#[derive(Deserialize)]
pub struct Params {
    #[serde(default)]
    limit: Limit,
    #[serde(default)]
    offset: Offset,
}

/// What the client gets.
#[derive(Serialize)]
pub struct Reply {
    my_following_masters_ticket_list: Vec<FullTicketRow>,
}

pub fn run(call: &mut Call<'_, '_>, params: &Params) -> Result<Reply> {
    let page = Page { limit: params.limit.0, offset: params.offset.0 };
    Ok(Reply { my_following_masters_ticket_list: ticket::of_followed(call.tx, call.me, page)? })
}
