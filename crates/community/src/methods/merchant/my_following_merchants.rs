//! 我关注的商家: the merchants that the caller follows, the last followed first.

use serde::{Deserialize, Serialize};

use crate::Result;
use crate::call::Call;
use crate::params::{Offset, WholeLimit};
use crate::store::Page;
use crate::store::merchant::{self, MerchantRow};

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
    my_following_merchants: Vec<MerchantRow>,
}

pub fn run(call: &mut Call<'_, '_>, params: &Params) -> Result<Reply> {
    let page = Page { limit: params.limit.0, offset: params.offset.0 };
    Ok(Reply { my_following_merchants: merchant::followed(call.tx, call.me, page)? })
}
