//! The API with everything it works with.

use std::collections::HashMap;
use std::ops::Deref;

use miaohui_kernel::Secret;
use miaohui_web::Platform;

use crate::store::article_text::ArticleTexts;
use crate::store::login_failure::Lock;

/// What the operator configures. Times in ms, sizes in bytes.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Paths under which the API answers, such as `/community`.
    pub mounts: Vec<String>,
    /// Paths under which media are served, such as `/media`.
    pub media_mounts: Vec<String>,
    /// Applications and their secrets; none: signatures are not asked for.
    pub apps: HashMap<String, Secret>,
    /// How far a client's `ts` may be from ours.
    pub signature_skew_ms: i64,
    /// How long a token lives.
    pub token_ms: i64,
    /// How long a verification code lives.
    pub sms_code_ms: i64,
    /// Least time between two codes to a phone.
    pub sms_gap_ms: i64,
    /// Most codes to a phone in a day.
    pub sms_per_day: i64,
    /// Most codes asked for from an address in an hour.
    pub sms_per_address_hour: i64,
    /// How long an order waits to be paid.
    pub order_ms: i64,
    /// When wrong tries lock a number.
    pub lock: Lock,
    /// How long a media id may stay without an upload.
    pub unused_media_ms: i64,
}

/// The API with everything it works with.
pub struct App {
    /// What all products share; the app derefs to it.
    pub platform: Platform,
    /// The fixed parts of articles, kept ready to send.
    pub texts: ArticleTexts,
    /// What the operator configured.
    pub settings: Settings,
}

impl Deref for App {
    type Target = Platform;

    fn deref(&self) -> &Platform {
        &self.platform
    }
}
