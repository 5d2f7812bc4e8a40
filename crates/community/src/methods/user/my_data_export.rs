//! 导出我的数据: everything that is kept of the caller, except hashes of secrets.

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Map, Value};

use crate::Result;
use crate::call::Call;
use crate::params::NoParams;
use crate::store::export;

/// Reply.
#[derive(JsonSchema, Serialize)]
pub struct Reply {
    /// Lists of rows, as `docs/privacy.md` describes them. Times are Unix ms, amounts are in fen.
    data: Map<String, Value>,
}

pub fn run(call: &mut Call<'_, '_>, _: &NoParams) -> Result<Reply> {
    Ok(Reply { data: export::read(call.tx, call.user)? })
}
