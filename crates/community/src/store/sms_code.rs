//! Verification codes and how often they may be sent.

use miaohui_db::{Result, Tx};
use miaohui_kernel::{DAY_MS, HOUR_MS, sha256_hex};

use crate::phone::Phone;

/// Wrong tries after which a code is worth nothing.
const MOST_FAILURES: i64 = 5;

/// Midnight in China, where the day of the quota begins.
fn day_start(now: i64) -> i64 {
    const CHINA: i64 = 8 * HOUR_MS;
    (now + CHINA) / DAY_MS * DAY_MS - CHINA
}

/// Claims one message to a phone: at most one in `gap_ms` and `per_day` a day. `false`: not now. Parallel claims and
/// several processes cannot exceed it: the row decides.
pub fn claim_phone(tx: &mut Tx<'_>, phone: &Phone, now: i64, gap_ms: i64, per_day: i64) -> Result<bool> {
    claim(tx, &format!("phone:{phone}"), now, gap_ms, day_start(now), per_day)
}

/// Claims one message for an address: at most `per_hour` an hour.
pub fn claim_address(tx: &mut Tx<'_>, address: &str, now: i64, per_hour: i64) -> Result<bool> {
    claim(tx, &format!("address:{address}"), now, 0, now / HOUR_MS * HOUR_MS, per_hour)
}

fn claim(tx: &mut Tx<'_>, subject: &str, now: i64, gap_ms: i64, period_at: i64, most: i64) -> Result<bool> {
    let claimed = tx.execute(
        "INSERT INTO co_sms_quota (subject, last_at, period_at, sent) VALUES ($1, $2, $3, 1)
         ON CONFLICT (subject) DO UPDATE SET
           last_at = excluded.last_at,
           period_at = excluded.period_at,
           sent = CASE WHEN co_sms_quota.period_at = excluded.period_at THEN co_sms_quota.sent + 1 ELSE 1 END
         WHERE co_sms_quota.last_at <= $4
           AND (co_sms_quota.period_at <> excluded.period_at OR co_sms_quota.sent < $5)",
        &[subject.into(), now.into(), period_at.into(), (now - gap_ms).into(), most.into()],
    )?;
    Ok(claimed == 1)
}

/// Stores the phone's new code; an older one is worth nothing any more.
pub fn put(tx: &mut Tx<'_>, phone: &Phone, code: &str, expires_at: i64) -> Result<()> {
    tx.execute(
        "INSERT INTO co_sms_code (phone, code_hash, expires_at, failures) VALUES ($1, $2, $3, 0)
         ON CONFLICT (phone) DO UPDATE SET
           code_hash = excluded.code_hash, expires_at = excluded.expires_at, failures = 0",
        &[(&phone.to_string()).into(), (&hash(phone, code)).into(), expires_at.into()],
    )?;
    Ok(())
}

/// Uses the code up. `false`: it is wrong, used, expired, or was tried too often.
pub fn consume(tx: &mut Tx<'_>, phone: &Phone, code: &str, now: i64) -> Result<bool> {
    let used = tx.execute(
        "DELETE FROM co_sms_code WHERE phone = $1 AND code_hash = $2 AND expires_at > $3 AND failures < $4",
        &[(&phone.to_string()).into(), (&hash(phone, code)).into(), now.into(), MOST_FAILURES.into()],
    )?;
    Ok(used == 1)
}

/// Whether the code would be accepted; a wrong one is counted.
pub fn check(tx: &mut Tx<'_>, phone: &Phone, code: &str, now: i64) -> Result<bool> {
    let missed = tx.execute(
        "UPDATE co_sms_code SET failures = failures + 1 WHERE phone = $1 AND code_hash <> $2",
        &[(&phone.to_string()).into(), (&hash(phone, code)).into()],
    )?;
    if missed == 1 {
        return Ok(false);
    }
    let live: Option<(i64,)> = tx.query_opt(
        "SELECT failures FROM co_sms_code WHERE phone = $1 AND expires_at > $2 AND failures < $3",
        &[(&phone.to_string()).into(), now.into(), MOST_FAILURES.into()],
    )?;
    Ok(live.is_some())
}

/// Forgets expired codes and old quotas.
pub fn sweep(tx: &mut Tx<'_>, now: i64) -> Result<u64> {
    let codes = tx.execute("DELETE FROM co_sms_code WHERE expires_at <= $1", &[now.into()])?;
    Ok(codes + tx.execute("DELETE FROM co_sms_quota WHERE last_at <= $1", &[(now - 2 * DAY_MS).into()])?)
}

fn hash(phone: &Phone, code: &str) -> String {
    sha256_hex(format!("{phone}:{code}"))
}
