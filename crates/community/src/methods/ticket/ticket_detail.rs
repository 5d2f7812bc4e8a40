//! 读票详情: reads a ticket, sold or not, with its project's name and its master. Errors: 201
//! unknown ticket.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::call::Call;
use crate::ids::TicketId;
use crate::params::Id;
use crate::store::ticket::{self, TicketDetail};
use crate::{Code, Result};

/// Parameters.
#[derive(Deserialize, JsonSchema)]
pub struct Params {
    ticket_id: Id<TicketId>,
}

/// Reply.
#[derive(JsonSchema, Serialize)]
pub struct Reply {
    /// Tickets of the project, sold or not.
    project_ticket_count: i64,
    /// The ticket.
    ticket_detail: TicketDetail,
}

pub fn run(call: &mut Call<'_, '_>, params: &Params) -> Result<Reply> {
    let ticket_detail = ticket::find(call.tx, call.user, params.ticket_id.0)?.ok_or(Code::NoTicket)?;
    Ok(Reply { project_ticket_count: ticket_detail.project_ticket_count(), ticket_detail })
}
