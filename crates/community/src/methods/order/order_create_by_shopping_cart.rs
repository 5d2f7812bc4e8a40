//! 创建订单（购物车）: as `order_create`, for tickets in the caller's cart, which leave it. A ticket that is not in the cart is 400.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::call::Call;
use crate::params::Ids;
use crate::store::{cart, order};
use crate::{Error, Result};

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
    if cart::remove(call.tx, call.me, tickets)? < tickets.len() as u64 {
        return Err(Error::parameter("ticket_id_list", "not in the cart"));
    }
    let order_id = order::create(call.tx, call.me, tickets, call.now, call.now + call.order_ms)?;
    Ok(Reply { order_id })
}
