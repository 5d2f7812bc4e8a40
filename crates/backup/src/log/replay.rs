//! Writes the pages of segments over those of a backup.

use std::fs::File;
use std::os::unix::fs::FileExt;
use std::path::Path;

use crate::catalog::Catalog;
use crate::error::{Error, Result, at};
use crate::log::position::{FOLDER, LogPosition};
use crate::log::segment::{self, SegmentName};

/// What was written over a backup.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Replayed {
    /// Segments.
    pub segments: u64,
    /// The moment that the database shows now, in Unix ms; 0 for the backup's.
    pub at_ms: i64,
    /// Why later segments were not used.
    pub ended: Option<String>,
}

/// Segments with their objects, and why later ones cannot be used.
type Usable = (Vec<(SegmentName, String)>, Option<String>);

/// The segments after a position up to a moment, without a gap.
fn segments(catalog: &Catalog, position: &LogPosition, until_ms: Option<i64>) -> Result<Usable> {
    let listed = match catalog.target.list(&format!("{FOLDER}/{}", position.generation)) {
        Err(Error::Missing(_)) => Vec::new(),
        listed => listed?.into_keys().collect(),
    };
    let mut all: Vec<(SegmentName, String)> = listed
        .into_iter()
        .filter_map(|object| Some((SegmentName::parse(&object)?, object)))
        .filter(|(name, _)| name.last >= position.next)
        .collect();
    all.sort_unstable();
    let mut expected = position.next;
    for at in 0..all.len() {
        let name = all[at].0;
        if until_ms.is_some_and(|until| name.at_ms > until) {
            all.truncate(at);
            return Ok((all, None));
        }
        // Only the first one may begin before the position.
        if name.first > expected || at > 0 && name.first < expected {
            all.truncate(at);
            return Ok((all, Some(format!("read {expected} of the log is not there"))));
        }
        expected = name.last + 1;
    }
    Ok((all, None))
}

/// The moment up to which the log leads, in Unix ms; `None` if there is no segment.
pub(crate) fn last_moment(
    catalog: &Catalog,
    position: &LogPosition,
    until_ms: Option<i64>,
) -> Result<Option<i64>> {
    Ok(segments(catalog, position, until_ms)?.0.last().map(|(name, _)| name.at_ms))
}

/// Writes the pages of all segments up to a moment over the file of a backup. A segment that cannot be
/// read ends it: each leaves the database as a commit left it.
pub(crate) fn replay(
    catalog: &Catalog,
    position: &LogPosition,
    until_ms: Option<i64>,
    database: &Path,
) -> Result<Replayed> {
    let (all, ended) = segments(catalog, position, until_ms)?;
    let mut replayed = Replayed { ended, ..Replayed::default() };
    let file = File::options().write(true).open(database).map_err(at(database))?;
    for (name, object) in all {
        let pages = match segment::read(catalog, &position.generation, &object, name) {
            Ok(pages) => pages,
            Err(error) => {
                replayed.ended = Some(error.to_string());
                break;
            }
        };
        let size = u64::from(pages.page_size);
        for (number, page) in &pages.pages {
            // Pages are numbered from 1.
            file.write_all_at(page, u64::from(number.saturating_sub(1)) * size).map_err(at(database))?;
        }
        file.set_len(u64::from(pages.database_pages) * size).map_err(at(database))?;
        replayed.segments += 1;
        replayed.at_ms = name.at_ms;
    }
    file.sync_all().map_err(at(database))?;
    Ok(replayed)
}
