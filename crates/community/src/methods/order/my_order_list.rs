//! 我的订单列表（分页）: lists the caller's orders, the newest first: all, or those with `status`
//! (0 pending, 1 done, 2 cancelled).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::call::Call;
use crate::params::{Id, Limit, Offset, page};
use crate::store::order::{self, OrderRow, OrderStatus};
use crate::{Error, Result};

/// Parameters.
#[derive(Deserialize, JsonSchema)]
pub struct Params {
    /// Only orders of this status: 0 pending, 1 done, 2 cancelled.
    status: Option<Id<i64>>,
    #[serde(default)]
    limit: Limit,
    #[serde(default)]
    offset: Offset,
}

/// Reply.
#[derive(JsonSchema, Serialize)]
pub struct Reply {
    /// The orders of the page.
    my_order_list: Vec<OrderRow>,
}

pub fn run(call: &mut Call<'_, '_>, params: &Params) -> Result<Reply> {
    let status = match params.status {
        None => None,
        Some(Id(status)) => {
            let known = OrderStatus::from_value(status);
            Some(known.ok_or_else(|| Error::parameter("status", "应为 0、1 或 2"))?)
        }
    };
    let page = page(params.limit, params.offset);
    Ok(Reply { my_order_list: order::list(call.tx, call.user, status, page)? })
}
