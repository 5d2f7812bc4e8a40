//! Administrative divisions: provinces, cities, districts, in the operators' order.

use miaohui_db::{Result, Tx};

use super::category::Named;
use crate::places::Division;

/// Provinces.
pub const PROVINCE: i64 = 1;
/// Cities of a province.
pub const CITY: i64 = 2;
/// Districts of a city.
pub const DISTRICT: i64 = 3;

/// All provinces.
pub fn provinces(tx: &mut Tx<'_>) -> Result<Vec<Named>> {
    tx.query("SELECT id, name FROM cf_place WHERE parent_id IS NULL ORDER BY position, id", &[])
}

/// What lies in a place of the given level; `None` when there is no such place.
pub fn children(tx: &mut Tx<'_>, id: i64, level: i64) -> Result<Option<Vec<Named>>> {
    let found: Option<(i64,)> =
        tx.query_opt("SELECT id FROM cf_place WHERE id = $1 AND level = $2", &[id.into(), level.into()])?;
    if found.is_none() {
        return Ok(None);
    }
    tx.query("SELECT id, name FROM cf_place WHERE parent_id = $1 ORDER BY position, id", &[id.into()])
        .map(Some)
}

/// Whether there is a place with this id, of whatever level.
pub fn exists(tx: &mut Tx<'_>, id: i64) -> Result<bool> {
    let found: Option<(i64,)> = tx.query_opt("SELECT id FROM cf_place WHERE id = $1", &[id.into()])?;
    Ok(found.is_some())
}

/// Adds the division, or brings its name and parent up to date; ids and the operators' order stay. Parents come first.
pub fn put(tx: &mut Tx<'_>, division: &Division<'_>, position: i64) -> Result<u64> {
    tx.execute(
        "INSERT INTO cf_place (id, parent_id, level, position, name) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (id) DO UPDATE SET parent_id = excluded.parent_id, level = excluded.level, name = excluded.name
         WHERE cf_place.name <> excluded.name OR cf_place.level <> excluded.level
           OR cf_place.parent_id <> excluded.parent_id",
        &[
            division.code.into(),
            division.parent.into(),
            division.level.into(),
            position.into(),
            division.name.into(),
        ],
    )
}

/// Puts places into an order; the first of `ids` comes first. Places with other parents are left alone.
pub fn reorder(tx: &mut Tx<'_>, parent: Option<i64>, ids: &[i64]) -> Result<()> {
    for (position, id) in (1_i64..).zip(ids) {
        tx.execute(
            "UPDATE cf_place SET position = $2 WHERE id = $1 AND COALESCE(parent_id, 0) = $3",
            &[id.into(), position.into(), parent.unwrap_or(0).into()],
        )?;
    }
    Ok(())
}
