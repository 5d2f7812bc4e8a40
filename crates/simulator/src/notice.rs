//! A notice to a merchant.

use miaohui_kernel::Fen;
use serde::{Deserialize, Serialize};

/// A notice that is ready to be sent.
pub struct Notice {
    pub url: String,
    pub headers: Vec<(&'static str, String)>,
    pub body: String,
}

/// How notices are sent.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct NoticeMode {
    /// The delay in ms.
    pub delay_ms: u64,
    /// The number of further copies.
    pub duplicate: u32,
    /// Whether the notice is held until the next one is sent.
    pub reorder: bool,
    /// Whether the notice is lost.
    pub drop: bool,
    /// The number of the merchant's answers that are lost. The notice is sent again after each.
    pub lose: u32,
    /// Whether the signature is wrong.
    pub forge: bool,
    /// The amount that the payer pays too little.
    pub less_fen: Fen,
}

/// The subject of a notice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    Payment(String),
    Refund(String),
    Complaint(String),
}

impl Event {
    pub fn number(&self) -> &str {
        match self {
            Self::Payment(number) | Self::Refund(number) | Self::Complaint(number) => number,
        }
    }
}
