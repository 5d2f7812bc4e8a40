//! The interface of payment providers: orders, queries, notices and refunds.
//!
//! Providers are never called inside a transaction. Each call can be repeated: the numbers of
//! orders and refunds are ours, and a provider treats a repeated number as the same order.

use std::future::Future;
use std::pin::Pin;

use miaohui_kernel::{Fen, MINUTE_MS};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::payment::bill::{Bill, BillDay, BillKind};

/// The shortest time for which an order is asked to stay payable. WeChat Pay raises a shorter one
/// to a minute.
pub const SHORTEST_ORDER_MS: i64 = MINUTE_MS + 5_000;

/// How the payer opens the payment.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Scene {
    /// A page in a desktop browser.
    Page,
    /// A page in a phone's browser.
    Wap,
    /// A native app with the provider's SDK.
    App,
    /// A page inside WeChat.
    Jsapi {
        /// The payer's `openid` of the official account.
        payer: String,
    },
    /// A mini program inside WeChat.
    Mini {
        /// The payer's `openid` of the mini program.
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
    /// The scene of this name: `page`, `wap`, `app` (also for an empty name), `jsapi`, `mini`, `h5`
    /// or `native`.
    ///
    /// `jsapi` and `mini` need the payer's `openid`, and `h5` the payer's IP address.
    pub fn named(name: &str, openid: &str, address: &str) -> Option<Self> {
        Some(match name {
            "" | "app" => Self::App,
            "page" => Self::Page,
            "wap" => Self::Wap,
            "jsapi" if !openid.is_empty() => Self::Jsapi { payer: openid.to_owned() },
            "mini" if !openid.is_empty() => Self::Mini { payer: openid.to_owned() },
            "h5" => Self::H5 { address: address.to_owned() },
            "native" => Self::Native,
            _ => return None,
        })
    }

    /// The name of the scene, as [`Self::named`] reads it.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Page => "page",
            Self::Wap => "wap",
            Self::App => "app",
            Self::Jsapi { .. } => "jsapi",
            Self::Mini { .. } => "mini",
            Self::H5 { .. } => "h5",
            Self::Native => "native",
        }
    }
}

/// An order to pay. It is stored with its attempt, so that it can be sent again unchanged.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
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
    /// The URL that the payer's browser opens afterwards, where the channel has one; `None` for the
    /// configured one.
    pub return_url: Option<String>,
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
        /// When the parameters end, in Unix ms; then the order is sent again for new ones.
        valid_until: i64,
    },
}

/// A payment as the provider has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paid {
    /// The provider's number of the payment.
    pub transaction: String,
    /// The amount, to be compared with the requested one.
    pub fen: Fen,
    /// When it was paid, in Unix ms, if the provider tells it.
    pub at: Option<i64>,
    /// Whether the provider says that some or all of it was refunded.
    pub is_refunded: bool,
}

/// The state of a payment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PaymentState {
    /// It can still be paid.
    Waiting,
    /// It is paid. It stays so after a refund.
    Paid(Paid),
    /// It was not paid and can no longer be paid.
    Closed,
    /// The provider does not know it. Alipay creates a payment when the payer opens it.
    Unknown,
}

/// The outcome of closing a payment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CloseState {
    /// It can no longer be paid.
    Closed,
    /// The payer is paying at this moment, so it stays open.
    Paying,
    /// It is paid.
    Paid,
    /// The provider does not know it. Alipay creates a payment when the payer opens it, until it
    /// expires.
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

/// A refund in a notice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefundNotice {
    /// Our number of the payment.
    pub reference: String,
    /// The number of the refund: ours, or another for a refund that was made at the provider; empty
    /// if the provider tells none.
    pub refund: String,
    /// Its state.
    pub state: RefundState,
    /// Its amount, if the provider tells it.
    pub fen: Option<Fen>,
    /// The sum of all refunds of the payment so far, if the provider tells it.
    pub total: Option<Fen>,
}

