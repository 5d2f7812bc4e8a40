//! 创建订单 (直接购买): orders 1 to 100 tickets, all or none, at their present prices. A free order
//! is complete at once. Errors: 201 unknown ticket, 202 reserved or sold.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::Result;
use crate::call::Call;
use crate::ids::{OrderId, TicketId};
use crate::params::Ids;
use crate::store::order::{self, NewOrder};

/// Parameters.
#[derive(Deserialize, JsonSchema)]
pub struct Params {
    ticket_id_list: Ids<TicketId>,
}

/// Reply.
#[derive(JsonSchema, Serialize)]
pub struct Reply {
    order_id: OrderId,
}

pub fn run(call: &mut Call<'_, '_>, params: &Params) -> Result<Reply> {
    let tickets = &params.ticket_id_list.0;
    let (created_at, expires_at) = (call.now, call.now + call.order_ms);
    let new = NewOrder { user_id: call.user, tickets, created_at, expires_at };
    Ok(Reply { order_id: order::create(call.tx, &new)? })
}
