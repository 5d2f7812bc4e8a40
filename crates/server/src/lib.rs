//! The binary `miaohui`: command line, configuration, wiring. Nothing else.

mod assemble;
pub mod background;
pub mod backups;
pub mod certificates;
pub mod channels;
pub mod clock_watch;
pub mod config;
pub mod control;
mod data_dir;
mod data_tasks;
mod docs;
pub mod files;
pub mod keys;
mod lease;
pub mod logging;
mod machine_moderation;
pub mod measures;
mod media_copy;
pub mod media_store;
mod opening;
mod operations;
mod platform;
mod privacy;
pub mod private_files;
mod registry;
pub mod reload;
pub mod replica_lags;
pub mod running;
mod schema;
pub mod serve;
pub mod service_manager;
mod settings;
mod sms_senders;
mod traces;
mod verification;
mod version;

use anyhow::Result;
use miaohui_admin::Role;
use miaohui_console::NewStaff;

pub use assemble::{Service, assemble, assemble_for};
pub use media_copy::{MediaCopy, MediaCopyProgress, copy_media};
pub use opening::{
    Opening, ServeOpening, database_options, missing_commits, open_database, prepare_sqlite_file,
    source_options,
};
pub use platform::smtp as smtp_settings;
pub use privacy::erase_due;
pub use registry::registry;
pub use schema::SCHEMA;
pub use verification::verify;
pub use version::VERSION;

/// Who signs in to the demo's console.
pub const DEMO_STAFF: &str = "admin@miaohui.example";

/// Fills an empty database with the demo data; a product that has users already, and a console that
/// has staff, is left as it is. Of several processes that start at once, one does it and the others wait.
pub async fn load_demo(service: &Service) -> Result<()> {
    lease::alone(&service.platform, "demo", make_demo(service)).await
}

async fn make_demo(service: &Service) -> Result<()> {
    if !miaohui_console::is_staffed(&service.console).await? {
        let owner = NewStaff {
            email: DEMO_STAFF.to_owned(),
            name: "庙会管理员".to_owned(),
            role: Role::Owner,
            password: Some(miaohui_demo::PASSWORD.to_owned()),
        };
        miaohui_console::add_staff(&service.console, owner).await?;
    }
    miaohui_demo::load(&service.community, &service.crowdfunding).await?;
    miaohui_crowdfunding::identity_files::seal_identities(&service.platform, &|_| {}).await?;
    Ok(())
}
