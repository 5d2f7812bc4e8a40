//! 对商家服饰收藏: collects a cloth of a merchant's. An unknown cloth is 504.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::Result;
use crate::call::{Call, Done};
use crate::params::Id;
use crate::store::mark::MERCHANT_CLOTH_COLLECT;

/// What the client sends.
#[derive(Deserialize, JsonSchema)]
pub struct Params {
    cloth_id: Id,
}

pub fn run(call: &mut Call<'_, '_>, params: &Params) -> Result<Done> {
    MERCHANT_CLOTH_COLLECT.set(call.tx, call.me, params.cloth_id.0, call.now)?;
    Ok(Done {})
}
