//! 创建订单 (直接购买): reserves 1 to 100 tickets, all or nothing, at their prices of this moment. Unknown 201, reserved or sold 202. A free order is
//! complete at once.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::Result;
use crate::call::Call;
use crate::params::Ids;
use crate::store::order;

/// What the client sends.
#[derive(Deserialize, JsonSchema)]
pub struct Params {
    ticket_id_list: Ids,
}

/// What the client gets.
#[derive(JsonSchema, Serialize)]
pub struct Reply {
    order_id: i64,
}

pub fn run(call: &mut Call<'_, '_>, params: &Params) -> Result<Reply> {
    let tickets = &params.ticket_id_list.0;
    let order_id = order::create(call.tx, call.me, tickets, call.now, call.now + call.order_ms)?;
    Ok(Reply { order_id })
}
