//! Payments with simulated providers.

mod alipay;
mod forgeries;
mod notices;
mod wechat;

use std::net::{TcpListener, TcpStream};

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::routing::post;
use miaohui_gateways::payment::Endpoint;
use miaohui_gateways::payment::alipay::{Alipay, AlipayKey, AlipaySettings};
use miaohui_gateways::payment::provider::{
    Charge, Notice, Paid, PaymentState, Provider, ProviderError, RefundNotice, RefundOrder, RefundState,
    Remedy, Scene, Started,
};
use miaohui_gateways::payment::wechat::{WechatPay, WechatSettings};
use miaohui_kernel::{Clock, Fen, HOUR_MS, Rng, Secret};
use miaohui_simulator::{Settings, test_accounts};
use serde_json::{Value, json};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

use crate::START_MS;

/// The longest bill in bytes.
const BILL_BYTES: u64 = 1 << 20;

/// A notice as it was received over HTTP.
type ReceivedNotice = (Vec<(String, String)>, Vec<u8>);

/// Simulated providers, and an endpoint for their notices.
struct Bench {
    clock: Clock,
    providers: String,
    merchant: String,
    received: UnboundedReceiver<ReceivedNotice>,
    http: reqwest::Client,
}

async fn receive(
    State(to): State<UnboundedSender<ReceivedNotice>>,
    headers: HeaderMap,
    body: Bytes,
) -> &'static str {
    let headers = headers.iter().map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned()));
    to.send((headers.collect(), body.to_vec())).unwrap();
    "success"
}

impl Bench {
    async fn open() -> Self {
        let clock = Clock::manual(START_MS);
        let bind = || tokio::net::TcpListener::bind("127.0.0.1:0");
        let (for_providers, for_merchant) = (bind().await.unwrap(), bind().await.unwrap());
        let url = |listener: &tokio::net::TcpListener| format!("http://{}", listener.local_addr().unwrap());
        let (providers, merchant) = (url(&for_providers), url(&for_merchant));
        let settings = Settings::new(clock.clone(), Rng::seeded(1));
        tokio::spawn(miaohui_simulator::serve(for_providers, settings));
        let (to, received) = unbounded_channel();
        let router = Router::new().route("/notices", post(receive)).with_state(to);
        tokio::spawn(async move { axum::serve(for_merchant, router).await });
        Self { clock, providers, merchant, received, http: reqwest::Client::new() }
    }

    fn alipay_settings(&self) -> AlipaySettings {
        AlipaySettings {
            endpoint: endpoint(format!("{}/gateway.do", self.providers)),
            app_id: test_accounts::ALIPAY_APP_ID.into(),
            seller_id: test_accounts::ALIPAY_SELLER_ID.into(),
            app_private_key: Secret::new(test_accounts::ALIPAY_APP_PRIVATE_KEY),
            alipay_key: AlipayKey::Public(test_accounts::ALIPAY_PUBLIC_KEY.into()),
            notify_url: format!("{}/notices", self.merchant),
            return_url: Some("https://miaohui.example/paid".into()),
            bill_bytes: BILL_BYTES,
        }
    }

    fn alipay(&self) -> Alipay {
        Alipay::new(&self.alipay_settings(), self.clock.clone()).unwrap()
    }

    fn wechat_settings(&self) -> WechatSettings {
        WechatSettings {
            endpoint: endpoint(self.providers.clone()),
            second_host: None,
            mchid: test_accounts::WECHAT_MCHID.into(),
            appid: test_accounts::WECHAT_APPID.into(),
            mini_appid: None,
            mobile_appid: Some(test_accounts::WECHAT_MOBILE_APPID.into()),
            certificate_serial: test_accounts::WECHAT_CERTIFICATE_SERIAL.into(),
            private_key: Secret::new(test_accounts::WECHAT_PRIVATE_KEY),
            api_v3_key: Secret::new(test_accounts::WECHAT_API_V3_KEY),
            public_key: None,
            notify_url: format!("{}/notices", self.merchant),
            bill_bytes: BILL_BYTES,
        }
    }

    fn wechat(&self) -> WechatPay {
        self.wechat_with(|_| {})
    }

