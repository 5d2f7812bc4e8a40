//! The shared state of the API and its settings.

use std::ops::Deref;

use miaohui_web::{Live, Platform};

use crate::ids::UserId;
use crate::store::settlement::Fee;

/// The API's settings. Durations are in ms.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Lifetime of a token.
    pub token_ms: i64,
    /// Lifetime of a refresh token.
    pub refresh_ms: i64,
    /// How long an erasure waits, and a login cancels it.
    pub erase_after_ms: i64,
    /// How long after a login with the password payout accounts may be changed, in ms; 0 for any time.
    pub payout_login_ms: i64,
    /// Whether drafts are shown to their owners only.
    pub hide_drafts: bool,
    /// Whether everybody sees identity cards, as the document says, or their owners only.
    pub public_identity_images: bool,
    /// Rows that a list leaves out before a page, at most.
    pub deepest_offset: i64,
    /// How long an image whose project was deleted waits for something that shows it, in ms.
    pub unused_image_ms: i64,
    /// Unpaid supports of one user, at most; 0 for any number.
    pub pending_supports: Live<i64>,
    /// The platform's share of a successful project's money.
    pub fee: Live<Fee>,
    /// Scheme and host of mailed links; when empty, those of the request.
    pub public_url: String,
    /// Origins that may call from a browser; `*` for all.
    pub cors_origins: Vec<String>,
}

/// The shared state of the API.
pub struct App {
    /// The services that all products share; the app derefs to it.
    pub platform: Platform,
    /// The settings.
    pub settings: Settings,
}

impl Deref for App {
    type Target = Platform;

    fn deref(&self) -> &Platform {
        &self.platform
    }
}

impl App {
    /// Scheme and host of links that are mailed; `request_origin` is that of the request.
    pub(crate) fn public_origin(&self, request_origin: &str) -> String {
        match self.settings.public_url.trim_end_matches('/') {
            "" => request_origin.to_owned(),
            configured => configured.to_owned(),
        }
    }
}

/// The name of a user in rate limits and idempotency scopes.
pub(crate) fn account_key(user: UserId) -> String {
    format!("crowdfunding:{user}")
}
