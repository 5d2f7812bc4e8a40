//! 我关注的用户: lists the users that the caller follows, the last followed first. The document has
//! no pages; `limit` and `offset` are read.

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
    my_following_users: Vec<PublicUser>,
}

pub fn run(call: &mut Call<'_, '_>, params: &LargePaging) -> Result<Reply> {
    let page = params.page();
    Ok(Reply { my_following_users: follow::following(call.tx, call.user, page)? })
}
