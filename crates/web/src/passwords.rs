//! Passwords: Argon2id on a small pool, so that many logins at once cannot starve other requests.

use argon2::password_hash::phc::PasswordHash;
use argon2::{Argon2, PasswordHasher, PasswordVerifier};
use miaohui_kernel::Rng;

use crate::{PoolBusy, WorkPool};

/// A password could not be hashed or verified.
#[derive(Debug, thiserror::Error)]
pub enum PasswordError {
    /// The queue is full.
    #[error(transparent)]
    Busy(#[from] PoolBusy),
    /// The hash function failed, or a stored hash is malformed.
    #[error("{0}")]
    Broken(String),
}

/// Hashes and verifies passwords. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Passwords {
    pool: WorkPool,
    rng: Rng,
}

impl Passwords {
    /// Creates a hasher that runs on `pool` and draws salts from `rng`.
    pub fn new(pool: WorkPool, rng: Rng) -> Self {
        Self { pool, rng }
    }

    /// Hashes a password with a new salt, in PHC format.
    pub async fn hash(&self, password: String) -> Result<String, PasswordError> {
        let rng = self.rng.clone();
        self.pool.run(move || hash_password(&password, &rng)).await?
    }

    /// Whether the password matches the hash. An empty hash matches nothing: the account has no
    /// password.
    pub async fn verify(&self, password: String, hash: String) -> Result<bool, PasswordError> {
        if hash.is_empty() {
            return Ok(false);
        }
        self.pool.run(move || verify(&password, &hash)).await?
    }
}

/// Hashes on the calling thread, for creating accounts in bulk.
pub fn hash_password(password: &str, rng: &Rng) -> Result<String, PasswordError> {
    let mut salt = [0; 16];
    rng.fill(&mut salt);
    let hash = Argon2::default()
        .hash_password_with_salt(password.as_bytes(), &salt)
        .map_err(|error| PasswordError::Broken(format!("a password was not hashed: {error}")))?;
    Ok(hash.to_string())
}

fn verify(password: &str, hash: &str) -> Result<bool, PasswordError> {
    let parsed = PasswordHash::new(hash)
        .map_err(|error| PasswordError::Broken(format!("a stored password hash cannot be read: {error}")))?;
    Ok(Argon2::default().verify_password(password.as_bytes(), &parsed).is_ok())
}
