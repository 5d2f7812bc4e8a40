//! 读我的票列表（分页）（已购买）: lists the tickets that the caller bought, the last bought first.
//!
//! Each ticket has a `code`, which the app shows as a QR code for the door.

// The document knows no code.

use schemars::JsonSchema;
use serde::Serialize;

use crate::Result;
use crate::call::Call;
use crate::params::Paging;
use crate::store::ticket::{self, TicketRow};
use crate::ticket_code;

/// Reply.
#[derive(JsonSchema, Serialize)]
pub struct Reply {
    /// The tickets of the page.
    my_ticket_list: Vec<OwnTicket>,
}

/// A ticket of the caller's.
#[derive(JsonSchema, Serialize)]
struct OwnTicket {
    #[serde(flatten)]
    ticket: TicketRow,
    /// What the door scans: show it as a QR code. It changes when the server's key does.
    code: String,
}

pub fn run(call: &mut Call<'_, '_>, params: &Paging) -> Result<Reply> {
    let page = params.page();
    let bought = ticket::bought(call.tx, call.user, page)?.into_iter();
    let with_code =
        |ticket: TicketRow| OwnTicket { code: ticket_code::code(call.vault, ticket.id(), call.user), ticket };
    Ok(Reply { my_ticket_list: bought.map(with_code).collect() })
}
