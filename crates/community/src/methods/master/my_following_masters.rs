//! 我关注的达人: lists the masters that the caller follows, the last followed first.

use schemars::JsonSchema;
use serde::Serialize;

use crate::Result;
use crate::call::Call;
use crate::params::LargePaging;
use crate::store::master::{self, MasterRow};

/// Reply.
#[derive(JsonSchema, Serialize)]
pub struct Reply {
    /// The masters of the page.
    my_following_masters: Vec<MasterRow>,
}

pub fn run(call: &mut Call<'_, '_>, params: &LargePaging) -> Result<Reply> {
    let page = params.page();
    Ok(Reply { my_following_masters: master::followed(call.tx, call.user, page)? })
}
