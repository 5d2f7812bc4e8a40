//! 读私信列表 （分页）: the caller's conversation with `to_id` (a uid, a master_id or a merchant_id), the newest first, and who that is. Unknown: 107.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::conversation;
use crate::call::Call;
use crate::params::{Limit, Offset};
use crate::store::Page;
use crate::store::message::{MessageRow, OtherSide, Party};
use crate::{Code, Result};

/// What the client sends.
#[derive(Deserialize, JsonSchema)]
pub struct Params {
    to_id: String,
    #[serde(default)]
    limit: Limit,
    #[serde(default)]
    offset: Offset,
}

/// What the client gets.
#[derive(JsonSchema, Serialize)]
pub struct Reply {
    my_message: Vec<MessageRow>,
    other_side: OtherSide,
}

pub fn run(call: &mut Call<'_, '_>, params: &Params) -> Result<Reply> {
    let party = Party::find(call.tx, &params.to_id)?.filter(|party| *party != Party::User(call.me));
    let page = Page { limit: params.limit.0, offset: params.offset.0 };
    let found = conversation::read(call, party.ok_or(Code::NoUser)?, page)?.ok_or(Code::NoUser)?;
    Ok(Reply { my_message: found.messages, other_side: found.other_side })
}
