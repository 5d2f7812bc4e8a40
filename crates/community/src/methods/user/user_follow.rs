//! 关注用户: follows a user. Repeated calls count once. Errors: 107 unknown user, 400 oneself, 111
//! blocked by the user.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::call::{Call, EmptyReply};
use crate::store::{follow, user};
use crate::{Code, Error, Result};

/// Parameters.
#[derive(Deserialize, JsonSchema)]
pub struct Params {
    /// The user: 32 hexadecimal digits.
    to_uid: String,
}

pub fn run(call: &mut Call<'_, '_>, params: &Params) -> Result<EmptyReply> {
    let target = user::id_of(call.tx, &params.to_uid)?.ok_or(Code::NoUser)?;
    if target == call.user {
        return Err(Error::parameter("to_uid", "不能是自己"));
    }
    call.require_not_blocked_by(target)?;
    follow::set(call.tx, call.user, target, call.now)?;
    Ok(EmptyReply {})
}
