//! Simulated providers, and values for tests.

use std::net::{TcpListener, TcpStream};

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::routing::post;
use miaohui_gateways::payment::Endpoint;
use miaohui_gateways::payment::alipay::{Alipay, AlipayKey, AlipaySettings};
use miaohui_gateways::payment::provider::{
    Charge, Notice, Paid, PaymentState, Provider, ProviderError, RefundNotice, RefundOrder, Remedy, Scene,
    Started,
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
pub type ReceivedNotice = (Vec<(String, String)>, Vec<u8>);

/// Simulated providers, and an endpoint for their notices.
pub struct Bench {
    pub clock: Clock,
    pub providers: String,
    pub merchant: String,
    pub received: UnboundedReceiver<ReceivedNotice>,
    pub http: reqwest::Client,
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
    pub async fn open() -> Self {
        Self::with(|_| {}).await
    }

    /// With other settings of the providers.
    pub async fn with(change: impl FnOnce(&mut Settings)) -> Self {
        let clock = Clock::manual(START_MS);
        let bind = || tokio::net::TcpListener::bind("127.0.0.1:0");
        let (for_providers, for_merchant) = (bind().await.unwrap(), bind().await.unwrap());
        let url = |listener: &tokio::net::TcpListener| format!("http://{}", listener.local_addr().unwrap());
        let (providers, merchant) = (url(&for_providers), url(&for_merchant));
        let mut settings = Settings::new(clock.clone(), Rng::seeded(1));
        change(&mut settings);
        tokio::spawn(miaohui_simulator::serve(for_providers, settings));
        let (to, received) = unbounded_channel();
        let router = Router::new().route("/notices", post(receive)).with_state(to);
        tokio::spawn(async move { axum::serve(for_merchant, router).await });
        Self { clock, providers, merchant, received, http: reqwest::Client::new() }
    }

    pub fn alipay_settings(&self) -> AlipaySettings {
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

    pub fn alipay(&self) -> Alipay {
        self.alipay_with(|_| {})
    }

    pub fn alipay_with(&self, change: impl FnOnce(&mut AlipaySettings)) -> Alipay {
        let mut settings = self.alipay_settings();
        change(&mut settings);
        Alipay::new(&settings, self.clock.clone()).unwrap()
    }

    pub fn wechat_settings(&self) -> WechatSettings {
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

    pub fn wechat(&self) -> WechatPay {
        self.wechat_with(|_| {})
    }

    pub fn wechat_with(&self, change: impl FnOnce(&mut WechatSettings)) -> WechatPay {
        let mut settings = self.wechat_settings();
        change(&mut settings);
        WechatPay::new(&settings, self.clock.clone(), Rng::seeded(2)).unwrap()
    }

    /// Sends a control request to the simulator and returns its answer.
    pub async fn control(&self, what: &str, body: Value) -> Value {
        let url = format!("{}/control/{what}", self.providers);
        let answer = self.http.post(url).json(&body).send().await.unwrap();
        assert!(answer.status().is_success(), "{what}: {}", answer.text().await.unwrap());
        answer.json().await.unwrap()
    }

    /// Lets the next call of a side answer a documented code.
    pub async fn error(&self, side: &str, call: &str, code: &str) {
        self.control("error", json!({ "side": side, "call": call, "code": code, "count": 1 })).await;
    }

    /// Starts a payment with Alipay and opens it like a payer.
    pub async fn open_payment(&self, alipay: &Alipay, charge: &Charge) {
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
    pub async fn next_notice(&mut self) -> ReceivedNotice {
        self.received.recv().await.unwrap()
    }

    /// The next received notice, read by the provider.
    pub async fn notice(&mut self, provider: &dyn Provider) -> Result<Notice, ProviderError> {
        let (headers, body) = self.next_notice().await;
        provider.notice(&headers, &body).await
    }
}

pub fn endpoint(url: String) -> Endpoint {
    Endpoint { url, timeout_ms: 10_000, proxy: None }
}

pub fn charge(reference: &str, scene: Scene) -> Charge {
    Charge {
        reference: reference.into(),
        fen: Fen(1234),
        subject: "喵汇 A/B=C&total_amount=9".into(),
        expires_at: START_MS + HOUR_MS,
        scene,
        return_url: None,
    }
}

pub fn refund(reference: &str, refund: &str, fen: i64) -> RefundOrder {
    RefundOrder {
        reference: reference.into(),
        refund: refund.into(),
        fen: Fen(fen),
        of_fen: Fen(1234),
        reason: "未成团，原路退回".into(),
    }
}

pub async fn start(provider: &dyn Provider, charge: &Charge) -> Value {
    match provider.start(charge).await.unwrap() {
        Started::Waiting { client, .. } => client,
        Started::Paid { .. } => panic!("it is not paid"),
    }
}

pub fn refusal<T: std::fmt::Debug>(result: Result<T, ProviderError>) -> String {
    match result.unwrap_err() {
        ProviderError::Refused { code, .. } => code,
        error => panic!("{error:?}"),
    }
}

/// The remedy of a refusal.
pub fn remedy<T: std::fmt::Debug>(result: Result<T, ProviderError>) -> Remedy {
    match result.unwrap_err() {
        ProviderError::Refused { remedy, .. } => remedy,
        error => panic!("{error:?}"),
    }
}

/// The payment of a state.
pub fn paid(state: PaymentState) -> Paid {
    match state {
        PaymentState::Paid(paid) => paid,
        state => panic!("{state:?}"),
    }
}

/// The number and the payment of a notice.
pub fn paid_notice(notice: Notice) -> (String, Paid) {
    match notice {
        Notice::Paid { reference, paid } => (reference, paid),
        notice => panic!("{notice:?}"),
    }
}

/// The refund of a notice.
pub fn refund_notice(notice: Notice) -> RefundNotice {
    match notice {
        Notice::Refund(refund) => refund,
        notice => panic!("{notice:?}"),
    }
}

pub fn is_forged<T: std::fmt::Debug>(result: Result<T, ProviderError>) -> bool {
    matches!(result, Err(ProviderError::Forged(_)))
}

/// A URL without a listener: the local port of a connection, which no other socket can get
/// meanwhile.
pub fn unreachable_url() -> (TcpListener, TcpStream, String) {
    let far = TcpListener::bind("127.0.0.1:0").unwrap();
    let near = TcpStream::connect(far.local_addr().unwrap()).unwrap();
    let url = format!("http://{}", near.local_addr().unwrap());
    (far, near, url)
}

/// An empty body for the simulator.
pub fn no_options() -> Value {
    json!({})
}
