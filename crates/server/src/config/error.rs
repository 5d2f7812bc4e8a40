//! Why a configuration was refused.

use std::io;

/// Why a configuration was refused: one line that names the key and where it was said, and no secret.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ConfigError {
    /// A file is missing or cannot be read.
    #[error("cannot read {file}: {error}")]
    Unreadable {
        /// The file, as it was named.
        file: String,
        /// What the system says.
        error: io::Error,
    },
    /// A file is not TOML.
    #[error("{file}:{line}:{column}: {message}")]
    Syntax {
        /// The file, as it was named.
        file: String,
        /// Line, from 1.
        line: usize,
        /// Column in characters, from 1.
        column: usize,
        /// What TOML misses.
        message: String,
    },
    /// There is no such key.
    #[error("unknown key `{key}` in {origin}; did you mean `{nearest}`?")]
    UnknownKey {
        /// The key's full path.
        key: String,
        /// File, variable or flag.
        origin: String,
        /// The known key that is spelled most like it.
        nearest: String,
    },
    /// There is no such variable.
    #[error("unknown variable `{name}` in the environment; did you mean `{nearest}`?")]
    UnknownVariable {
        /// The variable.
        name: String,
        /// The known variable that is spelled most like it.
        nearest: String,
    },
    /// A value has another type than its key.
    #[error("`{key}` in {origin} must be {expected}, not {found}")]
    WrongType {
        /// The key's full path.
        key: String,
        /// File, variable or flag.
        origin: String,
        /// The key's type.
        expected: &'static str,
        /// The value's type.
        found: &'static str,
    },
    /// A value has the right type and is none that works.
    #[error("`{key}` in {origin}: {message}")]
    Invalid {
        /// The key's full path.
        key: String,
        /// File, variable or flag.
        origin: String,
        /// What is wrong, or what would be right.
        message: String,
    },
}
