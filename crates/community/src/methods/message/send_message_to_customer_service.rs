//! 发送私信给客服: sends a message to customer service.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::Result;
use crate::call::Call;
use crate::ids::MessageId;
use crate::params::ModeratedText;
use crate::store::message::{self, Sender};
use crate::store::party::Party;
use crate::subject::Subject;

/// Parameters.
#[derive(Deserialize, JsonSchema)]
pub struct Params {
    /// Text.
    content: ModeratedText<1, 2000>,
}

/// Reply.
#[derive(JsonSchema, Serialize)]
pub struct Reply {
    message_id: MessageId,
}

pub fn run(call: &mut Call<'_, '_>, params: &Params) -> Result<Reply> {
    let message_id =
        message::send(call.tx, call.user, Party::CustomerService, Sender::User, &params.content, call.now)?;
    call.set_subject(Subject::Message, message_id);
    Ok(Reply { message_id })
}
