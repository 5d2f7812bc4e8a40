//! 创建订单（购物车）: orders tickets in the caller's cart as `order_create` does, and removes them
//! from the cart. Errors: those of `order_create`, and 400 not in the cart.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::create::create;
use crate::call::Call;
use crate::ids::{OrderId, TicketId};
use crate::params::Ids;
use crate::store::cart;
use crate::{Error, Result};

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
    if cart::remove(call.tx, call.user, tickets)? < tickets.len() as u64 {
        return Err(Error::parameter("ticket_id_list", "不在购物车中"));
    }
    Ok(Reply { order_id: create(call, tickets)? })
}
