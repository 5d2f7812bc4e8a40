//! 发送私信给商家: sends a message to a merchant. Errors: 503 unknown merchant.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::call::Call;
use crate::ids::MessageId;
use crate::params::ModeratedText;
use crate::store::merchant;
use crate::store::message::{self, Sender};
use crate::store::party::Party;
use crate::subject::Subject;
use crate::{Code, Result};

/// Parameters.
#[derive(Deserialize, JsonSchema)]
pub struct Params {
    /// The merchant: 32 hexadecimal digits.
    merchant_id: String,
    /// Text.
    content: ModeratedText<1, 2000>,
}

/// Reply.
#[derive(JsonSchema, Serialize)]
pub struct Reply {
    message_id: MessageId,
}

pub fn run(call: &mut Call<'_, '_>, params: &Params) -> Result<Reply> {
    let target = merchant::id_of(call.tx, &params.merchant_id)?.ok_or(Code::NoMerchant)?;
    let message_id =
        message::send(call.tx, call.user, Party::Merchant(target), Sender::User, &params.content, call.now)?;
    call.set_subject(Subject::Message, message_id);
    Ok(Reply { message_id })
}
