//! The payment providers, and a service that is paid through them.

use std::net::SocketAddr;

use miaohui_kernel::{Clock, HOUR_MS, Rng};
use miaohui_simulator::test_accounts as merchant;
use serde_json::Value;
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use crate::TestApp;

/// A free address, and the system willing still free a moment later: for those whose address must be known before they listen.
pub fn free_address() -> SocketAddr {
    std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap()
}

/// Alipay and WeChat Pay as the simulator plays them, until this is dropped.
pub struct Providers {
    /// Where they listen.
    pub address: SocketAddr,
    http: reqwest::Client,
    listener: Option<TcpListener>,
    serving: Option<JoinHandle<()>>,
    keys: TempDir,
}

impl Providers {
    /// Takes an address; they answer once they are [open](Self::open).
    pub async fn bind() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let http = reqwest::Client::builder().no_proxy().build().unwrap();
        let address = listener.local_addr().unwrap();
        Self { address, http, listener: Some(listener), serving: None, keys: tempfile::tempdir().unwrap() }
    }

    /// Begins to answer, at the time of `clock`.
    pub fn open(&mut self, clock: &Clock) {
        let listener = self.listener.take().expect("they open once");
        let settings = miaohui_simulator::Settings::new(clock.clone(), Rng::seeded(5));
        let serve = async move { drop(miaohui_simulator::serve(listener, settings).await) };
        self.serving = Some(tokio::spawn(serve));
    }

    /// The keys of the configuration that enable both for a service whose notices come to `public_url`.
    pub fn settings(&self, public_url: &str) -> Vec<String> {
        let file = |name: &str, text: &str| {
            let path = self.keys.path().join(name);
            std::fs::write(&path, text).unwrap();
            path.display().to_string()
        };
        let providers = self.address;
        vec![
            format!("public_url={public_url}"),
            "payment.alipay.enabled=true".to_owned(),
            format!("payment.alipay.gateway=http://{providers}/gateway.do"),
            format!("payment.alipay.app_id={}", merchant::ALIPAY_APP_ID),
            format!("payment.alipay.seller_id={}", merchant::ALIPAY_SELLER_ID),
            format!(
                "payment.alipay.app_private_key_file={}",
                file("app.pem", merchant::ALIPAY_APP_PRIVATE_KEY)
            ),
            format!(
                "payment.alipay.alipay_public_key_file={}",
                file("alipay.pem", merchant::ALIPAY_PUBLIC_KEY)
            ),
            "payment.wechat.enabled=true".to_owned(),
            format!("payment.wechat.host=http://{providers}"),
            format!("payment.wechat.mchid={}", merchant::WECHAT_MCHID),
            format!("payment.wechat.appid={}", merchant::WECHAT_APPID),
            format!("payment.wechat.mobile_appid={}", merchant::WECHAT_MOBILE_APPID),
            format!("payment.wechat.certificate_serial={}", merchant::WECHAT_CERTIFICATE_SERIAL),
            format!("payment.wechat.private_key_file={}", file("wechat.pem", merchant::WECHAT_PRIVATE_KEY)),
            format!("payment.wechat.api_v3_key={}", merchant::WECHAT_API_V3_KEY),
        ]
    }

    /// Says what happens next (see the simulator); none when that cannot be.
    pub async fn try_control(&self, path: &str, body: Value) -> Option<Value> {
        let url = format!("http://{}/control/{path}", self.address);
        let response = self.http.post(url).json(&body).send().await.unwrap();
        if response.status().is_success() { Some(response.json().await.unwrap_or_default()) } else { None }
    }

    /// Says what happens next, which must be possible.
    pub async fn control(&self, path: &str, body: Value) -> Value {
        self.try_control(path, body).await.unwrap_or_else(|| panic!("{path} cannot be"))
    }

    /// All their orders and refunds.
    pub async fn books(&self) -> Value {
        let url = format!("http://{}/control/orders", self.address);
        self.http.get(url).send().await.unwrap().json().await.unwrap()
    }

    /// Opens what a client was given to pay with, as the provider's own library does; whether the provider answers.
    pub async fn begin(&self, payment: &Value) -> bool {
        let Some(order) = payment["order"].as_str() else { return true };
        let url = format!("http://{}/gateway.do?{order}", self.address);
        self.http.get(url).send().await.unwrap().status().is_success()
    }
}

impl Drop for Providers {
    fn drop(&mut self) {
        if let Some(serving) = &self.serving {
            serving.abort();
        }
    }
}

/// A service with both real channels, and the providers.
pub struct World {
    /// The service.
    pub app: TestApp,
    /// The providers, in the service's time.
    pub providers: Providers,
}

impl World {
    /// Starts both.
    pub async fn start() -> Self {
        Self::start_with(&[]).await
    }

    /// Starts both, the service with the given keys of the configuration.
    pub async fn start_with(more: &[&str]) -> Self {
        let mut providers = Providers::bind().await;
        let own = free_address();
        let mut settings = providers.settings(&format!("http://{own}"));
        settings.push(format!("listen={own}"));
        let settings: Vec<&str> = settings.iter().map(String::as_str).chain(more.iter().copied()).collect();
        let app = TestApp::start_with(&settings).await;
        providers.open(&app.clock);
        Self { app, providers }
    }

    /// Says what happens next at the providers, which must be possible.
    pub async fn control(&self, path: &str, body: Value) -> Value {
        self.providers.control(path, body).await
    }

    /// A column of the payments, in order.
    pub async fn column<T: for<'a> miaohui_db::FromColumn<'a> + Send + 'static>(
        &self,
        sql: &'static str,
    ) -> Vec<T> {
        let rows: Vec<(T,)> = self.app.service.community.db.read(move |tx| tx.query(sql, &[])).await.unwrap();
        rows.into_iter().map(|(value,)| value).collect()
    }

    /// Our number of the last payment.
    pub async fn last_payment(&self) -> String {
        self.column("SELECT reference FROM payment_intent ORDER BY id").await.pop().unwrap()
    }

    /// Lets time pass until everything that is asked about, or goes back, has been.
    pub async fn tend(&self) {
        for _ in 0..6 {
            self.app.clock.advance(HOUR_MS);
            while self.app.service.platform.desk.reconcile().await.unwrap() > 0 {}
        }
    }

    /// Requires that everything holds that must always hold.
    pub async fn is_right(&self) {
        assert_eq!(miaohui_server::verify(&self.app.service.community.db, false).await.unwrap(), []);
    }
}
