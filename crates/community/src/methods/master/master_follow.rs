//! 关注用户: follows a master. Repeated calls count once. Errors: 501 unknown master.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::call::{Call, EmptyReply};
use crate::store::mark::MASTER_FOLLOW;
use crate::store::master;
use crate::{Code, Result};

/// Parameters.
#[derive(Deserialize, JsonSchema)]
pub struct Params {
    /// The master: 32 hexadecimal digits.
    master_id: String,
}

pub fn run(call: &mut Call<'_, '_>, params: &Params) -> Result<EmptyReply> {
    let target = master::id_of(call.tx, &params.master_id)?.ok_or(Code::NoMaster)?;
    MASTER_FOLLOW.set(call.tx, call.user, target, call.now)?;
    Ok(EmptyReply {})
}
