//! 推荐达人列表（分页）: the recommended masters, in the operators' order; answers under both keys that clients read.

use serde::{Deserialize, Serialize};

use crate::Result;
use crate::call::Call;
use crate::params::{Limit, Offset};
use crate::store::Page;
use crate::store::master::{self, MasterRow};

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
    master_recommend_list: Vec<MasterRow>,
    master_list: Vec<MasterRow>,
}

pub fn run(call: &mut Call<'_, '_>, params: &Params) -> Result<Reply> {
    let page = Page { limit: params.limit.0, offset: params.offset.0 };
    let rows = master::recommended(call.tx, call.me, page)?;
    Ok(Reply { master_recommend_list: rows.clone(), master_list: rows })
}
