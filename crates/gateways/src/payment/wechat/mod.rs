//! WeChat Pay's API v3 for merchants, as documented at `pay.weixin.qq.com/doc/v3/merchant/`.

mod bill_file;
mod bills;
mod certificates;
mod client;
mod codes;
mod complaints;
mod hosts;
mod merchant;
mod notice;
mod orders;
mod resource;
mod settings;
mod signature;

pub use codes::CODES;
pub use settings::{WechatPublicKey, WechatSettings};

use miaohui_kernel::{Clock, HOUR_MS, MINUTE_MS, Rng};
use serde_json::{Value, json};

use crate::payment::bill::{Bill, BillDay, BillKind};
use crate::payment::checks::check_charge;
use crate::payment::provider::{
    Acknowledgement, CertificateEnd, Charge, CloseState, Notice, PaymentState, Provider, ProviderError,
    ProviderSettingsError, RefundOrder, RefundState, Reply, Scene, Started, refused,
};
use client::Client;
use merchant::Merchant;
use notice::Content;

/// The production host.
pub const HOST: &str = "https://api.mch.weixin.qq.com";
/// The second production host.
pub const SECOND_HOST: &str = "https://api2.mch.weixin.qq.com";

/// How long an `h5_url` can be opened: `/doc/v3/merchant/4012791834` (H5下单).
const H5_URL_MS: i64 = 5 * MINUTE_MS;
/// How long a `prepay_id` and a `code_url` can be used: `/doc/v3/merchant/4012791856`
/// (JSAPI/小程序下单).
const PREPAY_MS: i64 = 2 * HOUR_MS;

/// Payments with WeChat Pay: [`Scene::Jsapi`], [`Scene::Mini`], [`Scene::App`], [`Scene::H5`] and
/// [`Scene::Native`].
#[derive(Debug)]
pub struct WechatPay {
    merchant: Merchant,
    clock: Clock,
    rng: Rng,
}

impl WechatPay {
    /// Creates a client. It does not connect yet.
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
        let merchant = Merchant {
            client: Client::new(settings, clock.clone(), rng.clone())?,
            appid: settings.appid.clone(),
            mini_appid: settings.mini_appid.clone().unwrap_or_else(|| settings.appid.clone()),
            mobile_appid: settings.mobile_appid.clone().unwrap_or_else(|| settings.appid.clone()),
            notify_url: settings.notify_url.clone(),
            bill_bytes: settings.bill_bytes,
        };
        Ok(Self { merchant, clock, rng })
    }

    async fn client_parameters(&self, charge: &Charge) -> Result<Value, ProviderError> {
        check_charge(charge)?;
        match &charge.scene {
            Scene::Jsapi { payer } | Scene::Mini { payer } => {
                let more = json!({ "payer": { "openid": payer } });
                let prepay = self.merchant.create_order("jsapi", charge, more, "prepay_id").await?;
                Ok(self.jsapi_parameters(self.merchant.app_for(&charge.scene), &prepay))
            }
            Scene::App => {
                let prepay = self.merchant.create_order("app", charge, json!({}), "prepay_id").await?;
                Ok(self.app_parameters(self.merchant.app_for(&charge.scene), &prepay))
            }
            Scene::H5 { address } => {
                let more =
                    json!({ "scene_info": { "payer_client_ip": address, "h5_info": { "type": "Wap" } } });
                let url = self.merchant.create_order("h5", charge, more, "h5_url").await?;
                Ok(json!({ "h5_url": url }))
            }
            Scene::Native => {
                let url = self.merchant.create_order("native", charge, json!({}), "code_url").await?;
                Ok(json!({ "code_url": url }))
            }
            Scene::Page | Scene::Wap => {
                Err(refused("SCENE", "微信支付只能扫码、在微信内、在 App 内或通过 H5 页面支付"))
            }
        }
    }

    /// The parameters of `wx.requestPayment` (`/doc/v3/merchant/4012365339`, JSAPI调起支付签名).
    fn jsapi_parameters(&self, appid: &str, prepay: &str) -> Value {
        let (timestamp, nonce) = (self.merchant.client.timestamp(), self.rng.hex32());
        let package = format!("prepay_id={prepay}");
        let sign = self.merchant.client.key.sign(&format!("{appid}\n{timestamp}\n{nonce}\n{package}\n"));
        json!({
            "appId": appid, "timeStamp": timestamp, "nonceStr": nonce, "package": package, "signType": "RSA",
            "paySign": sign,
        })
    }

    /// The parameters of the app's SDK (APP调起支付签名).
    fn app_parameters(&self, appid: &str, prepay: &str) -> Value {
        let (timestamp, nonce) = (self.merchant.client.timestamp(), self.rng.hex32());
        let sign = self.merchant.client.key.sign(&format!("{appid}\n{timestamp}\n{nonce}\n{prepay}\n"));
        json!({
            "appid": appid, "partnerid": self.merchant.client.mchid, "prepayid": prepay, "package": "Sign=WXPay",
            "noncestr": nonce, "timestamp": timestamp, "sign": sign,
        })
    }
}

