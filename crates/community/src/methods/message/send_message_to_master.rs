//! 发送私信给达人: writes to a master. Unknown 501.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::call::Call;
use crate::params::Written;
use crate::store::master;
use crate::store::message::{self, Party, Speaker};
use crate::subject::Subject;
use crate::{Code, Result};

/// What the client sends.
#[derive(Deserialize, JsonSchema)]
pub struct Params {
    master_id: String,
    content: Written<1, 2000>,
}

/// What the client gets.
#[derive(JsonSchema, Serialize)]
pub struct Reply {
    message_id: i64,
}

pub fn run(call: &mut Call<'_, '_>, params: &Params) -> Result<Reply> {
    let target = master::id_of(call.tx, &params.master_id)?.ok_or(Code::NoMaster)?;
    let message_id =
        message::send(call.tx, call.me, Party::Master(target), Speaker::Me, &params.content, call.now)?;
    call.wrote(Subject::Message, message_id);
    Ok(Reply { message_id })
}
