//! 省市区列表, in the operators' order. An id that is not of the level above is 10024.

use crate::access::Anyone;
use crate::call::{Call, Shown};
use crate::store::category::Named;
use crate::store::place::{self, CITY, PROVINCE};
use crate::{Code, Result};

/// 获取省列表.
pub fn provinces(call: &mut Call<'_, '_>, _: Anyone) -> Result<Shown<Vec<Named>>> {
    Ok(Shown(place::provinces(call.tx)?))
}

/// 获取市列表.
pub fn cities(call: &mut Call<'_, '_>, _: Anyone) -> Result<Shown<Vec<Named>>> {
    below(call, PROVINCE)
}

/// 获取区列表.
pub fn districts(call: &mut Call<'_, '_>, _: Anyone) -> Result<Shown<Vec<Named>>> {
    below(call, CITY)
}

fn below(call: &mut Call<'_, '_>, level: i64) -> Result<Shown<Vec<Named>>> {
    let id = call.id(0)?;
    place::children(call.tx, id, level)?.map(Shown).ok_or_else(|| Code::InvalidId.into())
}
