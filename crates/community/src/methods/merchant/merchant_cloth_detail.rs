//! 读商家服饰详情: reads a cloth with its merchant. Errors: 504 unknown cloth.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::call::Call;
use crate::ids::MerchantClothId;
use crate::params::Id;
use crate::store::cloth::{self, MerchantClothRow};
use crate::{Code, Result};

/// Parameters.
#[derive(Deserialize, JsonSchema)]
pub struct Params {
    cloth_id: Id<MerchantClothId>,
}

/// Reply.
#[derive(JsonSchema, Serialize)]
pub struct Reply {
    /// The cloth.
    merchant_cloth_detail: MerchantClothRow,
}

pub fn run(call: &mut Call<'_, '_>, params: &Params) -> Result<Reply> {
    let found = cloth::of_merchant(call.tx, call.user, params.cloth_id.0)?;
    Ok(Reply { merchant_cloth_detail: found.ok_or(Code::NoCloth)? })
}
