//! 读与客服的私信列表 （分页）: lists the caller's conversation with customer service, the newest
//! first. Not in the document; the mobile client calls it.

use schemars::JsonSchema;
use serde::Serialize;

use super::conversation;
use crate::call::Call;
use crate::params::Paging;
use crate::store::inbox::OtherSide;
use crate::store::message::MessageRow;
use crate::store::party::Party;
use crate::{Code, Result};

/// Reply.
#[derive(JsonSchema, Serialize)]
pub struct Reply {
    /// The messages of the page.
    my_message_with_customer_service: Vec<MessageRow>,
    /// The messages of the page.
    my_message: Vec<MessageRow>,
    /// The other party.
    other_side: OtherSide,
}

pub fn run(call: &mut Call<'_, '_>, params: &Paging) -> Result<Reply> {
    let page = params.page();
    let found = conversation::read(call, Party::CustomerService, page)?.ok_or(Code::NoUser)?;
    Ok(Reply {
        my_message_with_customer_service: found.messages.clone(),
        my_message: found.messages,
        other_side: found.other_side,
    })
}
