//! 省市区列表, in the operators' order. An id that is not of the parent level is 10024.

use crate::access::Anyone;
use crate::answer::Shown;
use crate::call::Call;
use crate::code::Code;
use crate::error::Result;
use crate::places::PlaceLevel;
use crate::store::place::{self, Location};

/// 获取省列表.
pub fn provinces(call: &mut Call<'_, '_>, _: Anyone) -> Result<Shown<Vec<Location>>> {
    Ok(Shown(place::provinces(call.tx)?))
}

/// 获取市列表.
pub fn cities(call: &mut Call<'_, '_>, _: Anyone) -> Result<Shown<Vec<Location>>> {
    children(call, PlaceLevel::Province)
}

/// 获取区列表.
pub fn districts(call: &mut Call<'_, '_>, _: Anyone) -> Result<Shown<Vec<Location>>> {
    children(call, PlaceLevel::City)
}

fn children(call: &mut Call<'_, '_>, parent_level: PlaceLevel) -> Result<Shown<Vec<Location>>> {
    let id = call.id(0)?;
    place::children(call.tx, id, parent_level)?.map(Shown).ok_or_else(|| Code::InvalidId.into())
}
