//! Backups: from the configuration to what is made, kept, checked and restored.

mod lease;
mod metrics;
mod places;
mod restore;
mod restored_database;
mod run;
mod schedule;

pub use places::{blob_columns, catalog, existing_catalog};
pub use restore::{RestoreRequest, Restored, check, restore};
pub use run::make;
pub use schedule::Schedule;
