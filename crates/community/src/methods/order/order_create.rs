//! 创建订单 (直接购买): orders 1 to 100 tickets, all or none, at their present prices. A free order
//! is complete at once. Errors: 201 unknown ticket, 202 reserved or sold, 110 too many
//! unpaid tickets or orders.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::create::create;
use crate::Result;
use crate::call::Call;
use crate::ids::{OrderId, TicketId};
use crate::params::Ids;

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
    Ok(Reply { order_id: create(call, &params.ticket_id_list.0)? })
}
