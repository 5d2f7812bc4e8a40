//! How much an account may upload in a day of China's time.

use miaohui_db::{Result, Tx};
use miaohui_gateways::Period;
use miaohui_kernel::DAY_MS;

/// The quota of each account.
#[derive(Clone, Copy, Debug)]
pub struct UploadQuota {
    /// The most files in a day; 0 for no limit.
    pub files: i64,
    /// The most bytes in a day; 0 for no limit.
    pub bytes: i64,
}

/// The quota of an account is used up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OverQuota {
    /// The name of the limit in the metrics.
    pub limit: &'static str,
    /// When the next day begins, in ms from now.
    pub retry_after_ms: i64,
}

impl UploadQuota {
    /// Whether the account may upload a file now. `account` is its name, such as `community:7`.
    pub fn check(&self, tx: &mut Tx<'_>, account: &str, now: i64) -> Result<Result<(), OverQuota>> {
        let used: Option<(i64, i64)> = tx.query_opt(
            "SELECT files, bytes FROM upload_quota WHERE account = $1 AND day_at = $2",
            &[account.into(), Period::Day.start(now).into()],
        )?;
        let (files, bytes) = used.unwrap_or_default();
        Ok(if files >= most(self.files) {
            Err(over("uploads_per_day", now))
        } else if bytes >= most(self.bytes) {
            Err(over("upload_bytes_per_day", now))
        } else {
            Ok(())
        })
    }

    /// Counts a file of the account. The row decides, so that concurrent uploads keep the quota.
    pub fn count(
        &self,
        tx: &mut Tx<'_>,
        account: &str,
        bytes: i64,
        now: i64,
    ) -> Result<Result<(), OverQuota>> {
        let counted = tx.execute(
            "INSERT INTO upload_quota (account, day_at, files, bytes) VALUES ($1, $2, 1, $3)
             ON CONFLICT (account) DO UPDATE SET
               day_at = excluded.day_at,
               files = CASE WHEN upload_quota.day_at = excluded.day_at THEN upload_quota.files + 1 ELSE 1 END,
               bytes = excluded.bytes
                 + CASE WHEN upload_quota.day_at = excluded.day_at THEN upload_quota.bytes ELSE 0 END
             WHERE upload_quota.day_at <> excluded.day_at
               OR (upload_quota.files < $4 AND upload_quota.bytes <= $5 - excluded.bytes)",
            &[
                account.into(),
                Period::Day.start(now).into(),
                bytes.into(),
                most(self.files).into(),
                most(self.bytes).into(),
            ],
        )?;
        if counted == 1 {
            return Ok(Ok(()));
        }
        // One of the two is full.
        let full = self.check(tx, account, now)?;
        Ok(full.and(Err(over("upload_bytes_per_day", now))))
    }
}

/// Forgets what an account has uploaded.
pub fn forget_uploads(tx: &mut Tx<'_>, account: &str) -> Result<()> {
    tx.execute("DELETE FROM upload_quota WHERE account = $1", &[account.into()])?;
    Ok(())
}

/// Deletes the rows of past days.
pub fn forget_past_uploads(tx: &mut Tx<'_>, now: i64) -> Result<u64> {
    tx.execute("DELETE FROM upload_quota WHERE day_at < $1", &[Period::Day.start(now).into()])
}

fn most(limit: i64) -> i64 {
    if limit == 0 { i64::MAX } else { limit }
}

fn over(limit: &'static str, now: i64) -> OverQuota {
    OverQuota { limit, retry_after_ms: Period::Day.start(now) + DAY_MS - now }
}
