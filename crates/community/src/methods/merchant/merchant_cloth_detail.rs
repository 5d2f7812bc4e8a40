//! 读商家服饰详情: one cloth with its merchant. Unknown: 504.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::call::Call;
use crate::params::Id;
use crate::store::cloth::{self, MerchantClothRow};
use crate::{Code, Result};

/// What the client sends.
#[derive(Deserialize, JsonSchema)]
pub struct Params {
    cloth_id: Id,
}

/// What the client gets.
#[derive(JsonSchema, Serialize)]
pub struct Reply {
    merchant_cloth_detail: MerchantClothRow,
}

pub fn run(call: &mut Call<'_, '_>, params: &Params) -> Result<Reply> {
    let found = cloth::of_merchant(call.tx, call.me, params.cloth_id.0)?;
    Ok(Reply { merchant_cloth_detail: found.ok_or(Code::NoCloth)? })
}
