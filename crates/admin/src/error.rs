//! Why an action fails.

/// A result of an action.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// A failure of an action; the whole transaction is rolled back.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The thing does not exist.
    #[error("there is no such thing")]
    NotFound,
    /// The input is invalid, or the thing does not allow the action; the operator reads the text.
    #[error("{0}")]
    Invalid(String),
    /// The database refused a statement or failed.
    #[error(transparent)]
    Database(#[from] miaohui_db::Error),
    /// Anything else: logged, and not shown.
    #[error(transparent)]
    Unexpected(Box<dyn std::error::Error + Send + Sync>),
}

impl Error {
    /// An unexpected failure.
    pub fn unexpected(error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self::Unexpected(error.into())
    }
}
