//! 我关注的达人: the masters that the caller follows, the last followed first.

use serde::{Deserialize, Serialize};

use crate::Result;
use crate::call::Call;
use crate::params::{Offset, WholeLimit};
use crate::store::Page;
use crate::store::master::{self, MasterRow};

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
    my_following_masters: Vec<MasterRow>,
}

pub fn run(call: &mut Call<'_, '_>, params: &Params) -> Result<Reply> {
    let page = Page { limit: params.limit.0, offset: params.offset.0 };
    Ok(Reply { my_following_masters: master::followed(call.tx, call.me, page)? })
}
