//! 发送私信给达人: sends a message to a master. Errors: 501 unknown master.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::call::Call;
use crate::ids::MessageId;
use crate::params::ModeratedText;
use crate::store::master;
use crate::store::message::{self, Sender};
use crate::store::party::Party;
use crate::subject::Subject;
use crate::{Code, Result};

/// Parameters.
#[derive(Deserialize, JsonSchema)]
pub struct Params {
    /// The master: 32 hexadecimal digits.
    master_id: String,
    /// Text.
    content: ModeratedText<1, 2000>,
}

/// Reply.
#[derive(JsonSchema, Serialize)]
pub struct Reply {
    message_id: MessageId,
}

pub fn run(call: &mut Call<'_, '_>, params: &Params) -> Result<Reply> {
    let target = master::id_of(call.tx, &params.master_id)?.ok_or(Code::NoMaster)?;
    let message_id =
        message::send(call.tx, call.user, Party::Master(target), Sender::User, &params.content, call.now)?;
    call.set_subject(Subject::Message, message_id);
    Ok(Reply { message_id })
}
