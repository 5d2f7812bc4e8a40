//! 取消屏蔽用户: ends a block; one that is not there stays so. An unknown user is 107. The existing client calls it; the document lacks it.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::call::{Call, EmptyReply};
use crate::store::{block, user};
use crate::{Code, Result};

/// Parameters.
#[derive(Deserialize, JsonSchema)]
pub struct Params {
    to_uid: String,
}

pub fn run(call: &mut Call<'_, '_>, params: &Params) -> Result<EmptyReply> {
    let target = user::id_of(call.tx, &params.to_uid)?.ok_or(Code::NoUser)?;
    block::clear(call.tx, call.user, target)?;
    Ok(EmptyReply {})
}
