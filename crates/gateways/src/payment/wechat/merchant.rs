//! A merchant, as its calls and notices need it.

use crate::payment::provider::Scene;
use crate::payment::wechat::client::Client;

/// A merchant with its client.
#[derive(Debug)]
pub(super) struct Merchant {
    pub client: Client,
    /// The official account.
    pub appid: String,
    pub mini_appid: String,
    pub mobile_appid: String,
    pub notify_url: String,
    /// The longest bill in bytes.
    pub bill_bytes: u64,
}

impl Merchant {
    /// The application of a scene.
    pub fn app_for(&self, scene: &Scene) -> &str {
        match scene {
            Scene::Mini { .. } => &self.mini_appid,
            Scene::App => &self.mobile_appid,
            Scene::Jsapi { .. } | Scene::Native | Scene::H5 { .. } | Scene::Page | Scene::Wap => &self.appid,
        }
    }

    /// Whether an application belongs to this merchant.
    pub fn has_app(&self, appid: &str) -> bool {
        [&self.appid, &self.mini_appid, &self.mobile_appid].into_iter().any(|own| own == appid)
    }
}
