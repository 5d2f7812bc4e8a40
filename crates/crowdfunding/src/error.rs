//! Errors of a request.

use miaohui_kernel::SECOND_MS;
use miaohui_ledger::PostError;
use miaohui_media::MediaError;
use miaohui_vault::VaultError;
use miaohui_web::idempotency::{KeyError, Refusal};
use miaohui_web::{BodyError, Limited, OverQuota, PasswordError, PoolBusy};
use serde_json::{Value, json};

use crate::code::Code;

/// When a request that was refused because of the load may be sent again, in ms.
const BUSY_MS: i64 = SECOND_MS;
/// When a request whose read took too long may be sent again, in ms.
const OVER_BUDGET_MS: i64 = 5 * SECOND_MS;
/// When a request may be sent again while the database, or the store of the files, cannot be reached, in
/// ms.
const UNREACHABLE_MS: i64 = 2 * SECOND_MS;

/// The result of an operation.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// The error of a request: a documented one, or an unexpected one that is logged only.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A code for the whole request, with the code's status.
    #[error("{0:?}")]
    Refused(Code),
    /// A code for the whole request that a retry may not get.
    #[error("{0:?}, retry")]
    Transient(Code),
    /// A limit refuses the request: a retry after a time may succeed.
    #[error("{code:?}: a limit")]
    Limited {
        /// The code.
        code: Code,
        /// The name of the limit in the metrics, unless it is counted already.
        limit: Option<&'static str>,
        /// The time, in ms.
        retry_after_ms: i64,
    },
    /// The credentials in the header are invalid: 401 instead of the code's status.
    #[error("unauthorized: {0:?}")]
    Unauthorized(Code),
    /// The wrong fields, in the order of the document's parameter list.
    #[error("fields: {0:?}")]
    Fields(Vec<FieldError>),
    /// HTTP status and body of an earlier reply to the same request.
    #[error("replayed: {1}")]
    Replayed(u16, Value),
    /// An error that is logged; the client gets -1.
    #[error(transparent)]
    Unexpected(Box<dyn std::error::Error + Send + Sync>),
}

/// A wrong field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldError {
    /// Its name; `detailinfo.age` for a field in a dictionary.
    pub field: String,
    /// What is wrong.
    pub code: Code,
}

impl Error {
    /// Builds the error of one wrong field.
    pub fn field(field: &str, code: Code) -> Self {
        Self::Fields(vec![FieldError { field: field.to_owned(), code }])
    }

    fn busy(limit: &'static str, retry_after_ms: i64) -> Self {
        Self::Limited { code: Code::Busy, limit: Some(limit), retry_after_ms }
    }

    /// The refusal of a request by a limit, with 10038.
    pub fn throttled(limit: &'static str, retry_after_ms: i64) -> Self {
        Self::Limited { code: Code::Throttled, limit: Some(limit), retry_after_ms }
    }

    /// The code at the top of the reply.
    pub fn code(&self) -> Code {
        match self {
            Self::Refused(code)
            | Self::Transient(code)
            | Self::Limited { code, .. }
            | Self::Unauthorized(code) => *code,
            Self::Fields(_) => Code::ValidationFailed,
            Self::Replayed(_, body) => {
                let number = body["error_code"].as_i64();
                let known = |code: &&Code| Some(i64::from(code.number())) == number;
                Code::ALL.iter().find(known).copied().unwrap_or(Code::Unknown)
            }
            Self::Unexpected(_) => Code::Unknown,
        }
    }

    /// Builds the HTTP status and the documented body.
    pub fn reply(&self) -> (u16, Value) {
        let whole = |code: Code| json!({ "error_code": code.number(), "error_message": code.message(), "errors": [] });
        match self {
            Self::Refused(code) | Self::Transient(code) | Self::Limited { code, .. } => {
                (code.status(), whole(*code))
            }
            Self::Unauthorized(code) => (401, whole(*code)),
            Self::Fields(fields) => {
                let mut body = whole(Code::ValidationFailed);
                body["errors"] = fields
                    .iter()
                    .map(|FieldError { field, code }| {
                        json!({ "field": field, "error_code": code.number(), "error_message": code.message() })
                    })
                    .collect();
                (Code::ValidationFailed.status(), body)
            }
            Self::Replayed(status, body) => (*status, body.clone()),
            Self::Unexpected(_) => (Code::Unknown.status(), whole(Code::Unknown)),
        }
    }
}

