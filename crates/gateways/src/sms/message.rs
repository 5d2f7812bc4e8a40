//! A short message, and the interface to send it.

use serde::{Deserialize, Serialize};

use crate::send_error::{Reason, SendError};

/// The purpose of a verification code.
pub const PURPOSE_CODE: &str = "code";

/// A short message to one phone.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Sms {
    /// When it was requested, in Unix ms.
    pub at: i64,
    /// The country code without `+`.
    pub country: String,
    /// The phone number.
    pub phone: String,
    /// The verification code in the text.
    pub code: String,
    /// The whole text.
    pub text: String,
    /// What it is for, which selects the template.
    #[serde(default = "code_purpose")]
    pub purpose: String,
    /// How many minutes the code is valid.
    #[serde(default)]
    pub minutes: i64,
}

fn code_purpose() -> String {
    PURPOSE_CODE.to_owned()
}

impl Sms {
    /// The phone in E.164.
    pub fn e164(&self) -> String {
        format!("+{}{}", self.country, self.phone)
    }
}

/// A message that a provider took.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Accepted {
    /// The provider.
    pub provider: &'static str,
    /// Its number of the message, by which it is asked for the receipt.
    pub serial: Option<String>,
    /// Whether the provider is asked for the receipt.
    pub has_receipt: bool,
}

/// What to ask a provider for.
#[derive(Clone, Debug)]
pub struct SentSms {
    /// The provider.
    pub provider: String,
    /// Its number of the message.
    pub serial: String,
    /// The phone in E.164.
    pub phone: String,
    /// When the message was requested, in Unix ms.
    pub at: i64,
}

/// The receipt of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Delivery {
    /// It arrived.
    Delivered,
    /// It did not arrive.
    Failed {
        /// The reason.
        reason: Reason,
        /// The provider's code and words.
        text: String,
    },
}

/// A way to send short messages. It may block, so it is called on a blocking thread.
pub trait SmsSender: Send + Sync {
    /// Sends a short message.
    fn send(&self, sms: &Sms) -> Result<Accepted, SendError>;

    /// Asks for the receipt of a message; `None` if there is none yet.
    fn delivery(&self, _: &SentSms) -> Result<Option<Delivery>, SendError> {
        Ok(None)
    }
}
