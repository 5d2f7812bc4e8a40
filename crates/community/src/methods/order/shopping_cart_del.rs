//! 移除购物车商品: takes a ticket out of the cart; one that is not in it stays out.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::Result;
use crate::call::{Call, Done};
use crate::params::Id;
use crate::store::cart;

/// What the client sends.
#[derive(Deserialize, JsonSchema)]
pub struct Params {
    ticket_id: Id,
}

pub fn run(call: &mut Call<'_, '_>, params: &Params) -> Result<Done> {
    cart::remove(call.tx, call.me, &[params.ticket_id.0])?;
    Ok(Done {})
}