/// The kind of a dispute.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DisputeKind {
    /// The payer complains to the provider.
    Complaint,
    /// The payer's bank or the provider takes the money back.
    Chargeback,
}

/// A complaint or a chargeback.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dispute {
    /// Its kind.
    pub kind: DisputeKind,
    /// The provider's number of it.
    pub number: String,
    /// Our number of the payment, if the provider tells it.
    pub reference: Option<String>,
    /// The disputed amount, if the provider tells it.
    pub fen: Option<Fen>,
    /// What the payer says.
    pub text: String,
    /// When it began, in Unix ms, if the provider tells it.
    pub at: Option<i64>,
    /// How long the merchant has to answer it, in ms from its begin.
    pub answer_within_ms: i64,
    /// Whether it has ended.
    pub is_ended: bool,
}

/// A notice of a provider. Notices may arrive twice, late and in any order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Notice {
    /// A payment is paid.
    Paid {
        /// Our number of the payment.
        reference: String,
        /// The payment.
        paid: Paid,
    },
    /// A payment is closed unpaid.
    Closed {
        /// Our number of the payment.
        reference: String,
    },
    /// The state of a refund has changed.
    Refund(RefundNotice),
    /// A complaint or a chargeback has begun or changed.
    Dispute(Dispute),
    /// A notice that needs no action.
    Other,
}

/// What a refusal means for its caller. Each provider has a table of its codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Remedy {
    /// The call will never succeed.
    Final,
    /// The same call can succeed later.
    Retry,
    /// The call may have had an effect, or came too late: query the state first.
    Ask,
    /// An operator has to change something, such as a setting or the merchant's balance; then the
    /// same call can succeed.
    Alarm,
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
        /// The provider's code. Our own are `CHARGE` and `SCENE`, which are final, and `TOO_LONG`
        /// and `CERTIFICATE`, which need an operator.
        code: String,
        /// The provider's message.
        message: String,
        /// What it means.
        remedy: Remedy,
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

/// The end of a certificate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CertificateEnd {
    /// Whose it is, such as `alipay application`.
    pub name: &'static str,
    /// When it ends, in Unix ms.
    pub ends_at: i64,
}

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

    /// Closes the payment `reference`, so that it can no longer be paid.
    fn close<'a>(&'a self, reference: &'a str) -> Reply<'a, CloseState>;

    /// Makes a refund.
    fn refund<'a>(&'a self, order: &'a RefundOrder) -> Reply<'a, RefundState>;

    /// Queries the state of a refund.
    fn query_refund<'a>(&'a self, order: &'a RefundOrder) -> Reply<'a, RefundState>;

    /// Verifies and reads a notice that was received over HTTP. It may fetch the provider's
    /// certificates.
    fn notice<'a>(&'a self, headers: &'a [(String, String)], body: &'a [u8]) -> Reply<'a, Notice>;

    /// Downloads a bill of a day and checks its hash; `None` if the provider has none, because the
    /// day is not over, or nothing happened.
    fn bill(&self, day: BillDay, kind: BillKind) -> Reply<'_, Option<Bill>> {
        let _ = (day, kind);
        Box::pin(async { Ok(None) })
    }

    /// The ends of the certificates in use. Those that are fetched are known after the first call.
    fn certificate_ends(&self) -> Vec<CertificateEnd> {
        Vec::new()
    }

    /// The answer to a notice; `is_recorded` if it is genuine and stored.
    fn acknowledge(&self, is_recorded: bool) -> Acknowledgement;
}

impl ProviderError {
    /// The code of a refusal, or the kind of the failure.
    pub fn code(&self) -> &str {
        match self {
            Self::Unreachable(_) => "UNREACHABLE",
            Self::Refused { code, .. } => code,
            Self::Forged(_) => "FORGED",
        }
    }
}

pub(crate) fn refused(code: &str, message: impl Into<String>) -> ProviderError {
    ProviderError::Refused { code: code.into(), message: message.into(), remedy: Remedy::Final }
}

pub(crate) fn forged(why: impl Into<String>) -> ProviderError {
    ProviderError::Forged(why.into())
}
