//! A merchant with the test keys.

use std::collections::BTreeMap;

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::routing::post;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use form_urlencoded::Serializer;
use miaohui_kernel::{Clock, Rng};
use miaohui_simulator::{Settings, test_accounts};
use ring::rand::SystemRandom;
use ring::signature::{RSA_PKCS1_SHA256, RsaKeyPair};
use rustls_pki_types::pem::PemObject as _;
use rustls_pki_types::{PrivatePkcs1KeyDer, PrivatePkcs8KeyDer};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

/// 2023-11-15 06:13:20 in Beijing.
pub const START_MS: i64 = 1_700_000_000_000;

pub struct Merchant {
    pub clock: Clock,
    pub providers: String,
    pub notify_url: String,
    pub http: reqwest::Client,
    notices: UnboundedReceiver<String>,
    certificates: bool,
}

async fn receive(State(to): State<UnboundedSender<String>>, body: Bytes) -> &'static str {
    to.send(String::from_utf8(body.to_vec()).unwrap()).unwrap();
    "success"
}

impl Merchant {
    pub async fn start() -> Self {
        Self::start_with(false).await
    }

    /// Starts the providers, in Alipay's certificate mode if asked.
    pub async fn start_with(certificates: bool) -> Self {
        let clock = Clock::manual(START_MS);
        let bind = || TcpListener::bind("127.0.0.1:0");
        let (for_providers, for_merchant) = (bind().await.unwrap(), bind().await.unwrap());
        let providers = format!("http://{}", for_providers.local_addr().unwrap());
        let notify_url = format!("http://{}/notices", for_merchant.local_addr().unwrap());
        let mut settings = Settings::new(clock.clone(), Rng::seeded(1));
        if certificates {
            settings = settings.with_alipay_certificates();
        }
        tokio::spawn(miaohui_simulator::serve(for_providers, settings));
        let (to, notices) = unbounded_channel();
        let router = Router::new().route("/notices", post(receive)).with_state(to);
        tokio::spawn(async move { axum::serve(for_merchant, router).await });
        let http = reqwest::Client::builder().no_proxy().build().unwrap();
        Self { clock, providers, notify_url, http, notices, certificates }
    }

    /// Sends a control request and returns the status and the answer.
    pub async fn try_control(&self, path: &str, body: Value) -> (u16, Value) {
        let url = format!("{}/control/{path}", self.providers);
        let answer = self.http.post(url).json(&body).send().await.unwrap();
        let status = answer.status().as_u16();
        (status, answer.json().await.unwrap_or_default())
    }

    /// Sends a control request, which must succeed.
    pub async fn control(&self, path: &str, body: Value) -> Value {
        let (status, answer) = self.try_control(path, body).await;
        assert_eq!(status, 200, "{path}");
        answer
    }

    pub async fn orders(&self) -> Value {
        let url = format!("{}/control/orders", self.providers);
        self.http.get(url).send().await.unwrap().json().await.unwrap()
    }

    pub async fn calls(&self, side: &str, call: &str) -> u64 {
        let url = format!("{}/control/calls", self.providers);
        let calls: Value = self.http.get(url).send().await.unwrap().json().await.unwrap();
        calls[side][call].as_u64().unwrap_or_default()
    }

    /// The next received notice.
    pub async fn notice(&mut self) -> String {
        self.notices.recv().await.unwrap()
    }

    /// The next received form.
    pub async fn form(&mut self) -> BTreeMap<String, String> {
        form_urlencoded::parse(self.notice().await.as_bytes()).into_owned().collect()
    }

    /// Whether no notice was received.
    pub fn has_no_notice(&mut self) -> bool {
        self.notices.try_recv().is_err()
    }

    /// Calls WeChat Pay. `None` if there is no answer.
    pub async fn send_wechat(&self, method: &str, path: &str, body: &Value) -> Option<reqwest::Response> {
        let body = if body.is_null() { String::new() } else { body.to_string() };
        let at = self.clock.now_ms() / 1000;
        let text = format!("{method}\n{path}\n{at}\nnonce\n{body}\n");
        let authorization = format!(
            "WECHATPAY2-SHA256-RSA2048 mchid=\"{}\",nonce_str=\"nonce\",signature=\"{}\",timestamp=\"{at}\",\
             serial_no=\"{}\"",
            test_accounts::WECHAT_MCHID,
            sign(&wechat_key(), &text),
            test_accounts::WECHAT_CERTIFICATE_SERIAL
        );
        let url = format!("{}{path}", self.providers);
        let method = reqwest::Method::from_bytes(method.as_bytes()).unwrap();
        let request = self.http.request(method, url).header("authorization", authorization).body(body);
        request.send().await.ok()
    }

    /// Calls WeChat Pay and returns the status and the answer.
    pub async fn wechat(&self, method: &str, path: &str, body: Value) -> (u16, Value) {
        let answer = self.send_wechat(method, path, &body).await.unwrap();
        assert!(answer.headers().contains_key("wechatpay-signature"), "{path}");
        let status = answer.status().as_u16();
        (status, answer.json().await.unwrap_or_default())
    }

