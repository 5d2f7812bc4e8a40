//! Encryption at rest: values of columns and whole files, with AES-256-GCM. The same keys sign short
//! texts that people carry around, with HMAC-SHA-256.
//!
//! A sealed text is `sealed:KEY:BASE64`, where KEY names the key and the rest is a nonce and the
//! ciphertext with its tag. The place of a value (its column and row) is authenticated with it, so
//! that it cannot be moved to another row.

mod check;
mod column;
mod error;
mod key;
mod source;
mod vault;

pub use check::{KeyUse, used_keys};
pub use column::{SealedColumn, count_unsealed, seal_some};
pub use error::VaultError;
pub use source::KeySource;
pub use vault::Vault;

use miaohui_db::{Migration, Migrations, Script};

/// The table of keys in use.
pub const MIGRATIONS: Migrations = Migrations {
    component: "vault",
    steps: &[Migration {
        version: 1,
        name: "keys",
        sql: Script::Text(include_str!("../migrations/0001_vault.sql")),
    }],
};
