//! The providers' documented codes of refusals, and their remedies.

use crate::payment::provider::{ProviderError, Remedy};

/// A call of a provider's interface.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Call {
    /// Creates an order.
    Create,
    /// Queries a payment.
    Query,
    /// Closes an order.
    Close,
    /// Makes a refund.
    Refund,
    /// Queries a refund.
    QueryRefund,
    /// Requests a bill.
    Bill,
    /// Downloads the file of a bill.
    Download,
    /// Queries a complaint.
    Complaint,
}

impl Call {
    /// All calls.
    pub const ALL: [Self; 8] = [
        Self::Create,
        Self::Query,
        Self::Close,
        Self::Refund,
        Self::QueryRefund,
        Self::Bill,
        Self::Download,
        Self::Complaint,
    ];

    /// Whether the call changes nothing at the provider.
    pub fn is_read_only(self) -> bool {
        !matches!(self, Self::Create | Self::Close | Self::Refund)
    }
}

/// The documented codes of a call.
#[derive(Clone, Copy, Debug)]
pub struct CallCodes {
    /// The call; `None` for the codes of every call.
    pub call: Option<Call>,
    /// The page of the provider's documents.
    pub page: &'static str,
    /// The codes.
    pub codes: &'static [(&'static str, Remedy)],
}

/// The remedy of a documented code; the codes of the call come first. `same` compares two spellings
/// of a code.
pub(crate) fn documented(
    tables: &[CallCodes],
    call: Call,
    code: &str,
    same: fn(&str, &str) -> bool,
) -> Option<Remedy> {
    let find = |of: Option<Call>| {
        let mut codes = tables.iter().filter(|table| table.call == of).flat_map(|table| table.codes);
        codes.find(|(known, _)| same(known, code)).map(|(_, remedy)| *remedy)
    };
    find(Some(call)).or_else(|| find(None))
}

/// The refusal of a call. A code without a remedy in the documents is logged.
pub(crate) fn refusal(
    channel: &'static str,
    call: Call,
    code: &str,
    message: String,
    documented: Option<Remedy>,
    by_rule: Remedy,
) -> ProviderError {
    let remedy = documented.unwrap_or_else(|| {
        tracing::warn!(channel, ?call, code, message, ?by_rule, "the code is not documented");
        by_rule
    });
    // A call without an effect is simply repeated.
    let remedy = if call.is_read_only() && remedy == Remedy::Ask { Remedy::Retry } else { remedy };
    ProviderError::Refused { code: code.to_owned(), message, remedy }
}