    /// Calls WeChat Pay and returns the status and the code.
    pub async fn wechat_code(&self, method: &str, path: &str, body: Value) -> (u16, String) {
        let (status, answer) = self.wechat(method, path, body).await;
        (status, answer["code"].as_str().unwrap_or_default().to_owned())
    }

    /// The body of an order at WeChat Pay.
    pub fn order(&self, reference: &str) -> Value {
        json!({
            "appid": test_accounts::WECHAT_APPID, "mchid": test_accounts::WECHAT_MCHID, "description": "票",
            "out_trade_no": reference, "notify_url": self.notify_url,
            "amount": { "total": 1234, "currency": "CNY" },
        })
    }

    /// Creates an order at WeChat Pay that can be paid with a code, and pays it.
    pub async fn pay_wechat(&mut self, reference: &str) {
        let order = self.order(reference);
        assert_eq!(self.wechat("POST", "/v3/pay/transactions/native", order).await.0, 200);
        self.control(&format!("pay/{reference}"), json!({})).await;
        self.notice().await;
    }

    /// The body of a refund at WeChat Pay.
    pub fn refund(&self, reference: &str, number: &str, fen: i64) -> Value {
        json!({
            "out_trade_no": reference, "out_refund_no": number, "notify_url": self.notify_url,
            "amount": { "refund": fen, "total": 1234, "currency": "CNY" },
        })
    }

    /// The signed parameters of a call to Alipay.
    pub fn alipay_parameters(&self, method: &str, content: &Value) -> String {
        let mut parameters: BTreeMap<String, String> = [
            ("app_id", test_accounts::ALIPAY_APP_ID.to_owned()),
            ("method", method.to_owned()),
            ("charset", "utf-8".to_owned()),
            ("sign_type", "RSA2".to_owned()),
            ("version", "1.0".to_owned()),
            ("notify_url", self.notify_url.clone()),
            ("biz_content", content.to_string()),
        ]
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value))
        .collect();
        if self.certificates {
            parameters.insert("app_cert_sn".into(), test_accounts::ALIPAY_APP_CERT_SN.into());
            parameters.insert("alipay_root_cert_sn".into(), test_accounts::ALIPAY_ROOT_CERT_SN.into());
        }
        let text: Vec<String> = parameters.iter().map(|(name, value)| format!("{name}={value}")).collect();
        parameters.insert("sign".into(), sign(&alipay_key(), &text.join("&")));
        Serializer::new(String::new()).extend_pairs(&parameters).finish()
    }

    /// Calls Alipay and returns the whole answer. `None` if there is no answer.
    pub async fn send_alipay(&self, method: &str, content: Value) -> Option<Value> {
        let url = format!("{}/gateway.do", self.providers);
        let request = self.http.post(url).body(self.alipay_parameters(method, &content));
        request.send().await.ok()?.json().await.ok()
    }

    /// Calls Alipay and returns the members of the answer.
    pub async fn alipay(&self, method: &str, content: Value) -> Value {
        let answer = self.send_alipay(method, content).await.unwrap();
        answer[format!("{}_response", method.replace('.', "_"))].clone()
    }

    /// What a client of Alipay's page gets.
    pub fn page(&self, content: &Value) -> Value {
        let order = self.alipay_parameters("alipay.trade.page.pay", content);
        json!({ "url": format!("{}/gateway.do?{order}", self.providers) })
    }

    /// Opens an order at Alipay and pays it.
    pub async fn pay_alipay(&mut self, reference: &str) {
        let opened = self.control("open", self.page(&trade(reference))).await;
        assert_eq!(opened["reference"], reference);
        self.control(&format!("pay/{reference}"), json!({})).await;
        self.notice().await;
    }
}

/// The content of an order at Alipay, which ends at 07:13:20.
pub fn trade(reference: &str) -> Value {
    json!({
        "out_trade_no": reference, "total_amount": "12.34", "subject": "票",
        "product_code": "FAST_INSTANT_TRADE_PAY", "time_expire": "2023-11-15 07:13:20",
        "seller_id": test_accounts::ALIPAY_SELLER_ID,
    })
}

pub fn wechat_key() -> RsaKeyPair {
    let der = PrivatePkcs1KeyDer::from_pem_slice(test_accounts::WECHAT_PRIVATE_KEY.as_bytes()).unwrap();
    RsaKeyPair::from_der(der.secret_pkcs1_der()).unwrap()
}

fn alipay_key() -> RsaKeyPair {
    let der = PrivatePkcs8KeyDer::from_pem_slice(test_accounts::ALIPAY_APP_PRIVATE_KEY.as_bytes()).unwrap();
    RsaKeyPair::from_pkcs8(der.secret_pkcs8_der()).unwrap()
}

pub fn sign(key: &RsaKeyPair, text: &str) -> String {
    let mut signature = vec![0; key.public().modulus_len()];
    key.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), text.as_bytes(), &mut signature).unwrap();
    STANDARD.encode(signature)
}
