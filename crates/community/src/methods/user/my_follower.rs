//! 我的粉丝: lists the caller's followers, the newest first. The document has no pages; `limit` and
//! `offset` are read.

use schemars::JsonSchema;
use serde::Serialize;

use crate::Result;
use crate::call::Call;
use crate::params::LargePaging;
use crate::store::follow;
use crate::store::profile::PublicUser;

/// Reply.
#[derive(JsonSchema, Serialize)]
pub struct Reply {
    /// The users of the page.
    my_follower: Vec<PublicUser>,
}

pub fn run(call: &mut Call<'_, '_>, params: &LargePaging) -> Result<Reply> {
    let page = params.page();
    Ok(Reply { my_follower: follow::followers(call.tx, call.user, page)? })
}
