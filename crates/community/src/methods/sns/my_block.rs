//! 我屏蔽的用户: whom the caller blocks, the last blocked first. The existing client calls it; the document lacks it.

use schemars::JsonSchema;
use serde::Serialize;

use crate::Result;
use crate::call::Call;
use crate::params::LargePaging;
use crate::store::block;
use crate::store::profile::PublicUser;

/// Reply.
#[derive(JsonSchema, Serialize)]
pub struct Reply {
    my_block: Vec<PublicUser>,
}

pub fn run(call: &mut Call<'_, '_>, params: &LargePaging) -> Result<Reply> {
    let page = params.page();
    Ok(Reply { my_block: block::list(call.tx, call.user, page)? })
}
