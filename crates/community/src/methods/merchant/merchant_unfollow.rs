//! 取消关注商家: ends the follow of a merchant, if there is one. Errors: 503 unknown merchant.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::call::{Call, EmptyReply};
use crate::store::mark::MERCHANT_FOLLOW;
use crate::store::merchant;
use crate::{Code, Result};

/// Parameters.
#[derive(Deserialize, JsonSchema)]
pub struct Params {
    /// The merchant: 32 hexadecimal digits.
    merchant_id: String,
}

pub fn run(call: &mut Call<'_, '_>, params: &Params) -> Result<EmptyReply> {
    let target = merchant::id_of(call.tx, &params.merchant_id)?.ok_or(Code::NoMerchant)?;
    MERCHANT_FOLLOW.clear(call.tx, call.user, target)?;
    Ok(EmptyReply {})
}
