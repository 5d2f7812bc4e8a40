//! 读设计圈服饰详情: reads a cloth of the design circle with its designer's words. Errors: 504
//! unknown cloth.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::call::Call;
use crate::ids::DesignClothId;
use crate::params::Id;
use crate::store::cloth::{self, DesignClothDetail};
use crate::{Code, Result};

/// Parameters.
#[derive(Deserialize, JsonSchema)]
pub struct Params {
    cloth_id: Id<DesignClothId>,
}

/// Reply.
#[derive(JsonSchema, Serialize)]
pub struct Reply {
    /// The cloth.
    design_circle_cloth_detail: DesignClothDetail,
}

pub fn run(call: &mut Call<'_, '_>, params: &Params) -> Result<Reply> {
    let found = cloth::design(call.tx, call.user, params.cloth_id.0)?;
    Ok(Reply { design_circle_cloth_detail: found.ok_or(Code::NoCloth)? })
}
