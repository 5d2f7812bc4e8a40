//! 我关注的达人的项目列表（分页）: lists the projects of the masters that the caller follows, the
//! newest first, under both keys that clients read.

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
    my_following_masters_project_list: Vec<ProjectRow>,
    /// The projects of the page.
    project_recommend_list: Vec<ProjectRow>,
}

pub fn run(call: &mut Call<'_, '_>, params: &Paging) -> Result<Reply> {
    let page = params.page();
    let rows = project::of_followed(call.tx, call.user, page)?;
    Ok(Reply { my_following_masters_project_list: rows.clone(), project_recommend_list: rows })
}
