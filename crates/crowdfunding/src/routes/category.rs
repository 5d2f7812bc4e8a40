//! 项目分类.

use crate::access::Anyone;
use crate::answer::Shown;
use crate::call::Call;
use crate::error::Result;
use crate::store::category::{self, Category};

/// 获取项目分类.
pub fn list(call: &mut Call<'_, '_>, _: Anyone) -> Result<Shown<Vec<Category>>> {
    Ok(Shown(category::list(call.tx)?))
}
