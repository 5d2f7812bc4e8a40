//! Which backup leads nearest to a moment.

use crate::catalog::{Catalog, Found};
use crate::error::Result;
use crate::log;
use crate::manifest::Manifest;

/// An older backup leads further only if the newer ones are not part of the log.
const LOOKED_AT: usize = 5;

/// The backup that leads nearest to a moment from before, or to now: by itself, or by the log after it.
pub fn nearest(catalog: &Catalog, until_ms: Option<i64>) -> Result<(Found, Manifest)> {
    let newest = catalog.newest(until_ms)?;
    let manifest = catalog.manifest(&newest.id)?;
    let mut best = (moment(catalog, &manifest, until_ms)?, newest.clone(), manifest);
    let older = |found: &Found| found.is_whole && found.id < newest.id;
    for found in catalog.list()?.into_iter().rev().filter(older).take(LOOKED_AT) {
        // What cannot be read does not lead anywhere.
        let Ok(manifest) = catalog.manifest(&found.id) else { continue };
        let moment = moment(catalog, &manifest, until_ms)?;
        if moment > best.0 {
            best = (moment, found, manifest);
        }
    }
    Ok((best.1, best.2))
}

/// The moment that a backup leads to, in Unix ms.
fn moment(catalog: &Catalog, manifest: &Manifest, until_ms: Option<i64>) -> Result<i64> {
    let log = match &manifest.log {
        Some(position) => log::last_moment(catalog, position, until_ms)?,
        None => None,
    };
    Ok(log.unwrap_or_default().max(manifest.at_ms))
}
