//! 取消订单: gives a pending order up; its tickets are on sale again at once. Somebody else's order is 203, one that is not pending 204.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::Result;
use crate::call::{Call, EmptyReply};
use crate::ids::OrderId;
use crate::params::Id;
use crate::store::order;

/// Parameters.
#[derive(Deserialize, JsonSchema)]
pub struct Params {
    order_id: Id<OrderId>,
}

pub fn run(call: &mut Call<'_, '_>, params: &Params) -> Result<EmptyReply> {
    order::cancel(call.tx, call.user, params.order_id.0, call.now)?;
    Ok(EmptyReply {})
}
