//! The administrative divisions of China that the program contains; `places/README.md` names the
//! sources.

use std::collections::HashMap;
use std::fmt::Write;
use std::io::Read;

use flate2::read::GzDecoder;

use crate::error::{Error, Result};
use crate::ids::LocationId;

/// One line for each division: code, code of the parent (empty for a province), name. A parent
/// precedes its children.
const DIVISIONS: &[u8] = include_bytes!("../places/divisions.tsv.gz");

miaohui_db::stored_enum! {
    /// Level of a division.
    pub enum PlaceLevel: i64 as place_level {
        /// 省.
        Province = 1,
        /// 市.
        City = 2,
        /// 区.
        District = 3,
    }
}

/// A province, city or district.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Division<'a> {
    /// Six digits; the same id in every database.
    pub code: LocationId,
    /// The division that contains it; `None` for a province.
    pub parent: Option<LocationId>,
    /// Its level.
    pub level: PlaceLevel,
    /// Its name.
    pub name: &'a str,
}

/// Unpacks the list of divisions, for [`parse`].
pub(crate) fn text() -> Result<String> {
    let mut text = String::new();
    GzDecoder::new(DIVISIONS).read_to_string(&mut text)?;
    Ok(text)
}

/// Parses the list of divisions, parents first.
pub(crate) fn parse(text: &str) -> Result<Vec<Division<'_>>> {
    let mut levels: HashMap<LocationId, PlaceLevel> = HashMap::new();
    let mut divisions = Vec::new();
    for line in text.lines() {
        let malformed =
            || Error::Unexpected(format!("the list of places has the malformed line {line:?}").into());
        let mut parts = line.split('\t');
        let (Some(code), Some(parent), Some(name), None) =
            (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(malformed());
        };
        let code: LocationId = code.parse().map_err(|_| malformed())?;
        let parent: Option<LocationId> = match parent {
            "" => None,
            parent => Some(parent.parse().map_err(|_| malformed())?),
        };
        let level = match parent {
            None => PlaceLevel::Province,
            Some(parent) => levels
                .get(&parent)
                .and_then(|level| PlaceLevel::from_value(level.value() + 1))
                .ok_or_else(malformed)?,
        };
        levels.insert(code, level);
        divisions.push(Division { code, parent, level, name });
    }
    Ok(divisions)
}

/// Builds one INSERT of all divisions in the order of the list, for a new database.
pub(crate) fn rows() -> String {
    let mut sql = String::from("INSERT INTO cf_place (id, parent_id, level, position, name) VALUES");
    // If the list cannot be read, the text is not valid SQL and the migration fails.
    let text = text().unwrap_or_default();
    for (position, division) in parse(&text).unwrap_or_default().iter().enumerate() {
        let Division { code, parent, level, name } = division;
        let parent = parent.map_or("NULL".into(), |parent| parent.to_string());
        let (name, comma) = (name.replace('\'', "''"), if position == 0 { "" } else { "," });
        // Writing to a string cannot fail.
        let _ = write!(sql, "{comma}\n({code}, {parent}, {}, {}, '{name}')", level.value(), position + 1);
    }
    sql + ";"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_complete() {
        let text = text().unwrap();
        let divisions = parse(&text).unwrap();
        let count = |level| divisions.iter().filter(|division| division.level == level).count();
        let (cities, districts) = (count(PlaceLevel::City), count(PlaceLevel::District));
        assert_eq!(count(PlaceLevel::Province), 34);
        assert!(cities > 330 && districts > 2800, "{cities} cities, {districts} districts");
        let parents: std::collections::HashSet<_> =
            divisions.iter().filter_map(|division| division.parent).collect();
        let childless = divisions
            .iter()
            .filter(|division| division.level < PlaceLevel::District && !parents.contains(&division.code));
        assert_eq!(childless.count(), 0);
    }
}
