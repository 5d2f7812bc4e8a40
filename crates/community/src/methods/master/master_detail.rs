//! 达人详情: reads a master with its counters. Errors: 501 unknown master.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::call::Call;
use crate::store::master::{self, MasterDetail};
use crate::{Code, Result};

/// Parameters.
#[derive(Deserialize, JsonSchema)]
pub struct Params {
    /// The master: 32 hexadecimal digits.
    master_id: String,
}

/// Reply.
#[derive(JsonSchema, Serialize)]
pub struct Reply {
    /// The master.
    master_detail: MasterDetail,
}

pub fn run(call: &mut Call<'_, '_>, params: &Params) -> Result<Reply> {
    let found = master::detail(call.tx, call.user, &params.master_id)?;
    Ok(Reply { master_detail: found.ok_or(Code::NoMaster)? })
}
