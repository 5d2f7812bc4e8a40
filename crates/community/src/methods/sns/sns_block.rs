//! 屏蔽用户: blocks a user, which ends follows in both directions. An unknown user is 107, oneself 400. The existing client calls it; the document
//! lacks it.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::call::{Call, EmptyReply};
use crate::store::{block, user};
use crate::{Code, Error, Result};

/// Parameters.
#[derive(Deserialize, JsonSchema)]
pub struct Params {
    to_uid: String,
}

pub fn run(call: &mut Call<'_, '_>, params: &Params) -> Result<EmptyReply> {
    let target = user::id_of(call.tx, &params.to_uid)?.ok_or(Code::NoUser)?;
    if target == call.user {
        return Err(Error::parameter("to_uid", "yourself"));
    }
    block::set(call.tx, call.user, target, call.now)?;
    Ok(EmptyReply {})
}