impl From<Code> for Error {
    fn from(code: Code) -> Self {
        Self::Refused(code)
    }
}

impl From<miaohui_db::Error> for Error {
    fn from(error: miaohui_db::Error) -> Self {
        match error {
            miaohui_db::Error::Busy { .. } => Self::busy("busy", BUSY_MS),
            miaohui_db::Error::OverBudget => Self::busy("read time", OVER_BUDGET_MS),
            miaohui_db::Error::Unavailable(_) => Self::busy("database", UNREACHABLE_MS),
            miaohui_db::Error::Nul => Code::Malformed.into(),
            other => Self::Unexpected(Box::new(other)),
        }
    }
}

impl From<VaultError> for Error {
    fn from(error: VaultError) -> Self {
        match error {
            VaultError::Database(error) => error.into(),
            other => Self::Unexpected(Box::new(other)),
        }
    }
}

/// A balance that is too small is 10036.
impl From<PostError> for Error {
    fn from(error: PostError) -> Self {
        match error {
            PostError::InsufficientFunds(_) => Code::PaymentFailed.into(),
            PostError::Overflow => Self::Unexpected(Box::new(error)),
            PostError::Database(error) => error.into(),
        }
    }
}

impl From<miaohui_payments::Error> for Error {
    fn from(error: miaohui_payments::Error) -> Self {
        use miaohui_payments::Error as Payment;
        match error {
            Payment::NoChannel => Self::field("channel", Code::InvalidData),
            Payment::Failed | Payment::TooLate => Code::PaymentFailed.into(),
            Payment::Unavailable => Self::Transient(Code::PaymentFailed),
            Payment::Database(error) => error.into(),
            other => Self::Unexpected(Box::new(other)),
        }
    }
}

impl From<KeyError> for Error {
    fn from(error: KeyError) -> Self {
        match error {
            KeyError::Malformed => Code::InvalidKey.into(),
            KeyError::Running => Code::KeyInUse.into(),
            KeyError::Reused => Code::KeyReused.into(),
        }
    }
}

impl Refusal for Error {
    fn kept(&self) -> Option<(i64, String)> {
        let (status, body) = self.reply();
        let other = matches!(self, Self::Transient(_) | Self::Limited { .. } | Self::Replayed(..));
        // 401, 409, 422, 429 and server errors may not recur.
        let transient = matches!(status, 401 | 409 | 422 | 429 | 500..);
        (!other && !transient).then(|| (status.into(), body.to_string()))
    }

    fn again(status: i64, body: String) -> Self {
        let status = u16::try_from(status).unwrap_or(Code::Unknown.status());
        Self::Replayed(status, serde_json::from_str(&body).unwrap_or_default())
    }
}

impl From<PoolBusy> for Error {
    fn from(_: PoolBusy) -> Self {
        Self::busy("busy", BUSY_MS)
    }
}

impl From<PasswordError> for Error {
    fn from(error: PasswordError) -> Self {
        match error {
            PasswordError::Busy(_) => Self::busy("busy", BUSY_MS),
            PasswordError::Broken(_) => Self::Unexpected(Box::new(error)),
        }
    }
}

impl From<Limited> for Error {
    fn from(Limited { retry_after_ms, .. }: Limited) -> Self {
        Self::Limited { code: Code::Throttled, limit: None, retry_after_ms }
    }
}

impl From<OverQuota> for Error {
    fn from(OverQuota { limit, retry_after_ms }: OverQuota) -> Self {
        Self::throttled(limit, retry_after_ms)
    }
}

impl From<BodyError> for Error {
    fn from(error: BodyError) -> Self {
        if error == BodyError::Busy { Code::Busy.into() } else { Code::Malformed.into() }
    }
}

/// An error of a stored file; one of an upload is refused where it is checked.
impl From<MediaError> for Error {
    fn from(error: MediaError) -> Self {
        match error {
            MediaError::Unavailable(_) => Self::busy("media store", UNREACHABLE_MS),
            other => Self::Unexpected(Box::new(other)),
        }
    }
}

impl From<serde_json::Error> for Error {
    fn from(error: serde_json::Error) -> Self {
        Self::Unexpected(Box::new(error))
    }
}

impl From<std::io::Error> for Error {
    fn from(error: std::io::Error) -> Self {
        Self::Unexpected(Box::new(error))
    }
}