    fn wechat_with(&self, change: impl FnOnce(&mut WechatSettings)) -> WechatPay {
        let mut settings = self.wechat_settings();
        change(&mut settings);
        WechatPay::new(&settings, self.clock.clone(), Rng::seeded(2)).unwrap()
    }

    /// Sends a control request to the simulator and returns its answer.
    async fn control(&self, what: &str, body: Value) -> Value {
        let url = format!("{}/control/{what}", self.providers);
        let answer = self.http.post(url).json(&body).send().await.unwrap();
        assert!(answer.status().is_success(), "{what}: {}", answer.text().await.unwrap());
        answer.json().await.unwrap()
    }

    /// Starts a payment with Alipay and opens it like a payer.
    async fn open_payment(&self, alipay: &Alipay, charge: &Charge) {
        let url = match start(alipay, charge).await {
            client if charge.scene == Scene::App => {
                format!("{}/gateway.do?{}", self.providers, client["order"].as_str().unwrap())
            }
            client => client["url"].as_str().unwrap().to_owned(),
        };
        let page = self.http.get(url).send().await.unwrap().text().await.unwrap();
        assert_eq!(page, "the payer is asked to pay");
    }

    /// The next received notice.
    async fn next_notice(&mut self) -> ReceivedNotice {
        self.received.recv().await.unwrap()
    }

    /// The next received notice, read by the provider.
    async fn notice(&mut self, provider: &dyn Provider) -> Result<Notice, ProviderError> {
        let (headers, body) = self.next_notice().await;
        provider.notice(&headers, &body).await
    }
}

fn endpoint(url: String) -> Endpoint {
    Endpoint { url, timeout_ms: 10_000, proxy: None }
}

fn charge(reference: &str, scene: Scene) -> Charge {
    Charge {
        reference: reference.into(),
        fen: Fen(1234),
        subject: "喵汇 A/B=C&total_amount=9".into(),
        expires_at: START_MS + HOUR_MS,
        scene,
        return_url: None,
    }
}

fn refund(reference: &str, refund: &str, fen: i64) -> RefundOrder {
    RefundOrder {
        reference: reference.into(),
        refund: refund.into(),
        fen: Fen(fen),
        of_fen: Fen(1234),
        reason: "未成团，原路退回".into(),
    }
}

async fn start(provider: &dyn Provider, charge: &Charge) -> Value {
    match provider.start(charge).await.unwrap() {
        Started::Waiting { client, .. } => client,
        Started::Paid { .. } => panic!("it is not paid"),
    }
}

fn refusal<T: std::fmt::Debug>(result: Result<T, ProviderError>) -> String {
    match result.unwrap_err() {
        ProviderError::Refused { code, .. } => code,
        error => panic!("{error:?}"),
    }
}

/// The remedy of a refusal.
fn remedy<T: std::fmt::Debug>(result: Result<T, ProviderError>) -> Remedy {
    match result.unwrap_err() {
        ProviderError::Refused { remedy, .. } => remedy,
        error => panic!("{error:?}"),
    }
}

/// The payment of a state.
fn paid(state: PaymentState) -> Paid {
    match state {
        PaymentState::Paid(paid) => paid,
        state => panic!("{state:?}"),
    }
}

/// The number and the payment of a notice.
fn paid_notice(notice: Notice) -> (String, Paid) {
    match notice {
        Notice::Paid { reference, paid } => (reference, paid),
        notice => panic!("{notice:?}"),
    }
}

/// The refund of a notice.
fn refund_notice(notice: Notice) -> RefundNotice {
    match notice {
        Notice::Refund(refund) => refund,
        notice => panic!("{notice:?}"),
    }
}

fn is_forged<T: std::fmt::Debug>(result: Result<T, ProviderError>) -> bool {
    matches!(result, Err(ProviderError::Forged(_)))
}

/// A URL without a listener: the local port of a connection, which no other socket can get
/// meanwhile.
fn unreachable_url() -> (TcpListener, TcpStream, String) {
    let far = TcpListener::bind("127.0.0.1:0").unwrap();
    let near = TcpStream::connect(far.local_addr().unwrap()).unwrap();
    let url = format!("http://{}", near.local_addr().unwrap());
    (far, near, url)
}

