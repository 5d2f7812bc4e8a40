//! 移除购物车商品: removes a ticket from the cart, if it is there.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::Result;
use crate::call::{Call, EmptyReply};
use crate::ids::TicketId;
use crate::params::Id;
use crate::store::cart;

/// Parameters.
#[derive(Deserialize, JsonSchema)]
pub struct Params {
    ticket_id: Id<TicketId>,
}

pub fn run(call: &mut Call<'_, '_>, params: &Params) -> Result<EmptyReply> {
    cart::remove(call.tx, call.user, &[params.ticket_id.0])?;
    Ok(EmptyReply {})
}
