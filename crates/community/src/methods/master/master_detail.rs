//! 达人详情: one master with its counters. Unknown: 501.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::call::Call;
use crate::store::master::{self, MasterDetail};
use crate::{Code, Result};

/// What the client sends.
#[derive(Deserialize, JsonSchema)]
pub struct Params {
    master_id: String,
}

/// What the client gets.
#[derive(JsonSchema, Serialize)]
pub struct Reply {
    master_detail: MasterDetail,
}

pub fn run(call: &mut Call<'_, '_>, params: &Params) -> Result<Reply> {
    let found = master::detail(call.tx, call.me, &params.master_id)?;
    Ok(Reply { master_detail: found.ok_or(Code::NoMaster)? })
}
