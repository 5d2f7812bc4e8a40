//! 读设计圈服饰列表（分页）: lists the clothes of the design circle, the newest first.

use schemars::JsonSchema;
use serde::Serialize;

use crate::Result;
use crate::call::Call;
use crate::params::Paging;
use crate::store::cloth::{self, ClothRow};

/// Reply.
#[derive(JsonSchema, Serialize)]
pub struct Reply {
    /// The clothes of the page.
    design_circle_cloth_list: Vec<ClothRow>,
}

pub fn run(call: &mut Call<'_, '_>, params: &Paging) -> Result<Reply> {
    let page = params.page();
    Ok(Reply { design_circle_cloth_list: cloth::of_design_circle(call.tx, page)? })
}
