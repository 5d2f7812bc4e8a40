//! 读票列表（分页）(商品，未出售): lists the tickets on sale of a project, the oldest first, or
//! without `project_id` of all projects, the newest first. Errors: 502 unknown project.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::call::Call;
use crate::ids::ProjectId;
use crate::params::{Id, Limit, Offset, page};
use crate::store::project;
use crate::store::ticket::{self, TicketRow};
use crate::{Code, Result};

/// Parameters.
#[derive(Deserialize, JsonSchema)]
pub struct Params {
    /// Only tickets of this project.
    project_id: Option<Id<ProjectId>>,
    #[serde(default)]
    limit: Limit,
    #[serde(default)]
    offset: Offset,
}

/// Reply.
#[derive(JsonSchema, Serialize)]
pub struct Reply {
    /// The tickets of the page.
    ticket_list: Vec<TicketRow>,
}

pub fn run(call: &mut Call<'_, '_>, params: &Params) -> Result<Reply> {
    let project_id = params.project_id.map(|Id(id)| id);
    if let Some(id) = project_id {
        project::find(call.tx, call.user, id)?.ok_or(Code::NoProject)?;
    }
    let page = page(params.limit, params.offset);
    Ok(Reply { ticket_list: ticket::on_sale(call.tx, project_id, page)? })
}
