//! 推荐达人列表（分页）: lists the recommended masters, in the operators' order, under both keys
//! that clients read.

use schemars::JsonSchema;
use serde::Serialize;

use crate::Result;
use crate::call::Call;
use crate::params::Paging;
use crate::store::master::{self, MasterRow};

/// Reply.
#[derive(JsonSchema, Serialize)]
pub struct Reply {
    /// The masters of the page.
    master_recommend_list: Vec<MasterRow>,
    /// The masters of the page.
    master_list: Vec<MasterRow>,
}

pub fn run(call: &mut Call<'_, '_>, params: &Paging) -> Result<Reply> {
    let page = params.page();
    let rows = master::recommended(call.tx, call.user, page)?;
    Ok(Reply { master_recommend_list: rows.clone(), master_list: rows })
}
