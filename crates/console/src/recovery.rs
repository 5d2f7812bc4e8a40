//! Recovery codes: each stands in once for the authenticator of the second step.

use miaohui_db::{Result, Tx};
use miaohui_kernel::{Rng, sha256_hex};

use crate::staff::StaffId;

/// The number of codes that are made at once.
const CODES: usize = 8;

/// Letters and digits that are not taken for one another.
const ALPHABET: &[u8] = b"abcdefghjkmnpqrstuvwxyz23456789";

/// New codes, as they are shown once: `abcde-fghjk`.
pub fn new_codes(rng: &Rng) -> Vec<String> {
    (0..CODES).map(|_| format!("{}-{}", rng.text(ALPHABET, 5), rng.text(ALPHABET, 5))).collect()
}

/// The digest of a code as it is typed, with or without the dash.
fn digest(code: &str) -> String {
    let letters: String = code.chars().filter(char::is_ascii_alphanumeric).collect();
    sha256_hex(letters.to_ascii_lowercase())
}

/// Replaces the codes of a staff member; none: they have no second step any more.
pub fn replace(tx: &mut Tx<'_>, staff: StaffId, codes: &[String]) -> Result<()> {
    tx.execute("DELETE FROM console_recovery_code WHERE staff_id = $1", &[staff.into()])?;
    for code in codes {
        tx.execute(
            "INSERT INTO console_recovery_code (staff_id, code_hash) VALUES ($1, $2)",
            &[staff.into(), (&digest(code)).into()],
        )?;
    }
    Ok(())
}

/// Uses up a code; `false`: there is no such code.
pub fn use_code(tx: &mut Tx<'_>, staff: StaffId, code: &str) -> Result<bool> {
    let used = tx.execute(
        "DELETE FROM console_recovery_code WHERE staff_id = $1 AND code_hash = $2",
        &[staff.into(), (&digest(code)).into()],
    )?;
    Ok(used == 1)
}

/// How many codes a staff member has left.
pub fn count(tx: &mut Tx<'_>, staff: StaffId) -> Result<i64> {
    let (count,) =
        tx.query_one("SELECT COUNT(*) FROM console_recovery_code WHERE staff_id = $1", &[staff.into()])?;
    Ok(count)
}
