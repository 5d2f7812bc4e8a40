//! Why a page is not shown.

use axum::http::StatusCode;
use miaohui_media::MediaError;
use miaohui_web::{Limited, PasswordError, PoolBusy};

/// A result in the console.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// A refusal, or something that only the log may see.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Nobody is signed in: the browser is sent to the sign-in page and comes back to this path.
    #[error("nobody is signed in")]
    SignIn(String),
    /// The role may not do this.
    #[error("the role may not do this")]
    Forbidden,
    /// The form is not from a page that this session was shown.
    #[error("the form is not from a page of this session")]
    Forged,
    /// There is no such thing.
    #[error("there is no such thing")]
    NotFound,
    /// What was sent cannot be used; the text is shown.
    #[error("{0}")]
    Invalid(String),
    /// The database holds something like it already, or something else still names it.
    #[error(transparent)]
    Conflict(miaohui_db::Error),
    /// Other rows name it, and would go with it.
    #[error("other rows name it")]
    InUse,
    /// Too much at once.
    #[error("too many requests")]
    Busy,
    /// Logged; the page says that something went wrong.
    #[error(transparent)]
    Unexpected(Box<dyn std::error::Error + Send + Sync>),
}

impl Error {
    /// The HTTP status.
    pub fn status(&self) -> StatusCode {
        match self {
            Self::SignIn(_) => StatusCode::SEE_OTHER,
            Self::Forbidden | Self::Forged => StatusCode::FORBIDDEN,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::Invalid(_) | Self::Conflict(_) | Self::InUse => StatusCode::UNPROCESSABLE_ENTITY,
            Self::Busy => StatusCode::SERVICE_UNAVAILABLE,
            Self::Unexpected(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// An unexpected failure of anything.
    pub fn unexpected(error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self::Unexpected(error.into())
    }
}

impl From<miaohui_db::Error> for Error {
    fn from(error: miaohui_db::Error) -> Self {
        match error {
            miaohui_db::Error::Busy { .. } => Self::Busy,
            miaohui_db::Error::Nul => Self::Invalid("a NUL character".into()),
            conflict @ miaohui_db::Error::Statement { constraint: true, .. } => Self::Conflict(conflict),
            other => Self::Unexpected(Box::new(other)),
        }
    }
}

impl From<PasswordError> for Error {
    fn from(error: PasswordError) -> Self {
        match error {
            PasswordError::Busy(_) => Self::Busy,
            PasswordError::Broken(_) => Self::unexpected(error),
        }
    }
}

impl From<PoolBusy> for Error {
    fn from(_: PoolBusy) -> Self {
        Self::Busy
    }
}

impl From<Limited> for Error {
    fn from(_: Limited) -> Self {
        Self::Busy
    }
}

impl From<MediaError> for Error {
    fn from(error: MediaError) -> Self {
        match error {
            MediaError::Io(error) => Self::unexpected(error),
            other => Self::Invalid(other.to_string()),
        }
    }
}

impl From<miaohui_payments::Error> for Error {
    fn from(error: miaohui_payments::Error) -> Self {
        match error {
            miaohui_payments::Error::Database(error) => error.into(),
            other => Self::Invalid(other.to_string()),
        }
    }
}

impl From<miaohui_community::Error> for Error {
    fn from(error: miaohui_community::Error) -> Self {
        match error {
            miaohui_community::Error::Refused { text, .. } => Self::Invalid(text.into_owned()),
            other => Self::unexpected(other),
        }
    }
}

impl From<miaohui_crowdfunding::Error> for Error {
    fn from(error: miaohui_crowdfunding::Error) -> Self {
        match error {
            miaohui_crowdfunding::Error::Refused(miaohui_crowdfunding::Code::NotFound) => Self::NotFound,
            other @ miaohui_crowdfunding::Error::Unexpected(_) => Self::unexpected(other),
            other => Self::Invalid(other.to_string()),
        }
    }
}
