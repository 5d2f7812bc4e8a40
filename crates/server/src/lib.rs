//! The binary `miaohui`: command line, configuration, wiring. Nothing else.

mod assemble;
mod background;
pub mod config;
mod docs;
pub mod logging;
mod operations;
pub mod serve;

use anyhow::Result;
use tokio::task::JoinSet;

pub use assemble::{SCHEMA, Service, assemble};

/// Starts the work that goes on behind the requests; dropping the set ends it.
pub fn start_background(service: &Service) -> JoinSet<()> {
    background::start(service)
}

/// Fills an empty database with the demo data; a product that has users already is left as it is.
pub async fn load_demo(service: &Service) -> Result<()> {
    miaohui_demo::load(&service.community, &service.crowdfunding).await
}
