//! 发送私信给用户: writes to a user. Unknown 107, oneself 400; who is blocked by the user may not (111).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::call::Call;
use crate::params::Written;
use crate::store::message::{self, Party, Speaker};
use crate::store::user;
use crate::subject::Subject;
use crate::{Code, Error, Result};

/// What the client sends.
#[derive(Deserialize, JsonSchema)]
pub struct Params {
    to_uid: String,
    content: Written<1, 2000>,
}

/// What the client gets.
#[derive(JsonSchema, Serialize)]
pub struct Reply {
    message_id: i64,
}

pub fn run(call: &mut Call<'_, '_>, params: &Params) -> Result<Reply> {
    let target = user::id_of(call.tx, &params.to_uid)?.ok_or(Code::NoUser)?;
    if target == call.me {
        return Err(Error::parameter("to_uid", "yourself"));
    }
    call.require_welcome(target)?;
    let message_id =
        message::send(call.tx, call.me, Party::User(target), Speaker::Me, &params.content, call.now)?;
    call.wrote(Subject::Message, message_id);
    Ok(Reply { message_id })
}
