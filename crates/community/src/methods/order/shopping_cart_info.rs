//! 读购物车信息: the whole cart, the last added first.

use serde::{Deserialize, Serialize};

use crate::Result;
use crate::call::Call;
use crate::store::cart::{self, CartRow};

/// What the client sends.
#[derive(Deserialize)]
pub struct Params {}

/// What the client gets.
#[derive(Serialize)]
pub struct Reply {
    shopping_cart_info: Vec<CartRow>,
}

pub fn run(call: &mut Call<'_, '_>, _: &Params) -> Result<Reply> {
    Ok(Reply { shopping_cart_info: cart::list(call.tx, call.me)? })
}
