//! Alipay: the open platform's gateway (OpenAPI v2) in public key mode, as documented at
//! `opendocs.alipay.com/open/270` (page), `/203` (phone), `/204` (app) and `/common/02kf5q`
//! (signatures).

mod notice;
mod request;
mod response;

use std::collections::BTreeMap;

use miaohui_kernel::{Clock, Fen, Secret};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};
use ureq::http::Method;

use crate::payment::checks::{check_charge, check_reference, check_refund, cut};
use crate::payment::http::{Endpoint, Http};
use crate::payment::keys::{SigningKey, VerifyingKey};
use crate::payment::provider::{
    Acknowledgement, Charge, CloseState, Notice, Paid, PaymentState, Provider, ProviderError,
    ProviderSettingsError, RefundOrder, RefundState, Reply, Scene, Started, forged, refused,
};
use crate::payment::time::{beijing, unix_ms};

/// The production gateway.
pub const GATEWAY: &str = "https://openapi.alipay.com/gateway.do";

/// The longest subject and reason in bytes. The documents limit the characters, of which there are
/// never more.
const MAX_TEXT: usize = 256;

/// The settings of a merchant.
#[derive(Clone, Debug)]
pub struct AlipaySettings {
    /// The gateway, [`GATEWAY`] in production.
    pub endpoint: Endpoint,
    /// The application's id.
    pub app_id: String,
    /// The seller's id (PID), 16 digits that begin with 2088.
    pub seller_id: String,
    /// The application's private key: PEM or Base64, PKCS#8 or PKCS#1.
    pub app_private_key: Secret,
    /// Alipay's public key for this application (not the application's own): PEM or Base64.
    pub alipay_public_key: String,
    /// The URL for Alipay's notices.
    pub notify_url: String,
    /// The URL that the payer's browser opens afterwards.
    pub return_url: Option<String>,
}

/// Payments with Alipay: [`Scene::Page`], [`Scene::Wap`] and [`Scene::App`].
#[derive(Debug)]
pub struct Alipay {
    http: Http,
    gateway: String,
    app_id: String,
    seller_id: String,
    key: SigningKey,
    verifying_key: VerifyingKey,
    notify_url: String,
    return_url: Option<String>,
    clock: Clock,
}

/// The members of answers that are read.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct ResponseMembers {
    out_trade_no: String,
    trade_no: String,
    trade_status: String,
    total_amount: String,
    send_pay_date: String,
    fund_change: String,
    out_request_no: String,
    refund_amount: String,
    refund_status: String,
}

impl Alipay {
    /// Creates a client. It does not connect yet.
    pub fn new(settings: &AlipaySettings, clock: Clock) -> Result<Self, ProviderSettingsError> {
        for (name, value) in [
            ("application's number", &settings.app_id),
            ("seller's number", &settings.seller_id),
            ("address for notices", &settings.notify_url),
        ] {
            if value.trim().is_empty() {
                return Err(ProviderSettingsError(format!("Alipay: the {name} is missing")));
            }
        }
        Ok(Self {
            http: Http::new(&settings.endpoint)?,
            gateway: settings.endpoint.url.clone(),
            app_id: settings.app_id.clone(),
            seller_id: settings.seller_id.clone(),
            key: SigningKey::read("the application's private key", &settings.app_private_key)?,
            verifying_key: VerifyingKey::read("Alipay's public key", &settings.alipay_public_key)?,
            notify_url: settings.notify_url.clone(),
            return_url: settings.return_url.clone(),
            clock,
        })
    }

