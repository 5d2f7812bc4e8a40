//! The section of backups.

use std::path::PathBuf;

use miaohui_kernel::{DAY_MS, SECOND_MS, Secret};
use serde::{Deserialize, Serialize};

use super::redact;

/// `[backup]`: backups of database and media.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct BackupConfig {
    /// A directory or `s3://bucket/prefix`; empty for none.
    pub to: String,
    /// Time from one backup to the next, in seconds; 0 for no schedule.
    pub every_seconds: u32,
    /// Time of day in China, such as `03:30`, at which one backup a day is made instead; empty for
    /// none.
    pub at: String,
    /// Hours of which the last backup is kept.
    pub keep_hours: u32,
    /// Days of which the last backup is kept.
    pub keep_days: u32,
    /// Weeks of which the last backup is kept.
    pub keep_weeks: u32,
    /// Months of which the last backup is kept.
    pub keep_months: u32,
    /// Whether backups have the uploaded files too.
    pub files: bool,
    /// The key of encrypted backups; empty to take it from `key_file`.
    #[serde(serialize_with = "redact::stars")]
    pub key: Secret,
    /// The file of the key; empty for unencrypted backups.
    pub key_file: PathBuf,
    /// Whether the changes between backups of SQLite are shipped too, within seconds.
    pub continuous: bool,
    /// Days of which these changes are kept.
    pub keep_log_days: u32,
    /// MB that a backup reads and writes in a second; 0 for no limit.
    pub max_mb_per_second: u32,
    /// Days from one whole restore of the newest backup, into a temporary directory, to the next; 0
    /// for none.
    pub check_days: u32,
    /// `[backup.s3]`
    pub s3: S3Config,
}

/// `[backup.s3]`: how to reach S3.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct S3Config {
    /// URL of the service; empty for Amazon's.
    pub endpoint: String,
    /// The region.
    pub region: String,
    /// Whether the bucket's name is in the path, and not in the name of the host.
    pub path_style: bool,
    /// The key's id; empty to take it from the environment.
    pub access_key_id: String,
    /// The key.
    #[serde(serialize_with = "redact::stars")]
    pub secret_access_key: Secret,
}

impl BackupConfig {
    /// The time of day of `at` in minutes; `None` if it is empty or no time.
    pub fn at_minutes(&self) -> Option<i64> {
        let (hours, minutes) = self.at.split_once(':')?;
        let number = |text: &str, below: i64| {
            let digits = text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit());
            text.parse::<i64>().ok().filter(|number| digits && *number < below)
        };
        Some(number(hours, 24)? * 60 + number(minutes, 60)?)
    }

    /// Seconds from one scheduled backup to the next; `None` without a schedule.
    pub fn period_seconds(&self) -> Option<i64> {
        let daily = self.at_minutes().map(|_| DAY_MS / SECOND_MS);
        daily.or_else(|| (self.every_seconds > 0).then(|| self.every_seconds.into()))
    }
}
