//! 删除私信: deletes messages for the caller alone, all or nothing. One that is in no conversation of the caller's is 506.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::call::{Call, Done};
use crate::params::Ids;
use crate::store::message;
use crate::{Code, Result};

/// What the client sends.
#[derive(Deserialize, JsonSchema)]
pub struct Params {
    message_id_list: Ids,
}

pub fn run(call: &mut Call<'_, '_>, params: &Params) -> Result<Done> {
    let hidden = message::hide(call.tx, call.me, &params.message_id_list.0)?;
    if hidden { Ok(Done {}) } else { Err(Code::NoMessage.into()) }
}
