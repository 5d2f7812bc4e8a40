//! Simulated payment providers, and a service that uses them.

use std::net::SocketAddr;
use std::ops::Range;
use std::sync::atomic::{AtomicUsize, Ordering};

use miaohui_kernel::{Clock, HOUR_MS, Rng};
use miaohui_simulator::test_accounts as accounts;
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use crate::TestApp;

/// Ports below those that the system gives to connections.
const PORTS: Range<u16> = 10_000..20_000;

/// An address that nothing listens on, for a server whose address must be known before it listens. No
/// connection gets its port meanwhile, and no other caller in this process.
pub fn free_address() -> SocketAddr {
    static NEXT: AtomicUsize = AtomicUsize::new(0);
    let first = std::process::id() as usize;
    let next = |_| PORTS.start + ((first + NEXT.fetch_add(1, Ordering::Relaxed)) % PORTS.len()) as u16;
    let mut ports = PORTS.map(next);
    let free = ports.find_map(|port| std::net::TcpListener::bind(("127.0.0.1", port)).ok());
    free.expect("a port is free").local_addr().unwrap()
}

/// Simulated Alipay and WeChat Pay, stopped on drop.
pub struct Providers {
    /// The address that they listen on.
    pub address: SocketAddr,
    http: reqwest::Client,
    listener: Option<TcpListener>,
    serving: Option<JoinHandle<()>>,
    keys: TempDir,
}

impl Providers {
    /// Reserves an address. Requests are answered after [`Self::open`].
    pub async fn bind() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let http = reqwest::Client::builder().no_proxy().build().unwrap();
        let address = listener.local_addr().unwrap();
        Self { address, http, listener: Some(listener), serving: None, keys: tempfile::tempdir().unwrap() }
    }

    /// Starts to answer, at the time of `clock`.
    pub fn open(&mut self, clock: &Clock) {
        self.open_with(miaohui_simulator::Settings::new(clock.clone(), Rng::seeded(5)));
    }

    /// Starts to answer with these settings.
    pub fn open_with(&mut self, settings: miaohui_simulator::Settings) {
        let listener = self.listener.take().expect("the providers open once");
        let serve = async move { drop(miaohui_simulator::serve(listener, settings).await) };
        self.serving = Some(tokio::spawn(serve));
    }

    /// The configuration keys that enable both providers, with notices to `public_url`.
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
            format!("payment.alipay.app_id={}", accounts::ALIPAY_APP_ID),
            format!("payment.alipay.seller_id={}", accounts::ALIPAY_SELLER_ID),
            format!(
                "payment.alipay.app_private_key_file={}",
                file("app.pem", accounts::ALIPAY_APP_PRIVATE_KEY)
            ),
            format!(
                "payment.alipay.alipay_public_key_file={}",
                file("alipay.pem", accounts::ALIPAY_PUBLIC_KEY)
            ),
            "payment.wechat.enabled=true".to_owned(),
            format!("payment.wechat.host=http://{providers}"),
            format!("payment.wechat.mchid={}", accounts::WECHAT_MCHID),
            format!("payment.wechat.appid={}", accounts::WECHAT_APPID),
            format!("payment.wechat.mobile_appid={}", accounts::WECHAT_MOBILE_APPID),
            format!("payment.wechat.certificate_serial={}", accounts::WECHAT_CERTIFICATE_SERIAL),
            format!("payment.wechat.private_key_file={}", file("wechat.pem", accounts::WECHAT_PRIVATE_KEY)),
            format!("payment.wechat.api_v3_key={}", accounts::WECHAT_API_V3_KEY),
        ]
    }

    /// Sends a control command to the simulator. None when it is refused.
    pub async fn try_control(&self, path: &str, body: Value) -> Option<Value> {
        let url = format!("http://{}/control/{path}", self.address);
        let response = self.http.post(url).json(&body).send().await.unwrap();
        if response.status().is_success() { Some(response.json().await.unwrap_or_default()) } else { None }
    }

    /// Sends a control command to the simulator, which must accept it.
    pub async fn control(&self, path: &str, body: Value) -> Value {
        self.try_control(path, body).await.unwrap_or_else(|| panic!("{path} cannot be"))
    }

    /// All orders and refunds of the providers.
    pub async fn orders_and_refunds(&self) -> Value {
        let url = format!("http://{}/control/orders", self.address);
        self.http.get(url).send().await.unwrap().json().await.unwrap()
    }

    /// Opens the payment that a client received, as the provider's app does. Whether the provider
    /// accepts it.
    pub async fn open_payment(&self, payment: &Value) -> bool {
        self.try_open_payment(payment).await.is_ok()
    }

    /// Opens the payment that a client received, as the provider's app does, and returns its
    /// reference; or the status: 410 if its time is over, 409 if the order is not open, 503 during
    /// an outage.
    pub async fn try_open_payment(&self, payment: &Value) -> Result<String, u16> {
        let url = format!("http://{}/control/open", self.address);
        let response = self.http.post(url).json(payment).send().await.unwrap();
        match response.status().as_u16() {
            200 => Ok(response.json::<Value>().await.unwrap()["reference"].as_str().unwrap().to_owned()),
            status => Err(status),
        }
    }

    /// The payer of an order at WeChat Pay is in the middle of paying.
    pub async fn paying(&self, reference: &str) {
        self.control(&format!("paying/{reference}"), json!({})).await;
    }

    /// Begins or ends an outage of a side, `alipay` or `wechat`.
    pub async fn outage(&self, side: &str, on: bool) {
        self.control("outage", json!({ "side": side, "on": on })).await;
    }

    /// Leaves the calls of a side unanswered while it is on.
    pub async fn hang(&self, side: &str, on: bool) {
        self.control("hang", json!({ "side": side, "on": on })).await;
    }

    /// Loses the answers of the next `count` calls, which take effect. `call` is `create`, `query`,
    /// `close`, `refund`, `query_refund`, `bill`, `download` or `complaint`.
    pub async fn lose(&self, side: &str, call: &str, count: u32) {
        self.control("lose", json!({ "side": side, "call": call, "count": count })).await;
    }

    /// Answers the next `count` calls with a documented code, without effect.
    pub async fn error(&self, side: &str, call: &str, code: &str, count: u32) {
        self.control("error", json!({ "side": side, "call": call, "code": code, "count": count })).await;
    }

    /// Refunds in the provider's back office, the rest without an amount. WeChat Pay sends a notice
    /// only if `notice` is true. Returns the number of the refund and the `deliveries` of notices.
    pub async fn back_office_refund(&self, reference: &str, fen: Option<i64>, notice: bool) -> Value {
        self.control(&format!("refund/{reference}"), json!({ "fen": fen, "notice": notice })).await
    }

    /// Gives a refund of WeChat Pay a state, `PROCESSING`, `SUCCESS`, `CLOSED` or `ABNORMAL`, and
    /// sends its notice.
    pub async fn refund_state(&self, number: &str, state: &str) -> Value {
        self.control(&format!("refund-state/{number}"), json!({ "state": state })).await
    }

    /// Lets Alipay allow no more refunds of a trade (`TRADE_FINISHED`).
    pub async fn finish_trade(&self, reference: &str) -> Value {
        self.control(&format!("finish-trade/{reference}"), json!({})).await
    }

    /// Plants differences into later bills: `{"side", "day", "drop", "fen", "add", "state"}`.
    pub async fn bill(&self, differences: Value) {
        self.control("bill", differences).await;
    }

    /// A payer complains about an order. Returns the complaint's id.
    pub async fn complain(&self, reference: &str, text: &str) -> String {
        let made = self.control(&format!("complain/{reference}"), json!({ "text": text })).await;
        made["id"].as_str().unwrap().to_owned()
    }

    /// The number of calls that a side received.
    pub async fn calls(&self, side: &str, call: &str) -> u64 {
        self.call_counts().await[side][call].as_u64().unwrap_or_default()
    }

    /// The number of all calls that a side received.
    pub async fn all_calls(&self, side: &str) -> u64 {
        let counts = self.call_counts().await;
        counts[side].as_object().into_iter().flatten().filter_map(|(_, count)| count.as_u64()).sum()
    }

    async fn call_counts(&self) -> Value {
        let url = format!("http://{}/control/calls", self.address);
        self.http.get(url).send().await.unwrap().json().await.unwrap()
    }
}