    /// The signed parameters with which the payer's client opens a payment.
    fn order(&self, charge: &Charge) -> Result<(&'static str, String), ProviderError> {
        check_charge(charge)?;
        let (method, product) = match charge.scene {
            Scene::Page => ("alipay.trade.page.pay", "FAST_INSTANT_TRADE_PAY"),
            Scene::Wap => ("alipay.trade.wap.pay", "QUICK_WAP_WAY"),
            Scene::App => ("alipay.trade.app.pay", "QUICK_MSECURITY_PAY"),
            Scene::Jsapi { .. } | Scene::Mini { .. } | Scene::H5 { .. } | Scene::Native => {
                return Err(refused("SCENE", "Alipay is paid on a page, in a phone's browser or in an app"));
            }
        };
        let mut content = json!({
            "out_trade_no": charge.reference,
            "total_amount": charge.fen.to_string(),
            "subject": without_reserved(&charge.subject),
            "product_code": product,
            "time_expire": beijing(charge.expires_at),
            "seller_id": self.seller_id,
        });
        let mut more = vec![("notify_url", self.notify_url.as_str())];
        let return_url = charge.return_url.as_ref().or(self.return_url.as_ref());
        if let (Some(url), Scene::Page | Scene::Wap) = (return_url, &charge.scene) {
            more.push(("return_url", url));
            if charge.scene == Scene::Wap {
                content["quit_url"] = url.as_str().into();
            }
        }
        Ok((method, request::encoded(&self.signed(method, &content, &more))))
    }

    fn signed(&self, method: &str, content: &Value, more: &[(&str, &str)]) -> BTreeMap<String, String> {
        let now = beijing(self.clock.now_ms());
        request::signed(&self.key, &self.app_id, method, &now, content, more)
    }

    /// Calls a method of the gateway and verifies the answer's signature.
    async fn call<T: DeserializeOwned>(&self, method: &str, content: Value) -> Result<T, ProviderError> {
        let mut parameters = self.signed(method, &content, &[]);
        // Like Alipay's SDK: the protocol's parameters are in the URL, the content is in the body.
        let body = parameters.remove_entry("biz_content").into_iter().collect();
        let url = format!("{}?{}", self.gateway, request::encoded(&parameters));
        let kind = vec![("content-type", "application/x-www-form-urlencoded;charset=utf-8".into())];
        let answer = self.http.send(Method::POST, url, kind, request::encoded(&body).into_bytes()).await?;
        if answer.status != 200 {
            return Err(ProviderError::Unreachable(format!("Alipay answered with status {}", answer.status)));
        }
        response::read(&self.verifying_key, method, &answer.body)
    }

    /// Calls a method for the payment `reference`; `None` if Alipay does not know the payment.
    async fn call_for(
        &self,
        method: &str,
        reference: &str,
        mut content: Map<String, Value>,
    ) -> Result<Option<ResponseMembers>, ProviderError> {
        check_reference(reference)?;
        content.insert("out_trade_no".into(), reference.into());
        match self.call::<ResponseMembers>(method, content.into()).await {
            Ok(trade) if trade.out_trade_no == reference => Ok(Some(trade)),
            Ok(_) => Err(forged("the answer is about another payment")),
            Err(ProviderError::Refused { code, .. }) if code == "ACQ.TRADE_NOT_EXIST" => Ok(None),
            Err(error) => Err(error),
        }
    }

    async fn query_trade(&self, reference: &str) -> Result<PaymentState, ProviderError> {
        let Some(trade) = self.call_for("alipay.trade.query", reference, Map::new()).await? else {
            return Ok(PaymentState::Unknown);
        };
        match trade.trade_status.as_str() {
            "WAIT_BUYER_PAY" => Ok(PaymentState::Waiting),
            // A payment that was refunded in full is closed too, but has the time of its payment.
            "TRADE_CLOSED" if trade.send_pay_date.is_empty() => Ok(PaymentState::Closed),
            status @ ("TRADE_CLOSED" | "TRADE_SUCCESS" | "TRADE_FINISHED") => {
                let fen = Fen::parse_yuan(&trade.total_amount)
                    .ok_or_else(|| forged("the amount is not in yuan"))?;
                let (at, is_refunded) = (unix_ms(&trade.send_pay_date), status == "TRADE_CLOSED");
                Ok(PaymentState::Paid(Paid { transaction: trade.trade_no, fen, at, is_refunded }))
            }
            status => Err(forged(format!("there is no trade status {status:?}"))),
        }
    }

    async fn close_trade(&self, reference: &str) -> Result<CloseState, ProviderError> {
        match self.call_for("alipay.trade.close", reference, Map::new()).await {
            Ok(Some(_)) => Ok(CloseState::Closed),
            Ok(None) => Ok(CloseState::Unknown),
            Err(no @ ProviderError::Refused { .. }) => match self.query_trade(reference).await? {
                PaymentState::Closed => Ok(CloseState::Closed),
                PaymentState::Unknown => Ok(CloseState::Unknown),
                PaymentState::Paid(_) => Ok(CloseState::Paid),
                PaymentState::Waiting => Err(no),
            },
            Err(error) => Err(error),
        }
    }

