//! Errors of calls.

use std::borrow::Cow;

use miaohui_kernel::SECOND_MS;
use miaohui_web::idempotency::{self, KeyError, Refusal};
use miaohui_web::{Limited, OverQuota, PasswordError, PoolBusy, RateLimit};
use serde_json::json;

use crate::Code;

/// When a call that was refused because of the load may be sent again, in ms.
const BUSY_MS: i64 = SECOND_MS;
/// When a call whose read took too long may be sent again, in ms.
const OVER_BUDGET_MS: i64 = 5 * SECOND_MS;
/// When a call may be sent again while the database, or the store of the files, cannot be reached, in ms.
const UNREACHABLE_MS: i64 = 2 * SECOND_MS;

/// The result of a method.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// The error of a call: a public code, or an internal error that is only logged.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A refusal with a code and a text.
    #[error("{code:?}: {text}")]
    Refused {
        /// The public code.
        code: Code,
        /// The text that the client shows.
        text: Cow<'static, str>,
    },
    /// A refusal by a limit: a retry after a time may succeed.
    #[error("{code:?}: {text}")]
    Limited {
        /// The public code.
        code: Code,
        /// The text that the client shows.
        text: Cow<'static, str>,
        /// The name of the limit in the metrics, unless it is counted already.
        limit: Option<&'static str>,
        /// The time, in ms.
        retry_after_ms: i64,
    },
    /// A temporary refusal: a retry of the call may succeed.
    #[error("{0:?} for now")]
    Temporary(Code),
    /// The kept refusal of the same call.
    #[error("{json}")]
    Replayed {
        /// Number of its code.
        code: i32,
        /// The body.
        json: String,
    },
    /// An internal error: it is logged and the client gets -1.
    #[error(transparent)]
    Unexpected(Box<dyn std::error::Error + Send + Sync>),
}

impl Error {
    /// A refusal with a text other than that of its code.
    pub fn refused(code: Code, text: impl Into<Cow<'static, str>>) -> Self {
        Self::Refused { code, text: text.into() }
    }

    /// The refusal of an invalid parameter.
    pub fn parameter(name: &str, problem: &str) -> Self {
        Self::refused(Code::BadParameter, format!("{}: {name}: {problem}", Code::BadParameter.text()))
    }

    /// The refusal of a call without a parameter that it needs.
    pub fn missing(name: &str) -> Self {
        Self::parameter(name, "缺少该参数")
    }

    /// The refusal of a call over a rate limit, with the code that clients know for the limited
    /// method.
    pub fn limited(limit: RateLimit, limited: Limited) -> Self {
        let code = if limit == RateLimit::Sms { Code::SmsFailed } else { Code::Unavailable };
        let text = format!("{}: 操作太频繁，请稍后再试", code.text());
        Self::Limited { code, text: text.into(), limit: None, retry_after_ms: limited.retry_after_ms }
    }

    /// The refusal of a login while failed ones lock it.
    pub(crate) fn locked(retry_after_ms: i64) -> Self {
        let code = Code::LoginFailed;
        Self::Limited { code, text: code.text().into(), limit: Some("login lock"), retry_after_ms }
    }

    /// The refusal of a call that a queue has no place for.
    pub(crate) fn busy() -> Self {
        Self::unavailable("busy", "服务器繁忙，请稍后再试", BUSY_MS)
    }

    /// The refusal of an upload while the store of the files does not answer.
    pub(crate) fn store_unavailable() -> Self {
        Self::unavailable("media store", "文件存储暂时不可用，请稍后再试", UNREACHABLE_MS)
    }

    /// The refusal of a call by a limit, with 110.
    pub(crate) fn unavailable(
        limit: &'static str,
        text: impl Into<Cow<'static, str>>,
        retry_after_ms: i64,
    ) -> Self {
        Self::Limited { code: Code::Unavailable, text: text.into(), limit: Some(limit), retry_after_ms }
    }
}