impl Provider for WechatPay {
    fn channel(&self) -> &'static str {
        "wechat"
    }

    /// The client gets the signed parameters of `wx.requestPayment` ([`Scene::Jsapi`],
    /// [`Scene::Mini`]) or of the app's SDK ([`Scene::App`]), `h5_url` to open ([`Scene::H5`]), or
    /// `code_url` for a QR code ([`Scene::Native`]).
    fn start<'a>(&'a self, charge: &'a Charge) -> Reply<'a, Started> {
        Box::pin(async move {
            let lives_ms = if matches!(charge.scene, Scene::H5 { .. }) { H5_URL_MS } else { PREPAY_MS };
            // The parameters are at least as old as the call.
            let valid_until = charge.expires_at.min(self.clock.now_ms() + lives_ms);
            Ok(Started::Waiting { client: self.client_parameters(charge).await?, valid_until })
        })
    }

    fn query<'a>(&'a self, reference: &'a str) -> Reply<'a, PaymentState> {
        Box::pin(self.merchant.query(reference))
    }

    fn close<'a>(&'a self, reference: &'a str) -> Reply<'a, CloseState> {
        Box::pin(self.merchant.close(reference))
    }

    fn refund<'a>(&'a self, order: &'a RefundOrder) -> Reply<'a, RefundState> {
        Box::pin(self.merchant.refund(order))
    }

    fn query_refund<'a>(&'a self, order: &'a RefundOrder) -> Reply<'a, RefundState> {
        Box::pin(self.merchant.query_refund(order))
    }

    fn notice<'a>(&'a self, headers: &'a [(String, String)], body: &'a [u8]) -> Reply<'a, Notice> {
        Box::pin(async move {
            self.merchant.client.verify(headers, body).await?;
            match notice::read(&self.merchant, body)? {
                Content::Notice(notice) => Ok(notice),
                Content::Complaint(number) => Ok(Notice::Dispute(self.merchant.complaint(&number).await?)),
            }
        })
    }

    fn bill(&self, day: BillDay, kind: BillKind) -> Reply<'_, Option<Bill>> {
        Box::pin(self.merchant.bill(day, kind))
    }

    fn certificate_ends(&self) -> Vec<CertificateEnd> {
        let end = self.merchant.client.certificates_end();
        end.map(|ends_at| CertificateEnd { name: "wechat platform", ends_at }).into_iter().collect()
    }

    fn acknowledge(&self, is_recorded: bool) -> Acknowledgement {
        let (status, body) = if is_recorded {
            (200, r#"{"code":"SUCCESS"}"#)
        } else {
            (500, r#"{"code":"FAIL","message":"失败"}"#)
        };
        Acknowledgement { status, media_type: "application/json; charset=utf-8", body }
    }
}
