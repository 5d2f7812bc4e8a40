//! What every payment provider does: an order is started, its end is told by a notice or by asking, money goes back.
//!
//! None of it is called inside a transaction. Every call may be repeated: references and refund numbers are ours, and a
//! provider takes a repeated one for the same order.

use miaohui_kernel::Fen;
use serde_json::Value;

use crate::payment::Answer;

/// How the payer reaches the provider.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scene {
    /// A page in a desktop browser.
    Page,
    /// A page in a phone's browser.
    Wap,
    /// A native app that carries the provider's own library.
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
    /// The scene of this name: `page`, `wap`, `app` (also for an empty one), `jsapi`, `h5`, `native`. `openid`: the payer, for
    /// `jsapi`. `address`: the payer's, for `h5`.
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

/// What is to be paid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Charge {
    /// Our number of the payment: 6 to 32 letters, digits, `_` and `-`; the same for a repeated attempt.
    pub reference: String,
    /// The amount.
    pub fen: Fen,
    /// What the payer reads on the bill. Cut to what the provider takes.
    pub subject: String,
    /// When it can no longer be paid, in Unix ms.
    pub expires_at: i64,
    /// How the payer pays.
    pub scene: Scene,
}

/// What came of starting a payment.
#[derive(Clone, Debug, PartialEq)]
pub enum Started {
    /// It is paid already: a channel that asks nobody.
    Paid {
        /// The provider's number of the payment.
        transaction: String,
    },
    /// The payer has to do something.
    Waiting {
        /// What the client needs to go on, as each provider documents it.
        client: Value,
    },
}

/// How a payment stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PaymentState {
    /// It can still be paid.
    Waiting,
    /// It was paid. It stays so when the money has gone back, where the provider tells the two apart.
    Paid {
        /// The provider's number of the payment.
        transaction: String,
        /// The amount as the provider has it, to be compared with the requested one.
        fen: Fen,
    },
    /// It was not paid and cannot be any more.
    Closed,
    /// The provider has no such payment, or not yet: Alipay makes it when the payer opens it.
    Unknown,
}

/// Money that goes back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefundOrder {
    /// Our number of the payment.
    pub reference: String,
    /// Our number of the refund, with the alphabet of `reference`; the same for a repeated attempt.
    pub refund: String,
    /// The amount to refund.
    pub fen: Fen,
    /// The paid amount.
    pub of_fen: Fen,
    /// Why. The payer reads it.
    pub reason: String,
}

/// How a refund stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RefundState {
    /// The provider is at it.
    Working,
    /// The money went back.
    Done,
    /// It did not and will not by itself; the provider's word for it.
    Failed(String),
    /// The provider has no such refund: it may be asked for again with the same number.
    Unknown,
}

/// What a provider tells us without being asked. It may come twice, late and in any order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Notice {
    /// A payment was paid.
    Paid {
        /// Our number of the payment.
        reference: String,
        /// The provider's number of it.
        transaction: String,
        /// The amount, to be compared with the requested one.
        fen: Fen,
    },
    /// A payment was closed unpaid.
    Closed {
        /// Our number of the payment.
        reference: String,
    },
    /// A refund went on.
    Refund {
        /// Our number of the payment.
        reference: String,
        /// Our number of the refund.
        refund: String,
        /// How it stands.
        state: RefundState,
    },
    /// Nothing that matters here. It is acknowledged and forgotten.
    Other,
}

/// Why a provider did not do what it was asked, or a notice is not believed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProviderError {
    /// It could not be asked, or was not well: whether it did anything is not known, and it may be tried again.
    #[error("not reachable: {0}")]
    Unreachable(String),
    /// It said no, or what was asked for cannot be sent to it.
    #[error("refused: {code}: {message}")]
    Refused {
        /// The provider's code; `CHARGE` and `SCENE` are ours.
        code: String,
        /// The provider's words.
        message: String,
    },
    /// The signature, the app, the merchant or the numbers are not what they should be.
    #[error("forged: {0}")]
    Forged(String),
}

/// How a notice is answered, so that the provider stops (or goes on) repeating it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Acknowledgement {
    /// HTTP status.
    pub status: u16,
    /// `Content-Type`.
    pub media_type: &'static str,
    /// The body.
    pub body: &'static str,
}

