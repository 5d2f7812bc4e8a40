//! 发送私信给商家: writes to a merchant. Unknown 503.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::call::Call;
use crate::params::Written;
use crate::store::merchant;
use crate::store::message::{self, Party, Speaker};
use crate::subject::Subject;
use crate::{Code, Result};

/// What the client sends.
#[derive(Deserialize, JsonSchema)]
pub struct Params {
    merchant_id: String,
    content: Written<1, 2000>,
}

/// What the client gets.
#[derive(JsonSchema, Serialize)]
pub struct Reply {
    message_id: i64,
}

pub fn run(call: &mut Call<'_, '_>, params: &Params) -> Result<Reply> {
    let target = merchant::id_of(call.tx, &params.merchant_id)?.ok_or(Code::NoMerchant)?;
    let message_id =
        message::send(call.tx, call.me, Party::Merchant(target), Speaker::Me, &params.content, call.now)?;
    call.wrote(Subject::Message, message_id);
    Ok(Reply { message_id })
}
