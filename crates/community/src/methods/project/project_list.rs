//! 项目列表（分页）: lists the projects of all masters, or of `master_id`, the newest first.
//! Errors: 501 unknown master.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::call::Call;
use crate::params::{Limit, Offset, page};
use crate::store::master;
use crate::store::project::{self, ProjectRow};
use crate::{Code, Result};

/// Parameters.
#[derive(Deserialize, JsonSchema)]
pub struct Params {
    /// Only projects of this master.
    master_id: Option<String>,
    #[serde(default)]
    limit: Limit,
    #[serde(default)]
    offset: Offset,
}

/// Reply.
#[derive(JsonSchema, Serialize)]
pub struct Reply {
    /// The projects of the page.
    project_list: Vec<ProjectRow>,
}

pub fn run(call: &mut Call<'_, '_>, params: &Params) -> Result<Reply> {
    let page = page(params.limit, params.offset);
    let project_list = match params.master_id.as_deref().filter(|id| !id.is_empty()) {
        Some(master_id) => {
            let master = master::id_of(call.tx, master_id)?.ok_or(Code::NoMaster)?;
            project::of_master(call.tx, call.user, master, page)?
        }
        None => project::newest(call.tx, call.user, page)?,
    };
    Ok(Reply { project_list })
}
