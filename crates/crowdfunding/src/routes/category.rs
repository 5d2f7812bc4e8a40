//! 项目分类.

use crate::Result;
use crate::access::Anyone;
use crate::call::{Call, Shown};
use crate::store::category::{self, Named};

/// 获取项目分类.
pub fn list(call: &mut Call<'_, '_>, _: Anyone) -> Result<Shown<Vec<Named>>> {
    Ok(Shown(category::list(call.tx)?))
}
