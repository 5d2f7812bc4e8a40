//! 系统推荐商家服饰列表（分页）: lists the recommended clothes of merchants, in the operators'
//! order, under both keys that clients read.

use schemars::JsonSchema;
use serde::Serialize;

use crate::Result;
use crate::call::Call;
use crate::params::Paging;
use crate::store::cloth::{self, MerchantClothRow};

/// Reply.
#[derive(JsonSchema, Serialize)]
pub struct Reply {
    /// The clothes of the page.
    merchant_cloth_recommend_list: Vec<MerchantClothRow>,
    /// The clothes of the page.
    merchant_cloth_list: Vec<MerchantClothRow>,
}

pub fn run(call: &mut Call<'_, '_>, params: &Paging) -> Result<Reply> {
    let page = params.page();
    let rows = cloth::recommended(call.tx, call.user, page)?;
    Ok(Reply { merchant_cloth_recommend_list: rows.clone(), merchant_cloth_list: rows })
}
