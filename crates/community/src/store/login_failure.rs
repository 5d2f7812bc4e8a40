//! Failed logins, which lock a phone number for a time.

use miaohui_db::{Result, Tx};
use miaohui_gateways::sms::Phone;

/// When failed logins lock a phone number, and how long.
#[derive(Clone, Copy, Debug)]
pub struct Lock {
    /// Failed logins in a row.
    pub after: i64,
    /// Time from the last of them, in ms.
    pub for_ms: i64,
}

/// Whether the number is locked.
pub fn is_locked(tx: &mut Tx<'_>, phone: &Phone, lock: Lock, now: i64) -> Result<bool> {
    let row: Option<(i64,)> = tx.query_opt(
        "SELECT failures FROM co_login_failure WHERE phone = $1 AND failures >= $2 AND last_at > $3",
        &[(&phone.to_string()).into(), lock.after.into(), (now - lock.for_ms).into()],
    )?;
    Ok(row.is_some())
}

/// Counts a failed login; `false` if the number was locked already, so that the reply must not
/// depend on the password.
pub fn record(tx: &mut Tx<'_>, phone: &Phone, lock: Lock, now: i64) -> Result<bool> {
    let counted = tx.execute(
        "INSERT INTO co_login_failure (phone, failures, last_at) VALUES ($1, 1, $2)
         ON CONFLICT (phone) DO UPDATE SET
           failures = CASE WHEN co_login_failure.last_at > $3 THEN co_login_failure.failures + 1 ELSE 1 END,
           last_at = excluded.last_at
         WHERE co_login_failure.failures < $4 OR co_login_failure.last_at <= $3",
        &[(&phone.to_string()).into(), now.into(), (now - lock.for_ms).into(), lock.after.into()],
    )?;
    Ok(counted == 1)
}

/// Deletes the failed logins of a number.
pub fn clear(tx: &mut Tx<'_>, phone: &Phone) -> Result<()> {
    tx.execute("DELETE FROM co_login_failure WHERE phone = $1", &[(&phone.to_string()).into()])?;
    Ok(())
}

/// Deletes failed logins that are older than `before`.
pub fn delete_older(tx: &mut Tx<'_>, before: i64) -> Result<u64> {
    tx.execute("DELETE FROM co_login_failure WHERE last_at <= $1", &[before.into()])
}
