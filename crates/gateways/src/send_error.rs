//! Why a message could not be sent.

miaohui_db::stored_enum! {
    /// The reason why a message did not arrive, which operators read in plain words.
    pub enum Reason: str as reason {
        /// The provider cannot be reached or failed.
        Unreachable = "unreachable",
        /// The number or the address does not exist.
        Recipient = "recipient",
        /// The phone is off, suspended or without a signal.
        Off = "off",
        /// The recipient or the operator of the network blocks such messages.
        Blocked = "blocked",
        /// The provider's limit for one phone, or for the account.
        Limited = "limited",
        /// The account has no money or no messages left.
        Balance = "balance",
        /// The key, the signature or a permission is wrong.
        Credentials = "credentials",
        /// The sign name or the template is not approved or does not fit.
        Template = "template",
        /// The text was refused.
        Content = "content",
        /// The country is not supported, or has no template.
        Country = "country",
        /// The message expired before it could be sent.
        Expired = "expired",
        /// Our limit: the time between two codes to a phone.
        PhoneGap = "phone_gap",
        /// Our limit: the codes to a phone in a day, or the mails to an address in an hour.
        PhoneDay = "phone_day",
        /// Our limit: the codes that one network address asks for.
        Address = "address",
        /// Our budget for all messages.
        Budget = "budget",
        /// Another reason.
        Other = "other",
    }
}

/// What follows from a failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Remedy {
    /// The same message is sent again later.
    Retry,
    /// The message cannot arrive; it is not sent again.
    Final,
    /// An operator must act; until then another provider sends.
    Alarm,
    /// A limit of the provider, which passes; another provider sends.
    Limited,
}

/// Why a message could not be sent.
#[derive(Debug, thiserror::Error)]
pub enum SendError {
    /// A temporary failure. The message is sent again later.
    #[error("{0}")]
    Transient(String),
    /// A final failure. The message is not sent again automatically.
    #[error("{0}")]
    Permanent(String),
    /// An answer of a provider with a code.
    #[error("{provider}: {code}: {message}")]
    Refused {
        /// The provider.
        provider: &'static str,
        /// Its code.
        code: String,
        /// Its text.
        message: String,
        /// What follows.
        remedy: Remedy,
        /// The reason.
        reason: Reason,
    },
}

impl SendError {
    /// What follows from it.
    pub fn remedy(&self) -> Remedy {
        match self {
            Self::Transient(_) => Remedy::Retry,
            Self::Permanent(_) => Remedy::Final,
            Self::Refused { remedy, .. } => *remedy,
        }
    }

    /// The reason.
    pub fn reason(&self) -> Reason {
        match self {
            Self::Transient(_) => Reason::Unreachable,
            Self::Permanent(_) => Reason::Recipient,
            Self::Refused { reason, .. } => *reason,
        }
    }
}
