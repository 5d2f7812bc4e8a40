//! Why a value cannot be encrypted or decrypted.

use std::path::PathBuf;

/// A result of the vault.
pub type Result<T, E = VaultError> = std::result::Result<T, E>;

/// An error of the vault. Its text is one line.
#[derive(Debug, thiserror::Error)]
pub enum VaultError {
    /// The keys do not contain the key of a value.
    #[error("data is encrypted with key {id}, which is not in {source_name}")]
    UnknownKey {
        /// The key's name.
        id: String,
        /// Where the keys come from.
        source_name: String,
    },
    /// A key has the name of another one.
    #[error("key {id} of {source_name} is not the key of this name that encrypted the data")]
    WrongKey {
        /// The key's name.
        id: String,
        /// Where the keys come from.
        source_name: String,
    },
    /// A value was changed, or belongs to another row.
    #[error("the encrypted value of {0} is damaged or was moved")]
    Damaged(String),
    /// The keys cannot be understood.
    #[error("{source_name}: {reason}")]
    Malformed {
        /// Where the keys come from.
        source_name: String,
        /// What is wrong.
        reason: String,
    },
    /// The file with the keys is gone although data are encrypted.
    #[error(
        "the data are encrypted, and there is no key: {path} is missing; restore it from a backup, or set MIAOHUI_KEYS"
    )]
    NoKeys {
        /// The file.
        path: PathBuf,
    },
    /// The file cannot be read or written.
    #[error("{path}: {error}")]
    Io {
        /// The file.
        path: PathBuf,
        /// What happened.
        error: std::io::Error,
    },
    /// The keys are given by the environment, where no key can be added.
    #[error(
        "the keys come from MIAOHUI_KEYS: put a new key before the others, restart all servers, then rotate"
    )]
    FixedKeys,
    /// The system gives no random numbers, or the cipher refuses its input.
    #[error("the cipher failed")]
    Cipher,
    /// The database failed.
    #[error(transparent)]
    Database(#[from] miaohui_db::Error),
}
