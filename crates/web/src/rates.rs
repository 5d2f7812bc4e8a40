//! What rate limits count, and how much of it they allow.

use miaohui_kernel::{HOUR_MS, MINUTE_MS};

/// What is limited.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RateLimit {
    /// Signing in.
    Login,
    /// Creating an account or a new password.
    Signup,
    /// Requesting a verification code.
    Sms,
    /// Uploading media.
    Upload,
    /// Uploading images without a login.
    AnonymousUpload,
    /// Publishing articles, comments, messages.
    Publish,
    /// Ordering tickets and supports.
    Order,
    /// Looking up users by phone.
    Lookup,
}

impl RateLimit {
    /// All of them.
    pub(crate) const ALL: [Self; 8] = [
        Self::Login,
        Self::Signup,
        Self::Sms,
        Self::Upload,
        Self::AnonymousUpload,
        Self::Publish,
        Self::Order,
        Self::Lookup,
    ];

    /// Its name in the metrics.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Login => "login",
            Self::Signup => "signup",
            Self::Sms => "sms",
            Self::Upload => "upload",
            Self::AnonymousUpload => "anonymous_images",
            Self::Publish => "publish",
            Self::Order => "order",
            Self::Lookup => "lookup",
        }
    }

    /// Whether all processes together keep it for an address. What members do is kept for their account
    /// instead, in the transaction that does it.
    pub(crate) const fn is_shared_by_address(self) -> bool {
        matches!(self, Self::Login | Self::Signup | Self::Sms | Self::AnonymousUpload)
    }

    /// The time in which a bucket gets all its calls back.
    pub(crate) const fn period_ms(self) -> i64 {
        if matches!(self, Self::AnonymousUpload) { HOUR_MS } else { MINUTE_MS }
    }
}

/// How many calls a minute, or an hour where it says so, each bucket allows, which is also its size; 0
/// switches it off.
#[derive(Clone, Copy, Debug)]
pub struct Rates {
    /// For [`RateLimit::Login`].
    pub login: u32,
    /// For [`RateLimit::Signup`].
    pub signup: u32,
    /// For [`RateLimit::Sms`].
    pub sms: u32,
    /// For [`RateLimit::Upload`].
    pub upload: u32,
    /// For [`RateLimit::AnonymousUpload`], in an hour.
    pub anonymous_upload: u32,
    /// For [`RateLimit::Publish`].
    pub publish: u32,
    /// For [`RateLimit::Order`].
    pub order: u32,
    /// For [`RateLimit::Lookup`].
    pub lookup: u32,
}

impl Rates {
    pub(crate) const fn of(&self, limit: RateLimit) -> u32 {
        match limit {
            RateLimit::Login => self.login,
            RateLimit::Signup => self.signup,
            RateLimit::Sms => self.sms,
            RateLimit::Upload => self.upload,
            RateLimit::AnonymousUpload => self.anonymous_upload,
            RateLimit::Publish => self.publish,
            RateLimit::Order => self.order,
            RateLimit::Lookup => self.lookup,
        }
    }
}

/// The bucket of this limit is empty.
#[derive(Clone, Copy, Debug, thiserror::Error, PartialEq, Eq)]
#[error("too many requests")]
pub struct Limited {
    /// The limit.
    pub limit: RateLimit,
    /// When the next call is allowed, in ms from now.
    pub retry_after_ms: i64,
}
