//! 取消屏蔽用户: ends the block of a user, if there is one. Not in the document; the mobile client
//! calls it. Errors: 107 unknown user.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::call::{Call, EmptyReply};
use crate::store::{block, user};
use crate::{Code, Result};

/// Parameters.
#[derive(Deserialize, JsonSchema)]
pub struct Params {
    /// The user: 32 hexadecimal digits.
    to_uid: String,
}

pub fn run(call: &mut Call<'_, '_>, params: &Params) -> Result<EmptyReply> {
    let target = user::id_of(call.tx, &params.to_uid)?.ok_or(Code::NoUser)?;
    block::clear(call.tx, call.user, target)?;
    Ok(EmptyReply {})
}