#[tokio::test]
async fn a_refused_connection_is_unreachable() {
    let bench = Bench::open().await;
    let (_far, _near, url) = unreachable_url();
    let mut alipay = bench.alipay_settings();
    alipay.endpoint.url = format!("{url}/gateway.do");
    let alipay = Alipay::new(&alipay, bench.clock.clone()).unwrap();
    let wechat = bench.wechat_with(|settings| settings.endpoint.url = url);
    let unreachable = |error: &ProviderError| matches!(error, ProviderError::Unreachable(_));
    for provider in [&alipay as &dyn Provider, &wechat] {
        assert!(unreachable(&provider.query("order_1").await.unwrap_err()));
        assert!(unreachable(&provider.close("order_1").await.unwrap_err()));
        let order = refund("order_1", "refund_1", 1);
        assert!(unreachable(&provider.refund(&order).await.unwrap_err()));
        assert!(unreachable(&provider.query_refund(&order).await.unwrap_err()));
    }
    assert!(unreachable(&wechat.start(&charge("order_1", Scene::Native)).await.unwrap_err()));
}

#[tokio::test]
async fn a_refund_is_repeated_after_an_outage() {
    let bench = Bench::open().await;
    let (alipay, wechat) = (bench.alipay(), bench.wechat());
    bench.open_payment(&alipay, &charge("by_alipay", Scene::Page)).await;
    start(&wechat, &charge("by_wechat", Scene::Native)).await;
    for (provider, reference) in [(&alipay as &dyn Provider, "by_alipay"), (&wechat, "by_wechat")] {
        bench.control(&format!("pay/{reference}"), no_options()).await;
        let order = refund(reference, &format!("refund_{reference}"), 1234);
        bench.control("outage", json!(true)).await;
        assert!(matches!(provider.refund(&order).await, Err(ProviderError::Unreachable(_))));
        bench.control("outage", json!(false)).await;
        assert_eq!(provider.query_refund(&order).await.unwrap(), RefundState::Unknown);
        provider.refund(&order).await.unwrap();
        assert_ne!(provider.query_refund(&order).await.unwrap(), RefundState::Unknown);
    }
}

#[tokio::test]
async fn a_silent_or_confused_provider_is_unreachable() {
    let bench = Bench::open().await;
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let silent = format!("http://{}", silent.local_addr().unwrap());
    let silent = Endpoint { timeout_ms: 50, ..endpoint(silent) };
    // The endpoint for notices, which implements neither protocol.
    let confused = endpoint(bench.merchant.clone());
    for endpoint in [silent, confused] {
        let alipay = AlipaySettings { endpoint: endpoint.clone(), ..bench.alipay_settings() };
        let alipay = Alipay::new(&alipay, bench.clock.clone()).unwrap();
        assert!(matches!(alipay.query("order_1").await, Err(ProviderError::Unreachable(_))));
        let wechat = bench.wechat_with(|settings| settings.endpoint = endpoint);
        let error = wechat.query("order_1").await.unwrap_err();
        assert!(!matches!(error, ProviderError::Forged(_)), "{error:?}");
    }
}

#[tokio::test]
async fn an_invalid_order_is_not_sent() {
    let bench = Bench::open().await;
    let (alipay, wechat) = (bench.alipay(), bench.wechat());
    for (provider, scene) in [(&alipay as &dyn Provider, Scene::Page), (&wechat, Scene::Native)] {
        let good = charge("order_1", scene);
        for bad in [
            Charge { reference: "../certificates".into(), ..good.clone() },
            Charge { reference: "喵喵".into(), ..good.clone() },
            Charge { fen: Fen::ZERO, ..good.clone() },
            Charge { fen: Fen(i64::MAX), ..good.clone() },
            Charge { subject: " ".into(), ..good.clone() },
        ] {
            assert_eq!(refusal(provider.start(&bad).await), "CHARGE");
        }
        assert_eq!(refusal(provider.query("a/b/c/d?e=f").await), "CHARGE");
        assert_eq!(refusal(provider.close("").await), "CHARGE");
        for bad in [
            refund("order_1", "", 1),
            refund("order_1", "refund_1", 0),
            refund("order_1", "refund_1", -5),
            refund("order_1", "refund_1", 1235),
        ] {
            assert_eq!(refusal(provider.refund(&bad).await), "CHARGE");
            assert_eq!(refusal(provider.query_refund(&bad).await), "CHARGE");
        }
    }
    let payer = "o".to_owned();
    for scene in
        [Scene::Mini { payer: payer.clone() }, Scene::Jsapi { payer }, Scene::H5 { address: "::1".into() }]
    {
        assert_eq!(refusal(alipay.start(&charge("order_1", scene)).await), "SCENE");
    }
    for scene in [Scene::Page, Scene::Wap] {
        assert_eq!(refusal(wechat.start(&charge("order_1", scene)).await), "SCENE");
    }
}

