//! 我的订单列表（分页）: the caller's orders, the newest first, with `status` (0 to pay, 1 complete, 2 cancelled) or all.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::call::Call;
use crate::params::{Id, Limit, Offset};
use crate::store::Page;
use crate::store::order::{self, CANCELLED, OrderRow};
use crate::{Error, Result};

/// What the client sends.
#[derive(Deserialize, JsonSchema)]
pub struct Params {
    status: Option<Id>,
    #[serde(default)]
    limit: Limit,
    #[serde(default)]
    offset: Offset,
}

/// What the client gets.
#[derive(JsonSchema, Serialize)]
pub struct Reply {
    my_order_list: Vec<OrderRow>,
}

pub fn run(call: &mut Call<'_, '_>, params: &Params) -> Result<Reply> {
    let status = params.status.map(|Id(status)| status);
    if status.is_some_and(|status| status > CANCELLED) {
        return Err(Error::parameter("status", "0, 1 or 2"));
    }
    let page = Page { limit: params.limit.0, offset: params.offset.0 };
    Ok(Reply { my_order_list: order::list(call.tx, call.me, status, page)? })
}
