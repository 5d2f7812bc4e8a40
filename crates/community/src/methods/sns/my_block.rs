//! 我屏蔽的用户: whom the caller blocks, the last blocked first. The existing client calls it; the document lacks it.

use schemars::JsonSchema;
use serde::Serialize;

use crate::Result;
use crate::call::Call;
use crate::params::WholePaging;
use crate::store::block;
use crate::store::user::PublicUser;

/// What the client gets.
#[derive(JsonSchema, Serialize)]
pub struct Reply {
    my_block: Vec<PublicUser>,
}

pub fn run(call: &mut Call<'_, '_>, params: &WholePaging) -> Result<Reply> {
    let page = params.page();
    Ok(Reply { my_block: block::list(call.tx, call.me, page)? })
}
