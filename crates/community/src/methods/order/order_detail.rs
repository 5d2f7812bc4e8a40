//! 读订单详情: reads one of the caller's own orders with its tickets. Errors: 203 another user's
//! order.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::call::Call;
use crate::ids::OrderId;
use crate::params::Id;
use crate::store::order::{self, OrderItem, OrderRow};
use crate::{Code, Result};

/// Parameters.
#[derive(Deserialize, JsonSchema)]
pub struct Params {
    order_id: Id<OrderId>,
}

/// Reply.
#[derive(JsonSchema, Serialize)]
pub struct Reply {
    /// The order.
    order_detail: OrderDetail,
}

/// An order with its tickets.
#[derive(JsonSchema, Serialize)]
struct OrderDetail {
    #[serde(flatten)]
    order: OrderRow,
    /// Its tickets.
    order_item_list: Vec<OrderItem>,
}

pub fn run(call: &mut Call<'_, '_>, params: &Params) -> Result<Reply> {
    let Id(id) = params.order_id;
    let order = order::find(call.tx, call.user, id)?.ok_or(Code::NoOrder)?;
    Ok(Reply { order_detail: OrderDetail { order, order_item_list: order::items(call.tx, id)? } })
}
