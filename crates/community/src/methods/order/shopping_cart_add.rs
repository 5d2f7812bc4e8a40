//! 添加商品到购物车: adds a ticket on sale to the cart, where it is once. Errors: 201 unknown
//! ticket, 202 reserved or sold, 400 a full cart (100 tickets).

use schemars::JsonSchema;
use serde::Deserialize;

use crate::call::{Call, EmptyReply};
use crate::ids::TicketId;
use crate::params::Id;
use crate::store::{cart, ticket};
use crate::{Code, Error, Result};

/// Parameters.
#[derive(Deserialize, JsonSchema)]
pub struct Params {
    ticket_id: Id<TicketId>,
}

pub fn run(call: &mut Call<'_, '_>, params: &Params) -> Result<EmptyReply> {
    let Id(ticket_id) = params.ticket_id;
    if !ticket::is_on_sale(call.tx, ticket_id)?.ok_or(Code::NoTicket)? {
        return Err(Code::TicketTaken.into());
    }
    if !cart::add(call.tx, call.user, ticket_id, call.now)? {
        return Err(Error::parameter("ticket_id", "购物车已满"));
    }
    Ok(EmptyReply {})
}
