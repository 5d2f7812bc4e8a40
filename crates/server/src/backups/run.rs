//! Makes one backup.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use anyhow::Result;
use miaohui_backup::{Catalog, Made, Progress, Shipper, WorkSpace};
use miaohui_kernel::{Clock, Rng};

use super::lease::Held;
use super::places::{database_url, plan};
use crate::config::Config;
use crate::media_store::backup_files;

/// Makes a backup, beside whatever serves the database. The log of `shipper`, which is the one of this
/// process, goes on after it. It must not be called on an async thread.
pub fn make(
    config: &Config,
    catalog: &Catalog,
    clock: &Clock,
    rng: &Rng,
    shipper: Option<Shipper>,
    stop: &Arc<AtomicBool>,
    tell: &mut dyn FnMut(Progress),
) -> Result<Made> {
    let media = backup_files(config, || catalog.runtime().clone())?;
    let plan = plan(config, media, shipper, Arc::clone(stop));
    let work = WorkSpace::open(&config.data_dir.join("backup-work"))?;
    let is_sqlite = config.database_url.expose().is_empty();
    // All backups of one SQLite file share a name, so that the next one need not wait for the lease of
    // one that was killed: the directory is what one at a time has.
    let holder = if is_sqlite { "backup".to_owned() } else { rng.hex32() };
    let _held = Held::take(&database_url(config), &holder, clock, stop)?;
    Ok(miaohui_backup::make(catalog, &work, &plan, clock, rng, tell)?)
}
