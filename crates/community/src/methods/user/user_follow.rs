//! 关注用户: follows a user; doing so twice counts once. An unknown user is 107, oneself 400; who is
//! blocked by the user may not (111).

use schemars::JsonSchema;
use serde::Deserialize;

use crate::call::{Call, EmptyReply};
use crate::store::{follow, user};
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
    call.require_not_blocked_by(target)?;
    follow::set(call.tx, call.user, target, call.now)?;
    Ok(EmptyReply {})
}