impl Drop for Providers {
    fn drop(&mut self) {
        if let Some(serving) = &self.serving {
            serving.abort();
        }
    }
}

/// A service with the channels of both providers, and the simulated providers.
pub struct PaymentFixture {
    /// The service.
    pub app: TestApp,
    /// The providers, which use the clock of the service.
    pub providers: Providers,
}

impl PaymentFixture {
    /// Starts the service and the providers.
    pub async fn start() -> Self {
        Self::start_with(&[]).await
    }

    /// Starts the service with configuration keys, and the providers.
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

    /// Sends a control command to the simulator, which must accept it.
    pub async fn control(&self, path: &str, body: Value) -> Value {
        self.providers.control(path, body).await
    }

    /// The first column of a query.
    pub async fn column<T: for<'a> miaohui_db::FromColumn<'a> + Send + 'static>(
        &self,
        sql: &'static str,
    ) -> Vec<T> {
        let rows: Vec<(T,)> = self.app.service.community.db.read(move |tx| tx.query(sql, &[])).await.unwrap();
        rows.into_iter().map(|(value,)| value).collect()
    }

    /// The reference of the last payment attempt.
    pub async fn last_payment(&self) -> String {
        self.column("SELECT reference FROM payment_intent ORDER BY id").await.pop().unwrap()
    }

    /// Advances the clock and reconciles until all payments and refunds have ended.
    pub async fn reconcile(&self) {
        for _ in 0..6 {
            self.app.clock.advance(HOUR_MS);
            while self.app.service.platform.desk.reconcile().await.unwrap() > 0 {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_free_address_is_given_to_no_connection_and_to_nobody_else() {
        let range = std::fs::read_to_string("/proc/sys/net/ipv4/ip_local_port_range").unwrap_or_default();
        let lowest: u16 = range.split_whitespace().next().map_or(u16::MAX, |port| port.parse().unwrap());
        let (one, other) = (free_address(), free_address());
        assert!(one.port() < lowest && other.port() < lowest, "{one} and {other} are from {lowest} on");
        assert_ne!(one, other);
    }
}
