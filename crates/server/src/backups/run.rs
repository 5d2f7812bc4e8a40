//! Makes one backup.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use anyhow::Result;
use miaohui_backup::{Catalog, Made, Progress, Shipper};
use miaohui_kernel::{Clock, Rng};

use super::lease::Held;
use super::{database_url, plan};
use crate::config::Config;

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
    let plan = plan(config, shipper, Arc::clone(stop));
    let _held = Held::take(&database_url(config), &rng.hex32(), clock, stop)?;
    Ok(miaohui_backup::make(catalog, &plan, clock, rng, tell)?)
}
