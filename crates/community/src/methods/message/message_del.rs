//! 删除私信: deletes messages for the caller alone, all or none. Errors: 506 a message that is in
//! no conversation of the caller.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::call::{Call, EmptyReply};
use crate::ids::MessageId;
use crate::params::Ids;
use crate::store::message;
use crate::{Code, Result};

/// Parameters.
#[derive(Deserialize, JsonSchema)]
pub struct Params {
    message_id_list: Ids<MessageId>,
}

pub fn run(call: &mut Call<'_, '_>, params: &Params) -> Result<EmptyReply> {
    let hidden = message::hide(call.tx, call.user, &params.message_id_list.0)?;
    if hidden { Ok(EmptyReply {}) } else { Err(Code::NoMessage.into()) }
}
