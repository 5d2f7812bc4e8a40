//! What WeChat checks when a payer opens a payment: 调起支付签名
//! (`pay.weixin.qq.com/doc/v3/merchant/4012365339` for JSAPI), and the end of what is opened.

use serde_json::Value;

use crate::open_error::OpenError;
use crate::order::{OrderState, PayerStep};
use crate::records::Records;
use crate::simulator::Simulator;

/// Opens what a client received: the parameters of `wx.requestPayment` or of an app's SDK,
/// `h5_url` or `code_url`. Returns the order's reference.
pub fn open(simulator: &Simulator, records: &mut Records, payment: &Value) -> Result<String, OpenError> {
    let text = |name: &str| payment[name].as_str().unwrap_or_default();
    let is_signed = |lines: [&str; 4], signature: &str| {
        simulator.merchant_key.verifies(format!("{}\n", lines.join("\n")).as_bytes(), signature)
    };
    let (app, scene, kind, issued) = if let Some(url) = payment["h5_url"].as_str() {
        // A merchant appends `redirect_url` (H5调起支付).
        (None, "h5", "h5_url", url.split('&').next().unwrap_or_default())
    } else if let Some(url) = payment["code_url"].as_str() {
        (None, "native", "code_url", url)
    } else if let Some(package) = text("package").strip_prefix("prepay_id=") {
        let lines = [text("appId"), text("timeStamp"), text("nonceStr"), text("package")];
        if text("signType") != "RSA" || !is_signed(lines, text("paySign")) {
            return Err(OpenError::Invalid);
        }
        (Some(text("appId")), "jsapi", "prepay_id", package)
    } else {
        let lines = [text("appid"), text("timestamp"), text("noncestr"), text("prepayid")];
        let is_ours = text("partnerid") == simulator.wechat.mchid && text("package") == "Sign=WXPay";
        if !is_ours || !is_signed(lines, text("sign")) {
            return Err(OpenError::Invalid);
        }
        (Some(text("appid")), "app", "prepay_id", text("prepayid"))
    };
    let now_ms = simulator.clock.now_ms();
    for order in records.orders.values_mut().filter(|order| order.scene == scene) {
        let found = order.payloads.iter().find(|payload| payload.kind == kind && payload.text == issued);
        let Some(payload) = found else { continue };
        if app.is_some_and(|app| app != order.app) {
            return Err(OpenError::Invalid);
        }
        if order.state != OrderState::Open {
            return Err(OpenError::NotOpen);
        }
        if now_ms >= payload.ends_at {
            return Err(OpenError::Over);
        }
        if order.step == PayerStep::Away {
            order.step = PayerStep::Opened;
        }
        return Ok(order.reference.clone());
    }
    Err(OpenError::Invalid)
}
