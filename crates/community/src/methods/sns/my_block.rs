//! 我屏蔽的用户: lists the users that the caller blocks, the last blocked first. Not in the
//! document; the mobile client calls it.

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
    /// The users of the page.
    my_block: Vec<PublicUser>,
}

pub fn run(call: &mut Call<'_, '_>, params: &LargePaging) -> Result<Reply> {
    let page = params.page();
    Ok(Reply { my_block: block::list(call.tx, call.user, page)? })
}
