//! 项目详情: reads a project with its master and the number of its tickets, sold or not. Errors:
//! 502 unknown project.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::call::Call;
use crate::ids::ProjectId;
use crate::params::Id;
use crate::store::project::{self, ProjectDetail};
use crate::{Code, Result};

/// Parameters.
#[derive(Deserialize, JsonSchema)]
pub struct Params {
    project_id: Id<ProjectId>,
}

/// Reply.
#[derive(JsonSchema, Serialize)]
pub struct Reply {
    /// The project.
    project_detail: ProjectDetail,
}

pub fn run(call: &mut Call<'_, '_>, params: &Params) -> Result<Reply> {
    let found = project::find(call.tx, call.user, params.project_id.0)?;
    Ok(Reply { project_detail: found.ok_or(Code::NoProject)? })
}
