//! WeChat Pay: API v3 for merchants, as documented at `pay.weixin.qq.com/doc/v3/merchant/`.

mod certificates;
mod client;
mod notice;
mod orders;
mod resource;
mod signature;

use miaohui_kernel::{Clock, Rng, Secret};
use serde_json::{Value, json};

use crate::payment::Endpoint;
use crate::payment::provider::{
    Acknowledgement, Charge, Notice, PaymentState, Provider, ProviderError, ProviderSettingsError,
    RefundOrder, RefundState, Reply, Scene, Started, check_charge, refused,
};
use client::Client;

/// The production host.
pub const HOST: &str = "https://api.mch.weixin.qq.com";

/// The public key that WeChat Pay signs with for merchants without platform certificates.
#[derive(Clone, Debug)]
pub struct WechatPublicKey {
    /// Its number, which begins with `PUB_KEY_ID_`.
    pub id: String,
    /// The key, in PEM.
    pub pem: String,
}

/// On whose behalf, and with which keys.
#[derive(Clone, Debug)]
pub struct WechatSettings {
    /// The host, [`HOST`] in production.
    pub endpoint: Endpoint,
    /// The merchant's number.
    pub mchid: String,
    /// The official account or mini program that [`Scene::Jsapi`], [`Scene::H5`] and [`Scene::Native`] are paid with.
    pub appid: String,
    /// The mobile application that [`Scene::App`] is paid with; `appid` when it is missing.
    pub mobile_appid: Option<String>,
    /// Serial number of the merchant's API certificate, in hexadecimal digits.
    pub certificate_serial: String,
    /// The private key of that certificate (`apiclient_key.pem`).
    pub private_key: Secret,
    /// The APIv3 key, 32 bytes, which notices and certificates are encrypted with.
    pub api_v3_key: Secret,
    /// WeChat Pay's public key. Without it, platform certificates are fetched; with it, they still are when something
    /// is signed with one, as happens while a merchant changes over.
    pub public_key: Option<WechatPublicKey>,
    /// Where WeChat Pay sends notices: HTTPS, without a query.
    pub notify_url: String,
}

/// Payments with WeChat Pay: [`Scene::Jsapi`], [`Scene::App`], [`Scene::H5`] and [`Scene::Native`].
#[derive(Debug)]
pub struct WechatPay {
    client: Client,
    rng: Rng,
    appid: String,
    mobile_appid: String,
    notify_url: String,
}

impl WechatPay {
    /// A client with these settings. Does not connect yet.
    pub fn new(settings: &WechatSettings, clock: Clock, rng: Rng) -> Result<Self, ProviderSettingsError> {
        for (name, value) in [
            ("merchant's number", &settings.mchid),
            ("appid", &settings.appid),
            ("serial number of the merchant's certificate", &settings.certificate_serial),
            ("address for notices", &settings.notify_url),
        ] {
            if value.trim().is_empty() {
                return Err(ProviderSettingsError(format!("WeChat Pay: the {name} is missing")));
            }
        }
        Ok(Self {
            client: Client::new(settings, clock, rng.clone())?,
            rng,
            appid: settings.appid.clone(),
            mobile_appid: settings.mobile_appid.clone().unwrap_or_else(|| settings.appid.clone()),
            notify_url: settings.notify_url.clone(),
        })
    }

    /// Whether an order of ours was made with this app.
    fn has_app(&self, appid: &str) -> bool {
        appid == self.appid || appid == self.mobile_appid
    }

    async fn started(&self, charge: &Charge) -> Result<Value, ProviderError> {
        check_charge(charge)?;
        match &charge.scene {
            Scene::Jsapi { payer } => {
                let more = json!({ "payer": { "openid": payer } });
                let prepay = self.order("jsapi", &self.appid, charge, more, "prepay_id").await?;
                Ok(self.jsapi_parameters(&prepay))
            }
            Scene::App => {
                let prepay = self.order("app", &self.mobile_appid, charge, json!({}), "prepay_id").await?;
                Ok(self.app_parameters(&prepay))
            }
            Scene::H5 { address } => {
                let more =
                    json!({ "scene_info": { "payer_client_ip": address, "h5_info": { "type": "Wap" } } });
                let url = self.order("h5", &self.appid, charge, more, "h5_url").await?;
                Ok(json!({ "h5_url": url }))
            }
            Scene::Native => {
                let url = self.order("native", &self.appid, charge, json!({}), "code_url").await?;
                Ok(json!({ "code_url": url }))
            }
            Scene::Page | Scene::Wap => Err(refused(
                "SCENE",
                "WeChat Pay is paid with a code, in WeChat, in an app or through its H5 page",
            )),
        }
    }

    /// What `wx.requestPayment` takes (`/doc/v3/merchant/4012365339`, JSAPI调起支付签名).
    fn jsapi_parameters(&self, prepay: &str) -> Value {
        let (timestamp, nonce) = (self.client.timestamp(), self.rng.hex32());
        let package = format!("prepay_id={prepay}");
        let sign = self.client.key.sign(&format!("{}\n{timestamp}\n{nonce}\n{package}\n", self.appid));
        json!({
            "appId": self.appid, "timeStamp": timestamp, "nonceStr": nonce, "package": package, "signType": "RSA",
            "paySign": sign,
        })
    }

    /// What the app's library takes (APP调起支付签名).
    fn app_parameters(&self, prepay: &str) -> Value {
        let (timestamp, nonce) = (self.client.timestamp(), self.rng.hex32());
        let sign = self.client.key.sign(&format!("{}\n{timestamp}\n{nonce}\n{prepay}\n", self.mobile_appid));
        json!({
            "appid": self.mobile_appid, "partnerid": self.client.mchid, "prepayid": prepay, "package": "Sign=WXPay",
            "noncestr": nonce, "timestamp": timestamp, "sign": sign,
        })
    }
}

impl Provider for WechatPay {
    fn channel(&self) -> &'static str {
        "wechat"
    }

    /// The client gets the parameters of `wx.requestPayment` ([`Scene::Jsapi`]) or of the app's library
    /// ([`Scene::App`]), already signed; `h5_url` to open ([`Scene::H5`]); or `code_url` to draw ([`Scene::Native`]).
    fn start<'a>(&'a self, charge: &'a Charge) -> Reply<'a, Started> {
        Box::pin(async move { Ok(Started::Waiting { client: self.started(charge).await? }) })
    }

    fn query<'a>(&'a self, reference: &'a str) -> Reply<'a, PaymentState> {
        Box::pin(self.state(reference))
    }

    fn close<'a>(&'a self, reference: &'a str) -> Reply<'a, ()> {
        Box::pin(self.closed(reference))
    }

    fn refund<'a>(&'a self, order: &'a RefundOrder) -> Reply<'a, RefundState> {
        Box::pin(self.refunded(order))
    }

    fn query_refund<'a>(&'a self, order: &'a RefundOrder) -> Reply<'a, RefundState> {
        Box::pin(self.refund_state(order))
    }

    fn notice<'a>(&'a self, headers: &'a [(String, String)], body: &'a [u8]) -> Reply<'a, Notice> {
        Box::pin(async move {
            self.client.verify(headers, body).await?;
            notice::read(self, body)
        })
    }

    fn acknowledge(&self, taken: bool) -> Acknowledgement {
        let (status, body) = if taken {
            (200, r#"{"code":"SUCCESS"}"#)
        } else {
            (500, r#"{"code":"FAIL","message":"失败"}"#)
        };
        Acknowledgement { status, media_type: "application/json; charset=utf-8", body }
    }
}
