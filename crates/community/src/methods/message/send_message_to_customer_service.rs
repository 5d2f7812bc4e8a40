//! 发送私信给客服: writes to customer service.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::Result;
use crate::call::Call;
use crate::params::Written;
use crate::store::message::{self, Party, Speaker};
use crate::subject::Subject;

/// What the client sends.
#[derive(Deserialize, JsonSchema)]
pub struct Params {
    content: Written<1, 2000>,
}

/// What the client gets.
#[derive(JsonSchema, Serialize)]
pub struct Reply {
    message_id: i64,
}

pub fn run(call: &mut Call<'_, '_>, params: &Params) -> Result<Reply> {
    let message_id =
        message::send(call.tx, call.me, Party::CustomerService, Speaker::Me, &params.content, call.now)?;
    call.wrote(Subject::Message, message_id);
    Ok(Reply { message_id })
}
