//! 系统推荐的项目列表: lists the recommended projects, in the operators' order.

use schemars::JsonSchema;
use serde::Serialize;

use crate::Result;
use crate::call::Call;
use crate::params::Paging;
use crate::store::project::{self, ProjectRow};

/// Reply.
#[derive(JsonSchema, Serialize)]
pub struct Reply {
    /// The projects of the page.
    project_recommend_list: Vec<ProjectRow>,
}

pub fn run(call: &mut Call<'_, '_>, params: &Paging) -> Result<Reply> {
    let page = params.page();
    Ok(Reply { project_recommend_list: project::recommended(call.tx, call.user, page)? })
}
