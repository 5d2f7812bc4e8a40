//! Errors of the configuration.

use std::io;

/// An error of the configuration: one line with the key and its origin, and without secrets.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ConfigError {
    /// A file cannot be read.
    #[error("cannot read {file}: {error}")]
    Unreadable {
        /// The file's name, as given.
        file: String,
        /// The system's error.
        error: io::Error,
    },
    /// A file is not valid TOML.
    #[error("{file}:{line}:{column}: {message}")]
    Syntax {
        /// The file's name, as given.
        file: String,
        /// Line, from 1.
        line: usize,
        /// Column in characters, from 1.
        column: usize,
        /// The TOML parser's message.
        message: String,
    },
    /// A key is unknown.
    #[error("unknown key `{key}` in {origin}; did you mean `{nearest}`?")]
    UnknownKey {
        /// The key's full path.
        key: String,
        /// File, variable or flag.
        origin: String,
        /// The most similar known key.
        nearest: String,
    },
    /// A variable is unknown.
    #[error("unknown variable `{name}` in the environment; did you mean `{nearest}`?")]
    UnknownVariable {
        /// The variable.
        name: String,
        /// The most similar known variable.
        nearest: String,
    },
    /// A value does not have its key's type.
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
    /// A value has the right type and is invalid.
    #[error("`{key}` in {origin}: {message}")]
    Invalid {
        /// The key's full path.
        key: String,
        /// File, variable or flag.
        origin: String,
        /// What is wrong, or what is valid.
        message: String,
    },
}
