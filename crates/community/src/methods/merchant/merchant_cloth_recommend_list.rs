//! 系统推荐商家服饰列表（分页）: the recommended clothes of merchants, in the operators' order; answers under both keys that clients read.

use serde::{Deserialize, Serialize};

use crate::Result;
use crate::call::Call;
use crate::params::{Limit, Offset};
use crate::store::Page;
use crate::store::cloth::{self, MerchantClothRow};

/// What the client sends.
#[derive(Deserialize)]
pub struct Params {
    #[serde(default)]
    limit: Limit,
    #[serde(default)]
    offset: Offset,
}

/// What the client gets.
#[derive(Serialize)]
pub struct Reply {
    merchant_cloth_recommend_list: Vec<MerchantClothRow>,
    merchant_cloth_list: Vec<MerchantClothRow>,
}

pub fn run(call: &mut Call<'_, '_>, params: &Params) -> Result<Reply> {
    let page = Page { limit: params.limit.0, offset: params.offset.0 };
    let rows = cloth::recommended(call.tx, call.me, page)?;
    Ok(Reply { merchant_cloth_recommend_list: rows.clone(), merchant_cloth_list: rows })
}
