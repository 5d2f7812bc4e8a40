//! 读商家服饰列表（分页）: lists the clothes of all merchants, the newest first.

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
    merchant_cloth_list: Vec<MerchantClothRow>,
}

pub fn run(call: &mut Call<'_, '_>, params: &Paging) -> Result<Reply> {
    let page = params.page();
    Ok(Reply { merchant_cloth_list: cloth::of_merchants(call.tx, call.user, page)? })
}
