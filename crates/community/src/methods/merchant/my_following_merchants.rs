//! 我关注的商家: lists the merchants that the caller follows, the last followed first.

use schemars::JsonSchema;
use serde::Serialize;

use crate::Result;
use crate::call::Call;
use crate::params::LargePaging;
use crate::store::merchant::{self, MerchantRow};

/// Reply.
#[derive(JsonSchema, Serialize)]
pub struct Reply {
    /// The merchants of the page.
    my_following_merchants: Vec<MerchantRow>,
}

pub fn run(call: &mut Call<'_, '_>, params: &LargePaging) -> Result<Reply> {
    let page = params.page();
    Ok(Reply { my_following_merchants: merchant::followed(call.tx, call.user, page)? })
}
