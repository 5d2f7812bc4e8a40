//! 达人列表（分页）: lists all masters, the newest first.

use schemars::JsonSchema;
use serde::Serialize;

use crate::Result;
use crate::call::Call;
use crate::params::Paging;
use crate::store::master::{self, MasterRow};

/// Reply.
#[derive(JsonSchema, Serialize)]
pub struct Reply {
    /// The masters of the page.
    master_list: Vec<MasterRow>,
}

pub fn run(call: &mut Call<'_, '_>, params: &Paging) -> Result<Reply> {
    let page = params.page();
    Ok(Reply { master_list: master::newest(call.tx, call.user, page)? })
}
