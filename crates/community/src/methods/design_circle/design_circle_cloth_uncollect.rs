//! 对设计圈服饰取消收藏: ends the collect of a cloth of the design circle, if there is one. Errors:
//! 504 unknown cloth.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::Result;
use crate::call::{Call, EmptyReply};
use crate::ids::DesignClothId;
use crate::params::Id;
use crate::store::mark::DESIGN_CLOTH_COLLECT;

/// Parameters.
#[derive(Deserialize, JsonSchema)]
pub struct Params {
    cloth_id: Id<DesignClothId>,
}

pub fn run(call: &mut Call<'_, '_>, params: &Params) -> Result<EmptyReply> {
    DESIGN_CLOTH_COLLECT.clear(call.tx, call.user, params.cloth_id.0)?;
    Ok(EmptyReply {})
}
