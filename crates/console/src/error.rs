//! Why a request fails.

use axum::http::StatusCode;
use miaohui_admin::{Label, Refusal};
use miaohui_media::MediaError;
use miaohui_vault::VaultError;
use miaohui_web::{BodyError, Limited, PasswordError, PoolBusy};

/// A result of a page.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// A refusal that the visitor reads, or a failure that only the log shows.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is no session: the browser goes to the sign-in page and comes back to this path.
    #[error("nobody is signed in")]
    SignIn(String),
    /// The password was made by somebody else, and is changed on the page of the account first.
    #[error("the first password has to be changed")]
    FirstPassword,
    /// The role lacks the permission.
    #[error("the role may not do this")]
    Forbidden,
    /// The form does not come from a page of this session.
    #[error("the form is not from a page of this session")]
    Forged,
    /// The page or the row does not exist.
    #[error("there is no such thing")]
    NotFound,
    /// The input is invalid; the visitor reads the text.
    #[error("{0}")]
    Invalid(Refusal),
    /// A key, a foreign key or a check of the database refuses the change.
    #[error(transparent)]
    Conflict(miaohui_db::Error),
    /// Other rows refer to the row, so that it is not deleted.
    #[error("other rows refer to it")]
    InUse,
    /// A queue is full or a limit is reached.
    #[error("too many requests")]
    Busy,
    /// Logged; the page says only that something went wrong.
    #[error(transparent)]
    Unexpected(Box<dyn std::error::Error + Send + Sync>),
}

impl Error {
    /// The HTTP status.
    pub fn status(&self) -> StatusCode {
        match self {
            Self::SignIn(_) | Self::FirstPassword => StatusCode::SEE_OTHER,
            Self::Forbidden | Self::Forged => StatusCode::FORBIDDEN,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::Invalid(_) | Self::Conflict(_) | Self::InUse => StatusCode::UNPROCESSABLE_ENTITY,
            Self::Busy => StatusCode::SERVICE_UNAVAILABLE,
            Self::Unexpected(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// Whether it refuses what somebody has entered, who can correct it on the same page.
    pub fn is_refusal(&self) -> bool {
        matches!(self, Self::Invalid(_) | Self::Conflict(_) | Self::InUse)
    }

    /// An unexpected failure.
    pub fn unexpected(error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self::Unexpected(error.into())
    }
}

impl From<miaohui_db::Error> for Error {
    fn from(error: miaohui_db::Error) -> Self {
        match error {
            miaohui_db::Error::Busy { .. }
            | miaohui_db::Error::OverBudget
            | miaohui_db::Error::Unavailable(_) => Self::Busy,
            miaohui_db::Error::Nul => Label("含有不可用的字符", "It contains a NUL character").into(),
            conflict @ miaohui_db::Error::Statement { constraint: true, .. } => Self::Conflict(conflict),
            other => Self::Unexpected(Box::new(other)),
        }
    }
}

impl From<Label> for Error {
    fn from(label: Label) -> Self {
        Self::Invalid(label.into())
    }
}

impl From<VaultError> for Error {
    fn from(error: VaultError) -> Self {
        Self::unexpected(error)
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

impl From<BodyError> for Error {
    fn from(error: BodyError) -> Self {
        match error {
            BodyError::Busy => Self::Busy,
            other => Self::Invalid(Refusal::new("提交的内容太大或不完整", other.to_string())),
        }
    }
}

impl From<MediaError> for Error {
    fn from(error: MediaError) -> Self {
        match error {
            MediaError::Unavailable(_) => Self::Busy,
            MediaError::Io(error) => Self::unexpected(error),
            other => Self::Invalid(Refusal::new(other.in_chinese(), other.to_string())),
        }
    }
}

impl From<miaohui_admin::Error> for Error {
    fn from(error: miaohui_admin::Error) -> Self {
        match error {
            miaohui_admin::Error::NotFound => Self::NotFound,
            miaohui_admin::Error::Invalid(text) => Self::Invalid(text),
            miaohui_admin::Error::Database(error) => error.into(),
            miaohui_admin::Error::Unexpected(error) => Self::Unexpected(error),
        }
    }
}
