//! 发送私信给用户: sends a message to a user. Errors: 107 unknown user, 400 oneself, 111 blocked by
//! the user.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::call::Call;
use crate::ids::MessageId;
use crate::params::ModeratedText;
use crate::store::message::{self, Sender};
use crate::store::party::Party;
use crate::store::user;
use crate::subject::Subject;
use crate::{Code, Error, Result};

/// Parameters.
#[derive(Deserialize, JsonSchema)]
pub struct Params {
    /// The user: 32 hexadecimal digits.
    to_uid: String,
    /// Text.
    content: ModeratedText<1, 2000>,
}

/// Reply.
#[derive(JsonSchema, Serialize)]
pub struct Reply {
    message_id: MessageId,
}

pub fn run(call: &mut Call<'_, '_>, params: &Params) -> Result<Reply> {
    let target = user::id_of(call.tx, &params.to_uid)?.ok_or(Code::NoUser)?;
    if target == call.user {
        return Err(Error::parameter("to_uid", "不能是自己"));
    }
    call.require_not_blocked_by(target)?;
    let message_id =
        message::send(call.tx, call.user, Party::User(target), Sender::User, &params.content, call.now)?;
    call.set_subject(Subject::Message, message_id);
    Ok(Reply { message_id })
}
