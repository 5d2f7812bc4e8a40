//! Settings and dependencies of the API.

use std::collections::HashMap;
use std::ops::Deref;

use miaohui_kernel::Secret;
use miaohui_web::{Live, Platform};

use crate::store::article_list::ArticleCaches;
use crate::store::order_limits::OrderLimits;

/// Configuration. Times are in ms.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Paths under which the API answers, such as `/community`.
    pub mounts: Vec<String>,
    /// Paths under which media are served, such as `/media`.
    pub media_mounts: Vec<String>,
    /// Applications and their secrets; if there are none, signatures are not checked.
    pub apps: HashMap<String, Secret>,
    /// Greatest difference of a client's `ts` from the server's time.
    pub signature_skew_ms: i64,
    /// Lifetime of a token.
    pub token_ms: i64,
    /// Lifetime of a verification code.
    pub sms_code_ms: i64,
    /// Least time between two codes to a phone.
    pub sms_gap_ms: i64,
    /// Most codes to a phone in a day.
    pub sms_per_day: i64,
    /// Most codes for an address in an hour.
    pub sms_per_address_hour: i64,
    /// Country codes whose phones may receive codes.
    pub sms_countries: Vec<String>,
    /// How long an order waits for payment.
    pub order_ms: Live<i64>,
    /// What one account may hold unpaid.
    pub order_limits: Live<OrderLimits>,
    /// Rows that a list leaves out before a page, at most.
    pub deepest_offset: i64,
    /// How long a media id waits for its upload, and an upload for something that uses it.
    pub unused_media_ms: i64,
    /// How long an erasure waits, and a login cancels it.
    pub erase_after_ms: i64,
}

/// Dependencies of the API.
pub struct App {
    /// Dependencies that all products share; the app derefs to them.
    pub platform: Platform,
    /// What lists of articles share.
    pub articles: ArticleCaches,
    /// Configuration.
    pub settings: Settings,
}

impl Deref for App {
    type Target = Platform;

    fn deref(&self) -> &Platform {
        &self.platform
    }
}
