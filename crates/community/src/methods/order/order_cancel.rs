//! 取消订单: cancels a pending order and puts its tickets on sale again. Errors: 203 another user's
//! order, 204 not pending.

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
