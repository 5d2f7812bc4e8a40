//! 省市区: provinces, cities and districts, in the order that operators set.

use miaohui_db::{Result, Tx};
use schemars::JsonSchema;
use serde::Serialize;

use crate::ids::LocationId;
use crate::places::{self, Division, PlaceLevel};

miaohui_db::row! {
    /// A province, city or district.
    #[derive(Clone, Debug, JsonSchema, Serialize)]
    pub struct Location as location_columns {
        /// Its id.
        pub id: LocationId = "id",
        /// Its name.
        pub name: String = "name",
    }
}

/// Lists the provinces.
pub fn provinces(tx: &mut Tx<'_>) -> Result<Vec<Location>> {
    tx.query(
        concat!(
            "SELECT ",
            location_columns!(),
            " FROM cf_place WHERE parent_id IS NULL ORDER BY position, id"
        ),
        &[],
    )
}

/// Lists the divisions of a place of this level; `None` when there is no such place.
pub fn children(tx: &mut Tx<'_>, id: LocationId, level: PlaceLevel) -> Result<Option<Vec<Location>>> {
    let found: Option<(LocationId,)> =
        tx.query_opt("SELECT id FROM cf_place WHERE id = $1 AND level = $2", &[id.into(), level.into()])?;
    if found.is_none() {
        return Ok(None);
    }
    tx.query(
        concat!("SELECT ", location_columns!(), " FROM cf_place WHERE parent_id = $1 ORDER BY position, id"),
        &[id.into()],
    )
    .map(Some)
}

/// Whether a place of any level has this id.
pub fn exists(tx: &mut Tx<'_>, id: LocationId) -> Result<bool> {
    let found: Option<(LocationId,)> = tx.query_opt("SELECT id FROM cf_place WHERE id = $1", &[id.into()])?;
    Ok(found.is_some())
}

/// Inserts the program's divisions that the database lacks and updates names and parents; returns
/// the number of changed rows. Ids, the operators' order and unknown places stay.
pub fn import(tx: &mut Tx<'_>) -> crate::error::Result<u64> {
    let mut changed = 0;
    for (position, division) in (1_i64..).zip(&places::parse(&places::text()?)?) {
        changed += upsert(tx, division, position)?;
    }
    Ok(changed)
}

/// Inserts the division, or updates its name, level and parent. Its parent must exist.
fn upsert(tx: &mut Tx<'_>, division: &Division<'_>, position: i64) -> Result<u64> {
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

/// Sets the order of places to the order of `ids`. Places with another parent stay.
pub fn reorder(tx: &mut Tx<'_>, parent: Option<LocationId>, ids: &[LocationId]) -> Result<()> {
    for (position, id) in (1_i64..).zip(ids) {
        tx.execute(
            "UPDATE cf_place SET position = $2 WHERE id = $1 AND COALESCE(parent_id, 0) = $3",
            &[(*id).into(), position.into(), parent.unwrap_or(LocationId(0)).into()],
        )?;
    }
    Ok(())
}
