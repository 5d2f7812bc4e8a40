//! 我的粉丝: who follows the caller, the newest first; the document has no pages, `limit` and `offset` are read.

use serde::{Deserialize, Serialize};

use crate::Result;
use crate::call::Call;
use crate::params::{Offset, WholeLimit};
use crate::store::user::PublicUser;
use crate::store::{Page, follow};

/// What the client sends.
#[derive(Deserialize)]
pub struct Params {
    #[serde(default)]
    limit: WholeLimit,
    #[serde(default)]
    offset: Offset,
}

/// What the client gets.
#[derive(Serialize)]
pub struct Reply {
    my_follower: Vec<PublicUser>,
}

pub fn run(call: &mut Call<'_, '_>, params: &Params) -> Result<Reply> {
    let page = Page { limit: params.limit.0, offset: params.offset.0 };
    Ok(Reply { my_follower: follow::followers(call.tx, call.me, page)? })
}
