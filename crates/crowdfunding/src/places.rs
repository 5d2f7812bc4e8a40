//! The administrative divisions of China that come with the program; `places/README.md` says where they are from.

use std::fmt::Write;
use std::io::Read;

use flate2::read::GzDecoder;
use miaohui_db::Tx;

use crate::store::place;
use crate::{Error, Result};

/// Lines of code, code of the parent (empty for a province) and name, parents first.
const DIVISIONS: &[u8] = include_bytes!("../places/divisions.tsv.gz");

/// A province, city or district.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Division<'a> {
    /// Six digits; its id in every database.
    pub code: i64,
    /// What it lies in; nothing for a province.
    pub parent: Option<i64>,
    /// 1: province, 2: city, 3: district.
    pub level: i64,
    /// Its name.
    pub name: &'a str,
}

/// The text with all divisions.
fn text() -> Result<String> {
    let mut text = String::new();
    GzDecoder::new(DIVISIONS).read_to_string(&mut text)?;
    Ok(text)
}

fn parse(text: &str) -> Result<Vec<Division<'_>>> {
    let mut levels = std::collections::HashMap::new();
    let mut divisions = Vec::new();
    for line in text.lines() {
        let broken = || Error::Unexpected(format!("the list of places has the broken line {line:?}").into());
        let mut parts = line.split('\t');
        let (Some(code), Some(parent), Some(name), None) =
            (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(broken());
        };
        let code: i64 = code.parse().map_err(|_| broken())?;
        let parent: Option<i64> = match parent {
            "" => None,
            parent => Some(parent.parse().map_err(|_| broken())?),
        };
        let level = match parent {
            None => 1,
            Some(parent) => levels.get(&parent).map(|level: &i64| level + 1).ok_or_else(broken)?,
        };
        levels.insert(code, level);
        divisions.push(Division { code, parent, level, name });
    }
    Ok(divisions)
}

/// One INSERT with all divisions in the order of the list, for a new database.
pub(crate) fn rows() -> String {
    let mut sql = String::from("INSERT INTO cf_place (id, parent_id, level, position, name) VALUES");
    // A list that cannot be read stops the schema step, whose text is then no SQL.
    let text = text().unwrap_or_default();
    for (position, division) in parse(&text).unwrap_or_default().iter().enumerate() {
        let Division { code, parent, level, name } = division;
        let parent = parent.map_or("NULL".into(), |parent| parent.to_string());
        let (name, comma) = (name.replace('\'', "''"), if position == 0 { "" } else { "," });
        // Writing to a string cannot fail.
        let _ = write!(sql, "{comma}\n({code}, {parent}, {level}, {}, '{name}')", position + 1);
    }
    sql + ";"
}

/// Adds the divisions that a database lacks and brings names and parents up to date. Ids and the operators' order stay,
/// and so do places that the list does not know any more. How many rows changed.
pub fn import(tx: &mut Tx<'_>) -> Result<u64> {
    let mut changed = 0;
    for (position, division) in (1_i64..).zip(&parse(&text()?)?) {
        changed += place::put(tx, division, position)?;
    }
    Ok(changed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_whole() {
        let text = text().unwrap();
        let divisions = parse(&text).unwrap();
        let of = |level| divisions.iter().filter(|division| division.level == level).count();
        assert_eq!(of(1), 34);
        assert!(of(2) > 330 && of(3) > 2800, "{} cities, {} districts", of(2), of(3));
        let parents: std::collections::HashSet<_> =
            divisions.iter().filter_map(|division| division.parent).collect();
        let barren =
            divisions.iter().filter(|division| division.level < 3 && !parents.contains(&division.code));
        assert_eq!(barren.count(), 0);
    }
}
