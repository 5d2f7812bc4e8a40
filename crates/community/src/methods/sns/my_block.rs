//! 我屏蔽的用户: whom the caller blocks, the last blocked first. The existing client calls it; the document lacks it.

use serde::{Deserialize, Serialize};

use crate::Result;
use crate::call::Call;
use crate::params::{Offset, WholeLimit};
use crate::store::user::PublicUser;
use crate::store::{Page, block};

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
    my_block: Vec<PublicUser>,
}

pub fn run(call: &mut Call<'_, '_>, params: &Params) -> Result<Reply> {
    let page = Page { limit: params.limit.0, offset: params.offset.0 };
    Ok(Reply { my_block: block::list(call.tx, call.me, page)? })
}