/// The body of a refusal by a limit. A client waits at least a second.
pub(crate) fn limited_failure(code: Code, text: &str, retry_after_ms: i64) -> Vec<u8> {
    let seconds = ((retry_after_ms + 999) / 1000).max(1);
    json!({ "code": code.number(), "err_msg": text, "retry_after": seconds }).to_string().into_bytes()
}

/// The body of a refusal.
pub(crate) fn failure(code: Code, text: &str) -> Vec<u8> {
    json!({ "code": code.number(), "err_msg": text }).to_string().into_bytes()
}

impl From<Code> for Error {
    fn from(code: Code) -> Self {
        Self::refused(code, code.text())
    }
}

impl From<miaohui_db::Error> for Error {
    fn from(error: miaohui_db::Error) -> Self {
        match error {
            miaohui_db::Error::Busy { .. } => Self::busy(),
            miaohui_db::Error::OverBudget => {
                Self::unavailable("read time", "查询时间过长，请稍后再试", OVER_BUDGET_MS)
            }
            miaohui_db::Error::Unavailable(_) => {
                Self::unavailable("database", "服务暂时不可用，请稍后再试", UNREACHABLE_MS)
            }
            miaohui_db::Error::Nul => Code::BadParameter.into(),
            other => Self::Unexpected(Box::new(other)),
        }
    }
}

impl From<KeyError> for Error {
    fn from(error: KeyError) -> Self {
        let (code, problem) = match error {
            KeyError::Malformed => (Code::BadParameter, "应为一个由 1 到 255 个可见 ASCII 字符组成的键"),
            KeyError::Running => (Code::Unavailable, "使用该键的调用正在处理"),
            KeyError::Reused => (Code::BadParameter, "该键已用于其他调用或其他参数"),
        };
        Self::refused(code, format!("{}: Idempotency-Key: {problem}", code.text()))
    }
}

impl Refusal for Error {
    fn kept(&self) -> Option<(i64, String)> {
        // Throttled, overloaded, logged out: a retry may succeed.
        let passes = |code| matches!(code, Code::Unavailable | Code::NotLoggedIn | Code::BadToken);
        match self {
            Self::Refused { code, text } if !passes(*code) => {
                Some((code.number().into(), idempotency::text(&failure(*code, text))))
            }
            _ => None,
        }
    }

    fn again(status: i64, json: String) -> Self {
        Self::Replayed { code: i32::try_from(status).unwrap_or(Code::Unknown.number()), json }
    }
}

impl From<Limited> for Error {
    fn from(limited: Limited) -> Self {
        Self::limited(limited.limit, limited)
    }
}

impl From<OverQuota> for Error {
    fn from(over: OverQuota) -> Self {
        Self::unavailable(over.limit, "不可用: 今天上传的文件太多，请明天再试", over.retry_after_ms)
    }
}

impl From<PoolBusy> for Error {
    fn from(_: PoolBusy) -> Self {
        Self::busy()
    }
}

impl From<miaohui_payments::Error> for Error {
    fn from(error: miaohui_payments::Error) -> Self {
        use miaohui_payments::Error as Payment;
        match error {
            Payment::NoChannel => Self::parameter("channel", "没有启用"),
            Payment::Failed => Code::PaymentFailed.into(),
            Payment::Unavailable => Self::Temporary(Code::PaymentFailed),
            Payment::TooLate => Code::OrderStatus.into(),
            Payment::Database(error) => error.into(),
            other => Self::Unexpected(Box::new(other)),
        }
    }
}

impl From<PasswordError> for Error {
    fn from(error: PasswordError) -> Self {
        match error {
            PasswordError::Busy(_) => Self::busy(),
            PasswordError::Broken(_) => Self::Unexpected(Box::new(error)),
        }
    }
}

impl From<std::io::Error> for Error {
    fn from(error: std::io::Error) -> Self {
        Self::Unexpected(Box::new(error))
    }
}

impl From<serde_json::Error> for Error {
    fn from(error: serde_json::Error) -> Self {
        Self::Unexpected(Box::new(error))
    }
}
