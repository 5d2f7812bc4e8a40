//! 推荐的票列表: the recommended tickets on sale, in the operators' order. The existing client calls it; the document lacks it.

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
    ticket_recommend_list: Vec<FullTicketRow>,
}

pub fn run(call: &mut Call<'_, '_>, params: &Params) -> Result<Reply> {
    let page = Page { limit: params.limit.0, offset: params.offset.0 };
    Ok(Reply { ticket_recommend_list: ticket::recommended(call.tx, call.me, page)? })
}
