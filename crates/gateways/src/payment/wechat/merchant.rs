//! A merchant, as its calls and notices need it.

use crate::payment::wechat::client::Client;

/// A merchant with its client.
#[derive(Debug)]
pub(super) struct Merchant {
    pub client: Client,
    pub appid: String,
    pub mobile_appid: String,
    pub notify_url: String,
}

impl Merchant {
    /// Whether an application belongs to this merchant.
    pub fn has_app(&self, appid: &str) -> bool {
        appid == self.appid || appid == self.mobile_appid
    }
}