    async fn make_refund(&self, order: &RefundOrder) -> Result<RefundState, ProviderError> {
        check_refund(order)?;
        let mut content = Map::new();
        content.insert("refund_amount".into(), order.fen.to_string().into());
        content.insert("out_request_no".into(), order.refund.clone().into());
        content.insert("refund_reason".into(), without_reserved(&order.reason).into());
        let Some(trade) = self.call_for("alipay.trade.refund", &order.reference, content).await? else {
            return Err(refused("ACQ.TRADE_NOT_EXIST", "there is no such payment"));
        };
        if trade.fund_change == "Y" {
            return Ok(RefundState::Done);
        }
        // No money moved in this call. An earlier call with this number may have moved it, or it is
        // pending.
        match self.query_refund_state(order).await? {
            RefundState::Unknown => Ok(RefundState::Working),
            state => Ok(state),
        }
    }

    async fn query_refund_state(&self, order: &RefundOrder) -> Result<RefundState, ProviderError> {
        check_refund(order)?;
        let mut content = Map::new();
        content.insert("out_request_no".into(), order.refund.clone().into());
        let found = self.call_for("alipay.trade.fastpay.refund.query", &order.reference, content).await?;
        match found {
            Some(trade) if trade.refund_status == "REFUND_SUCCESS" => {
                if trade.out_request_no != order.refund
                    || Fen::parse_yuan(&trade.refund_amount) != Some(order.fen)
                {
                    return Err(forged("the answer is about another refund"));
                }
                Ok(RefundState::Done)
            }
            // By the documents, a refund without a status was not made and can be requested again
            // with its number.
            _ => Ok(RefundState::Unknown),
        }
    }
}

/// Replaces the characters that the documents forbid in texts: `/`, `=` and `&`.
///
/// With `=` and `&` a user who names things could also make a notice whose signature fits other
/// parameters.
fn without_reserved(text: &str) -> String {
    cut(&text.replace('/', "／").replace('=', "＝").replace('&', "＆"), MAX_TEXT).to_owned()
}

impl Provider for Alipay {
    fn channel(&self) -> &'static str {
        "alipay"
    }

    /// Makes no call. The client gets `url` to open ([`Scene::Page`], [`Scene::Wap`]), or `order`,
    /// the string for the SDK ([`Scene::App`]).
    fn start<'a>(&'a self, charge: &'a Charge) -> Reply<'a, Started> {
        Box::pin(async move {
            let (method, order) = self.order(charge)?;
            let client = match method {
                "alipay.trade.app.pay" => json!({ "order": order }),
                _ => json!({ "url": format!("{}?{order}", self.gateway) }),
            };
            Ok(Started::Waiting { client, valid_until: charge.expires_at })
        })
    }

    fn query<'a>(&'a self, reference: &'a str) -> Reply<'a, PaymentState> {
        Box::pin(self.query_trade(reference))
    }

    fn close<'a>(&'a self, reference: &'a str) -> Reply<'a, CloseState> {
        Box::pin(self.close_trade(reference))
    }

    fn refund<'a>(&'a self, order: &'a RefundOrder) -> Reply<'a, RefundState> {
        Box::pin(self.make_refund(order))
    }

    fn query_refund<'a>(&'a self, order: &'a RefundOrder) -> Reply<'a, RefundState> {
        Box::pin(self.query_refund_state(order))
    }

    fn notice<'a>(&'a self, _: &'a [(String, String)], body: &'a [u8]) -> Reply<'a, Notice> {
        Box::pin(async move { notice::read(&self.verifying_key, &self.app_id, &self.seller_id, body) })
    }

    fn acknowledge(&self, is_recorded: bool) -> Acknowledgement {
        let body = if is_recorded { "success" } else { "fail" };
        Acknowledgement { status: 200, media_type: "text/plain; charset=utf-8", body }
    }
}
