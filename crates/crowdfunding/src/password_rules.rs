//! What a new password must not be.

/// Common passwords of at least 8 characters, one a line.
const COMMON_PASSWORDS: &str = include_str!("common_passwords.txt");

/// Whether a new password is too short, too long or common.
pub fn is_weak(password: &str) -> bool {
    let is_common = || COMMON_PASSWORDS.lines().any(|common| common == password.to_lowercase());
    !(8..=128).contains(&password.chars().count()) || is_common()
}

/// Whether a new password is the mail address of its account.
pub fn is_own_address(password: &str, email: &str) -> bool {
    password.trim().to_lowercase() == email.to_lowercase()
}