#[tokio::test]
async fn texts_and_amounts_at_their_limits_are_accepted() {
    let bench = Bench::open().await;
    let wechat = bench.wechat();
    let long = Charge {
        reference: "a".repeat(32),
        fen: Fen(10_000_000_000),
        subject: "喵".repeat(1000),
        expires_at: i64::MAX,
        scene: Scene::Native,
        return_url: None,
    };
    start(&wechat, &long).await;
    let alipay = bench.alipay();
    bench.open_payment(&alipay, &Charge { reference: "b".repeat(32), scene: Scene::Page, ..long }).await;
    assert_eq!(alipay.query(&"b".repeat(32)).await.unwrap(), PaymentState::Waiting);
}

#[tokio::test]
async fn invalid_settings_are_refused_in_one_line() {
    let bench = Bench::open().await;
    let key = || Secret::new(test_accounts::ALIPAY_APP_PRIVATE_KEY);
    let alipay = |change: &dyn Fn(&mut AlipaySettings)| {
        let mut settings = bench.alipay_settings();
        change(&mut settings);
        Alipay::new(&settings, bench.clock.clone()).map(drop).map_err(|error| error.to_string())
    };
    let wechat = |change: &dyn Fn(&mut WechatSettings)| {
        let mut settings = bench.wechat_settings();
        change(&mut settings);
        let client = WechatPay::new(&settings, bench.clock.clone(), Rng::seeded(2));
        client.map(drop).map_err(|error| error.to_string())
    };
    for (result, says) in [
        (alipay(&|s| s.app_id.clear()), "the application's number is missing"),
        (alipay(&|s| s.app_private_key = Secret::new("no key")), "the application's private key"),
        (alipay(&|s| s.app_private_key = Secret::new(test_accounts::ALIPAY_PUBLIC_KEY)), "private key"),
        (alipay(&|s| s.alipay_key = AlipayKey::Public(key().expose().into())), "Alipay's public key"),
        (alipay(&|s| s.alipay_key = AlipayKey::Public("AAAA".into())), "shorter than 2048 bits"),
        (alipay(&|s| s.endpoint.url = "openapi.alipay.com".into()), "\"openapi.alipay.com\""),
        (alipay(&|s| s.endpoint.url = "ftp://openapi.alipay.com".into()), "neither http nor https"),
        (alipay(&|s| s.endpoint.timeout_ms = 0), "the timeout is 0 ms"),
        (wechat(&|s| s.mchid.clear()), "the merchant's number is missing"),
        (wechat(&|s| s.private_key = Secret::default()), "the merchant's private key"),
        (wechat(&|s| s.api_v3_key = Secret::new("short")), "the APIv3 key is not 32 bytes long"),
    ] {
        let error = result.unwrap_err();
        assert!(error.contains(says) && !error.contains('\n') && !error.contains("BEGIN"), "{error}");
    }
    // Alipay's tool writes keys as Base64 without PEM lines.
    let bare = |pem: &str| -> String { pem.lines().filter(|line| !line.starts_with("-----")).collect() };
    let settings = AlipaySettings {
        app_private_key: Secret::new(bare(test_accounts::ALIPAY_APP_PRIVATE_KEY)),
        alipay_key: AlipayKey::Public(bare(test_accounts::ALIPAY_PUBLIC_KEY)),
        ..bench.alipay_settings()
    };
    let client = Alipay::new(&settings, bench.clock.clone()).unwrap();
    assert_eq!(client.query("order_1").await.unwrap(), PaymentState::Unknown);
    assert!(!format!("{settings:?}{client:?}").contains(&bare(key().expose())[..40]));
}

/// An empty body for the simulator.
fn no_options() -> Value {
    json!({})
}
