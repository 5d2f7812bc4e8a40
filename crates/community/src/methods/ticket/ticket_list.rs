//! 读票列表（分页）(商品，未出售): tickets on sale of a project, the oldest first; without `project_id` of all, the newest first. An unknown project is 502.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::call::Call;
use crate::params::{Id, Limit, Offset};
use crate::store::ticket::{self, TicketRow};
use crate::store::{Page, project};
use crate::{Code, Result};

/// What the client sends.
#[derive(Deserialize, JsonSchema)]
pub struct Params {
    project_id: Option<Id>,
    #[serde(default)]
    limit: Limit,
    #[serde(default)]
    offset: Offset,
}

/// What the client gets.
#[derive(JsonSchema, Serialize)]
pub struct Reply {
    ticket_list: Vec<TicketRow>,
}

pub fn run(call: &mut Call<'_, '_>, params: &Params) -> Result<Reply> {
    let project_id = params.project_id.map(|Id(id)| id);
    if let Some(id) = project_id {
        project::find(call.tx, call.me, id)?.ok_or(Code::NoProject)?;
    }
    let page = Page { limit: params.limit.0, offset: params.offset.0 };
    Ok(Reply { ticket_list: ticket::on_sale(call.tx, project_id, page)? })
}
