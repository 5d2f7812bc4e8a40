//! 读购物车信息: lists the cart, the last added first.

use schemars::JsonSchema;
use serde::Serialize;

use crate::Result;
use crate::call::Call;
use crate::params::NoParams;
use crate::store::cart::{self, CartRow};

/// Reply.
#[derive(JsonSchema, Serialize)]
pub struct Reply {
    /// The tickets of the cart.
    shopping_cart_info: Vec<CartRow>,
}

pub fn run(call: &mut Call<'_, '_>, _: &NoParams) -> Result<Reply> {
    Ok(Reply { shopping_cart_info: cart::list(call.tx, call.user)? })
}
