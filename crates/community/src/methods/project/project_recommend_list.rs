//! 系统推荐的项目列表: the recommended projects, in the operators' order.

use serde::{Deserialize, Serialize};

use crate::Result;
use crate::call::Call;
use crate::params::{Limit, Offset};
use crate::store::Page;
use crate::store::project::{self, ProjectRow};

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
    project_recommend_list: Vec<ProjectRow>,
}

pub fn run(call: &mut Call<'_, '_>, params: &Params) -> Result<Reply> {
    let page = Page { limit: params.limit.0, offset: params.offset.0 };
    Ok(Reply { project_recommend_list: project::recommended(call.tx, call.me, page)? })
}
