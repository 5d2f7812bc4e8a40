//! The password of the demo accounts.

use anyhow::Result;
use indicatif::ProgressBar;
use miaohui_kernel::Rng;
use miaohui_web::hash_password;

/// The password of every demo account.
pub const PASSWORD: &str = "miaohui-demo";

/// Hashes the password for `count` accounts.
pub(crate) fn hashed_passwords(count: usize, rng: &Rng, bar: &ProgressBar) -> Result<Vec<String>> {
    let mut passwords = Vec::new();
    for _ in 0..count {
        passwords.push(hash_password(PASSWORD, rng)?);
        bar.inc(1);
    }
    Ok(passwords)
}
