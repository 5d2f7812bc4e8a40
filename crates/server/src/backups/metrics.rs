//! What the metrics say about backups.

use std::sync::atomic::{AtomicI64, AtomicU64};

use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::registry::Registry;

/// Numbers of the schedule of this process, and of the target.
#[derive(Clone, Debug, Default)]
pub(super) struct BackupMetrics {
    /// The moment that the newest backup shows, in Unix seconds.
    pub last: Gauge<i64, AtomicI64>,
    /// The seconds from one backup to the next.
    pub every: Gauge<i64, AtomicI64>,
    /// How long the last one took.
    pub milliseconds: Gauge<i64, AtomicI64>,
    /// The size of the database in the last one, as it is stored.
    pub database_bytes: Gauge<i64, AtomicI64>,
    /// The size of the files that the last one copied.
    pub new_file_bytes: Gauge<i64, AtomicI64>,
    /// Files that rows name and that are not there.
    pub missing_files: Gauge<i64, AtomicI64>,
    /// Backups that were not made.
    pub failures: Counter<u64, AtomicU64>,
    /// The moment up to which the log of changes is shipped, in Unix seconds.
    pub shipped: Gauge<i64, AtomicI64>,
    /// The time of the last check that found nothing wrong, in Unix seconds.
    pub checked: Gauge<i64, AtomicI64>,
    /// Checks that found something wrong.
    pub check_failures: Counter<u64, AtomicU64>,
}

impl BackupMetrics {
    pub fn register(&self, registry: &mut Registry) {
        let last = "Moment that the newest backup shows, in Unix seconds; 0 if there is none";
        registry.register("backup_last_success_timestamp_seconds", last, self.last.clone());
        registry.register("backup_every_seconds", "Time from one backup to the next", self.every.clone());
        let took = "Time that the last backup took, in milliseconds";
        registry.register("backup_duration_milliseconds", took, self.milliseconds.clone());
        let size = "Stored size of the database in the last backup";
        registry.register("backup_database_bytes", size, self.database_bytes.clone());
        let files = "Size of the files that the last backup copied";
        registry.register("backup_new_file_bytes", files, self.new_file_bytes.clone());
        let missing = "Files that rows name and that the last backup did not find";
        registry.register("backup_missing_files", missing, self.missing_files.clone());
        registry.register("backup_failures", "Backups that were not made", self.failures.clone());
        let shipped =
            "Moment up to which every change is shipped, in Unix seconds; 0 if changes are not shipped";
        registry.register("backup_log_shipped_timestamp_seconds", shipped, self.shipped.clone());
        let checked = "Time of the last check of a backup that found nothing wrong, in Unix seconds";
        registry.register("backup_last_check_timestamp_seconds", checked, self.checked.clone());
        let wrong = "Checks of backups that found something wrong";
        registry.register("backup_check_failures", wrong, self.check_failures.clone());
    }
}
