//! The interface of payment providers: orders, queries, notices and refunds.
//!
//! Providers are never called inside a transaction. Each call can be repeated: the numbers of
//! orders and refunds are ours, and a provider treats a repeated number as the same order.

use std::future::Future;
use std::pin::Pin;

use miaohui_kernel::Fen;
use serde_json::Value;

/// How the payer opens the payment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scene {
    /// A page in a desktop browser.
    Page,
    /// A page in a phone's browser.
    Wap,
    /// A native app with the provider's SDK.
    App,
    /// A page or a mini program inside WeChat.
    Jsapi {
        /// The payer's `openid`.
        payer: String,
    },
    /// A page in a phone's browser that opens WeChat.
    H5 {
        /// The payer's IP address.
        address: String,
    },
    /// A code that the payer scans.
    Native,
}

impl Scene {
    /// The scene of this name: `page`, `wap`, `app` (also for an empty name), `jsapi`, `h5` or
    /// `native`.
    ///
    /// `jsapi` needs the payer's `openid`, and `h5` the payer's IP address.
    pub fn named(name: &str, openid: &str, address: &str) -> Option<Self> {
        Some(match name {
            "" | "app" => Self::App,
            "page" => Self::Page,
            "wap" => Self::Wap,
            "jsapi" if !openid.is_empty() => Self::Jsapi { payer: openid.to_owned() },
            "h5" => Self::H5 { address: address.to_owned() },
            "native" => Self::Native,
            _ => return None,
        })
    }
}

/// An order to pay.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Charge {
    /// Our number of the payment: 6 to 32 letters, digits, `_` and `-`. A retry has the same
    /// number.
    pub reference: String,
    /// The amount.
    pub fen: Fen,
    /// The title on the payer's bill, cut to the provider's limit.
    pub subject: String,
    /// When it expires, in Unix ms.
    pub expires_at: i64,
    /// How the payer pays.
    pub scene: Scene,
}

/// The result of starting a payment.
#[derive(Clone, Debug, PartialEq)]
pub enum Started {
    /// It is paid, as by a local channel.
    Paid {
        /// The provider's number of the payment.
        transaction: String,
    },
    /// The payer has to act.
    Waiting {
        /// The parameters for the payer's client, as the provider documents them.
        client: Value,
    },
}

/// The state of a payment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PaymentState {
    /// It can still be paid.
    Waiting,
    /// It is paid. It stays so after a refund, if the provider distinguishes the two.
    Paid {
        /// The provider's number of the payment.
        transaction: String,
        /// The amount as the provider has it, to be compared with the requested one.
        fen: Fen,
    },
    /// It was not paid and can no longer be paid.
    Closed,
    /// The provider does not know it. Alipay creates a payment when the payer opens it.
    Unknown,
}

/// A refund to make.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefundOrder {
    /// Our number of the payment.
    pub reference: String,
    /// Our number of the refund, in the alphabet of `reference`. A retry has the same number.
    pub refund: String,
    /// The amount to refund.
    pub fen: Fen,
    /// The paid amount.
    pub of_fen: Fen,
    /// The reason, which the payer can read.
    pub reason: String,
}

/// The state of a refund.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RefundState {
    /// In progress.
    Working,
    /// The payer has the money.
    Done,
    /// It failed; the provider's status.
    Failed(String),
    /// The provider does not know it, so it can be requested again with the same number.
    Unknown,
}

/// A notice of a provider. Notices may arrive twice, late and in any order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Notice {
    /// A payment is paid.
    Paid {
        /// Our number of the payment.
        reference: String,
        /// The provider's number of it.
        transaction: String,
        /// The amount, to be compared with the requested one.
        fen: Fen,
    },
    /// A payment is closed unpaid.
    Closed {
        /// Our number of the payment.
        reference: String,
    },
    /// The state of a refund has changed.
    Refund {
        /// Our number of the payment.
        reference: String,
        /// Our number of the refund.
        refund: String,
        /// Its state.
        state: RefundState,
    },
    /// A notice that needs no action.
    Other,
}

/// Why a call to a provider failed, or a notice is not genuine.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProviderError {
    /// The provider cannot be reached or is out of order. The call may have had an effect, and can
    /// be repeated.
    #[error("not reachable: {0}")]
    Unreachable(String),
    /// The provider refused the call, or the order is invalid.
    #[error("refused: {code}: {message}")]
    Refused {
        /// The provider's code; `CHARGE` and `SCENE` are our own.
        code: String,
        /// The provider's message.
        message: String,
    },
    /// The signature, the application, the merchant or the numbers do not match.
    #[error("forged: {0}")]
    Forged(String),
}

/// The answer to a notice, after which the provider stops repeating it, or continues.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Acknowledgement {
    /// HTTP status.
    pub status: u16,
    /// `Content-Type`.
    pub media_type: &'static str,
    /// The body.
    pub body: &'static str,
}

/// Why settings are invalid, in one line.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct ProviderSettingsError(pub(crate) String);

/// The future of a provider's answer.
pub type Reply<'a, T> = Pin<Box<dyn Future<Output = Result<T, ProviderError>> + Send + 'a>>;

/// A payment provider.
pub trait Provider: Send + Sync {
    /// The channel's name in the APIs.
    fn channel(&self) -> &'static str;

    /// Whether payments are decided in this process, without a remote provider.
    fn is_local(&self) -> bool {
        false
    }

    /// Starts a payment.
    fn start<'a>(&'a self, charge: &'a Charge) -> Reply<'a, Started>;

    /// Queries the state of the payment `reference`.
    fn query<'a>(&'a self, reference: &'a str) -> Reply<'a, PaymentState>;

    /// Closes the payment `reference`, so that it can no longer be paid. A closed or unknown
    /// payment is no error. A payment that Alipay does not know yet can still be opened until it
    /// expires.
    fn close<'a>(&'a self, reference: &'a str) -> Reply<'a, ()>;

    /// Makes a refund.
    fn refund<'a>(&'a self, order: &'a RefundOrder) -> Reply<'a, RefundState>;

    /// Queries the state of a refund.
    fn query_refund<'a>(&'a self, order: &'a RefundOrder) -> Reply<'a, RefundState>;

    /// Verifies and reads a notice that was received over HTTP. It may fetch the provider's
    /// certificates.
    fn notice<'a>(&'a self, headers: &'a [(String, String)], body: &'a [u8]) -> Reply<'a, Notice>;

    /// The answer to a notice; `is_recorded` if it is genuine and stored.
    fn acknowledge(&self, is_recorded: bool) -> Acknowledgement;
}

pub(crate) fn refused(code: &str, message: impl Into<String>) -> ProviderError {
    ProviderError::Refused { code: code.into(), message: message.into() }
}

pub(crate) fn forged(why: impl Into<String>) -> ProviderError {
    ProviderError::Forged(why.into())
}
