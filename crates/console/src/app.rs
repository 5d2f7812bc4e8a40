//! What the console works with.

use std::ops::Deref;
use std::sync::Arc;

use miaohui_admin::{Registry, Services};
use miaohui_web::Platform;

use crate::running::RunningSettings;

/// The console's services, descriptions and settings.
pub struct App {
    /// What it shares with the products; the app derefs to it.
    pub platform: Platform,
    /// The descriptions of all components.
    pub registry: Arc<Registry>,
    /// The services that actions use.
    pub services: Services,
    /// The settings that are changed while the servers run.
    pub running: Arc<dyn RunningSettings>,
    /// The version of the program, with its commit.
    pub version: &'static str,
    /// The configuration for the settings page, without secrets.
    pub settings: String,
}

impl Deref for App {
    type Target = Platform;

    fn deref(&self) -> &Platform {
        &self.platform
    }
}
