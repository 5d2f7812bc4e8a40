//! Where a backup is in the log.

use serde::{Deserialize, Serialize};

/// The folder of all generations in a target.
pub(crate) const FOLDER: &str = "log";

/// Where a backup is in the log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogPosition {
    /// The generation.
    pub generation: String,
    /// The number of the first read after the backup began.
    pub next: u64,
}
