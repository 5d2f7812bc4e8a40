//! 读私信列表 （分页）: lists the caller's conversation with `to_id` (a uid, a master_id or a
//! merchant_id), the newest first, and describes the other party. Errors: 107 unknown party.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::conversation;
use crate::call::Call;
use crate::params::{Limit, Offset, page};
use crate::store::inbox::OtherSide;
use crate::store::message::MessageRow;
use crate::store::party::Party;
use crate::{Code, Result};

/// Parameters.
#[derive(Deserialize, JsonSchema)]
pub struct Params {
    /// Id of the other party: a user, a master, a merchant or `customer_service`.
    to_id: String,
    #[serde(default)]
    limit: Limit,
    #[serde(default)]
    offset: Offset,
}

/// Reply.
#[derive(JsonSchema, Serialize)]
pub struct Reply {
    /// The messages of the page.
    my_message: Vec<MessageRow>,
    /// The other party.
    other_side: OtherSide,
}

pub fn run(call: &mut Call<'_, '_>, params: &Params) -> Result<Reply> {
    let party = Party::find(call.tx, &params.to_id)?.filter(|party| *party != Party::User(call.user));
    let page = page(params.limit, params.offset);
    let found = conversation::read(call, party.ok_or(Code::NoUser)?, page)?.ok_or(Code::NoUser)?;
    Ok(Reply { my_message: found.messages, other_side: found.other_side })
}
