//! 票儿--玩圈: the tickets people talk about with the last thing said, the last talked about first.

use serde::{Deserialize, Serialize};

use crate::Result;
use crate::call::Call;
use crate::params::{Limit, Offset};
use crate::store::Page;
use crate::store::ticket_comment::{self, CircleRow};

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
    ticket_circle: Vec<CircleRow>,
}

pub fn run(call: &mut Call<'_, '_>, params: &Params) -> Result<Reply> {
    let page = Page { limit: params.limit.0, offset: params.offset.0 };
    Ok(Reply { ticket_circle: ticket_comment::circle(call.tx, page)? })
}