/// Settings that cannot be used, in one line.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct ProviderSettingsError(pub(crate) String);

/// A provider's answer, on its way.
pub type Reply<'a, T> = Answer<'a, Result<T, ProviderError>>;

/// A payment provider.
pub trait Provider: Send + Sync {
    /// Its name on the wire.
    fn channel(&self) -> &'static str;

    /// Whether payments are decided in this process, without a remote provider.
    fn is_local(&self) -> bool {
        false
    }

    /// Makes an order that the payer can pay.
    fn start<'a>(&'a self, charge: &'a Charge) -> Reply<'a, Started>;

    /// Asks how the payment `reference` stands.
    fn query<'a>(&'a self, reference: &'a str) -> Reply<'a, PaymentState>;

    /// Sees to it that the payment `reference` cannot be paid any more. Fine if it is closed already, or if the
    /// provider has no such payment; what Alipay does not know yet can still be opened until it expires.
    fn close<'a>(&'a self, reference: &'a str) -> Reply<'a, ()>;

    /// Gives money back.
    fn refund<'a>(&'a self, order: &'a RefundOrder) -> Reply<'a, RefundState>;

    /// Asks how a refund stands.
    fn query_refund<'a>(&'a self, order: &'a RefundOrder) -> Reply<'a, RefundState>;

    /// Reads a notice that came over HTTP, and says whether it is genuine. May ask the provider for its certificates.
    fn notice<'a>(&'a self, headers: &'a [(String, String)], body: &'a [u8]) -> Reply<'a, Notice>;

    /// The answer to a notice: `taken` when it was understood and is safe with us.
    fn acknowledge(&self, taken: bool) -> Acknowledgement;
}

/// One hundred million yuan, the most that Alipay documents for one order.
const MOST: Fen = Fen(10_000_000_000);

/// The references that both providers take: Alipay 64 of these, WeChat Pay 6 to 32.
pub(crate) fn check_reference(reference: &str) -> Result<(), ProviderError> {
    let fits = (6..=32).contains(&reference.len())
        && reference.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-'));
    if fits { Ok(()) } else { Err(refused("CHARGE", "a number is 6 to 32 letters, digits, \"_\" and \"-\"")) }
}

pub(crate) fn check_charge(charge: &Charge) -> Result<(), ProviderError> {
    check_reference(&charge.reference)?;
    if !charge.fen.is_positive() || charge.fen > MOST {
        return Err(refused("CHARGE", "the amount is not between 1 fen and 100 million yuan"));
    }
    if charge.subject.trim().is_empty() {
        return Err(refused("CHARGE", "there is no subject"));
    }
    Ok(())
}

pub(crate) fn check_refund(order: &RefundOrder) -> Result<(), ProviderError> {
    check_reference(&order.reference)?;
    check_reference(&order.refund)?;
    if !order.fen.is_positive() || order.fen > order.of_fen || order.of_fen > MOST {
        return Err(refused("CHARGE", "the refund is not between 1 fen and what was paid"));
    }
    Ok(())
}

pub(crate) fn refused(code: &str, message: impl Into<String>) -> ProviderError {
    ProviderError::Refused { code: code.into(), message: message.into() }
}

pub(crate) fn forged(why: impl Into<String>) -> ProviderError {
    ProviderError::Forged(why.into())
}

/// The beginning of `text`, at most `bytes` long.
pub(crate) fn cut(text: &str, bytes: usize) -> &str {
    if text.len() <= bytes {
        return text;
    }
    let end = text.char_indices().map(|(at, _)| at).take_while(|at| *at <= bytes).last();
    &text[..end.unwrap_or(0)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_too_long_is_cut_between_characters() {
        assert_eq!(cut("支付", 6), "支付");
        assert_eq!(cut("支付", 5), "支");
        assert_eq!(cut("支付", 2), "");
        assert_eq!(cut("", 0), "");
    }

    #[test]
    fn references_fit_both_providers() {
        for good in ["abc_12", "0719141034-6418", "a234567890123456789012345678901b"] {
            assert_eq!(check_reference(good), Ok(()), "{good}");
        }
        for bad in ["", "short", "a2345678901234567890123456789012b", "a/b/c/d", "支付支付", "abc 123"] {
            assert!(check_reference(bad).is_err(), "{bad}");
        }
    }
}
