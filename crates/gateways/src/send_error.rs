//! Why a message could not be sent.

/// Why a message could not be sent.
#[derive(Debug, thiserror::Error)]
pub enum SendError {
    /// A temporary failure. The message is sent again later.
    #[error("{0}")]
    Transient(String),
    /// A final failure. The message is not sent again automatically.
    #[error("{0}")]
    Permanent(String),
}
