//! Verification codes and the quotas of sending them.

use miaohui_db::{Result, Tx};
use miaohui_gateways::Period;
use miaohui_gateways::sms::Phone;
use miaohui_kernel::{CLOCKS_DIFFER_MS, DAY_MS, sha256_hex, typed_digits};

/// Failed attempts after which a code is invalid.
const MOST_FAILURES: i64 = 5;

/// How often messages may be sent to one subject.
#[derive(Clone, Copy, Debug)]
pub struct Quota {
    /// Least time between two messages, in ms.
    pub gap_ms: i64,
    /// Most messages in a period.
    pub most: i64,
}

/// Claims one message to a phone, with a quota for each day; `false` if the quota is used up.
///
/// The row decides, so that concurrent claims of any number of processes cannot exceed the quota.
pub fn claim_phone(tx: &mut Tx<'_>, phone: &Phone, quota: Quota, now: i64) -> Result<bool> {
    claim(tx, &format!("phone:{phone}"), quota, Claim { now, period_at: Period::Day.start(now) })
}

/// Claims one message for an address, with a quota for each hour; `false` if the quota is used up.
pub fn claim_address(tx: &mut Tx<'_>, address: &str, quota: Quota, now: i64) -> Result<bool> {
    claim(tx, &format!("address:{address}"), quota, Claim { now, period_at: Period::Hour.start(now) })
}

/// Whether a message to the phone was claimed within `gap_ms` before `now`, by any right clock.
pub fn is_within(tx: &mut Tx<'_>, phone: &Phone, gap_ms: i64, now: i64) -> Result<bool> {
    let row: Option<(i64,)> = tx.query_opt(
        "SELECT last_at FROM co_sms_quota WHERE subject = $1 AND last_at > $2 AND last_at <= $3",
        &[(&format!("phone:{phone}")).into(), (now - gap_ms).into(), (now + gap_ms).into()],
    )?;
    Ok(row.is_some())
}

struct Claim {
    now: i64,
    /// When the quota's period began.
    period_at: i64,
}

fn claim(tx: &mut Tx<'_>, subject: &str, quota: Quota, claim: Claim) -> Result<bool> {
    let Claim { now, period_at } = claim;
    let claimed = tx.execute(
        "INSERT INTO co_sms_quota (subject, last_at, period_at, sent) VALUES ($1, $2, $3, 1)
         ON CONFLICT (subject) DO UPDATE SET
           last_at = excluded.last_at,
           period_at = excluded.period_at,
           sent = CASE WHEN co_sms_quota.period_at = excluded.period_at THEN co_sms_quota.sent + 1 ELSE 1 END
         WHERE (co_sms_quota.last_at <= $4 OR co_sms_quota.last_at > $6)
           AND (co_sms_quota.period_at <> excluded.period_at OR co_sms_quota.sent < $5)",
        &[
            subject.into(),
            now.into(),
            period_at.into(),
            (now - quota.gap_ms).into(),
            quota.most.into(),
            // A message of the future was claimed while a clock was wrong.
            (now + quota.gap_ms).into(),
        ],
    )?;
    Ok(claimed == 1)
}

/// Stores the new code of a phone; it replaces an older one.
pub fn put(tx: &mut Tx<'_>, phone: &Phone, code: &str, expires_at: i64) -> Result<()> {
    tx.execute(
        "INSERT INTO co_sms_code (phone, code_hash, expires_at, failures) VALUES ($1, $2, $3, 0)
         ON CONFLICT (phone) DO UPDATE SET
           code_hash = excluded.code_hash, expires_at = excluded.expires_at, failures = 0",
        &[(&phone.to_string()).into(), (&hash(phone, code)).into(), expires_at.into()],
    )?;
    Ok(())
}

/// Uses the code up; `false` if it is wrong, used, expired, or failed too often.
pub fn consume(tx: &mut Tx<'_>, phone: &Phone, code: &str, now: i64) -> Result<bool> {
    let used = tx.execute(
        "DELETE FROM co_sms_code WHERE phone = $1 AND code_hash = $2 AND expires_at > $3 AND failures < $4",
        &[(&phone.to_string()).into(), (&hash(phone, code)).into(), now.into(), MOST_FAILURES.into()],
    )?;
    Ok(used == 1)
}

/// Whether the code would be accepted; counts a wrong one as a failed attempt.
pub fn check(tx: &mut Tx<'_>, phone: &Phone, code: &str, now: i64) -> Result<bool> {
    let failed = tx.execute(
        "UPDATE co_sms_code SET failures = failures + 1 WHERE phone = $1 AND code_hash <> $2",
        &[(&phone.to_string()).into(), (&hash(phone, code)).into()],
    )?;
    if failed == 1 {
        return Ok(false);
    }
    let valid: Option<(i64,)> = tx.query_opt(
        "SELECT failures FROM co_sms_code WHERE phone = $1 AND expires_at > $2 AND failures < $3",
        &[(&phone.to_string()).into(), now.into(), MOST_FAILURES.into()],
    )?;
    Ok(valid.is_some())
}

/// Deletes expired codes, those that a wrong clock lets live longer than `life_ms`, and quotas of past
/// periods.
pub fn delete_expired(tx: &mut Tx<'_>, life_ms: i64, now: i64) -> Result<u64> {
    let codes = tx.execute(
        "DELETE FROM co_sms_code WHERE expires_at <= $1 OR expires_at > $2",
        &[now.into(), (now + life_ms + CLOCKS_DIFFER_MS).into()],
    )?;
    Ok(codes + tx.execute("DELETE FROM co_sms_quota WHERE last_at <= $1", &[(now - 2 * DAY_MS).into()])?)
}

/// The stored form of a code, however it is typed.
fn hash(phone: &Phone, code: &str) -> String {
    sha256_hex(format!("{phone}:{}", typed_digits(code)))
}
