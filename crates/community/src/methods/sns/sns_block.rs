//! 屏蔽用户: blocks a user and ends the follows in both directions. Not in the document; the mobile
//! client calls it. Errors: 107 unknown user, 400 oneself.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::call::{Call, EmptyReply};
use crate::store::{block, user};
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
    block::set(call.tx, call.user, target, call.now)?;
    Ok(EmptyReply {})
}
