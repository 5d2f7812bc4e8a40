//! WeChat Pay's API v3, as documented at `pay.weixin.qq.com/doc/v3/merchant/`.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, Method, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use miaohui_kernel::{Fen, MINUTE_MS};
use serde_json::{Value, json};

use crate::desk::{Desk, unix_ms};
use crate::keys::{Signer, encrypted};
use crate::ledger::{self, Ledger, NoRefund, Order, Refund, Refunded, Side};
use crate::notices::Notice;
use crate::test_accounts::WECHAT_PUBLIC_KEY_ID;

/// An answer, or status and code of a refusal.
type Answer = Result<Value, (u16, &'static str)>;

pub async fn v3(
    State(desk): State<Arc<Desk>>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    if desk.ledger.lock().is_out {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    }
    if !is_genuine(&desk, &method, &uri, &headers, &body) {
        let refusal = json!({ "code": "SIGN_ERROR", "message": "签名错误" }).to_string();
        return (StatusCode::UNAUTHORIZED, [("content-type", "application/json")], refusal).into_response();
    }
    let body: Value = serde_json::from_slice(&body).unwrap_or_default();
    let by_public_key = headers.get("wechatpay-serial").is_some_and(|id| id == WECHAT_PUBLIC_KEY_ID);
    let path: Vec<&str> = uri.path().trim_start_matches("/v3/").split('/').collect();
    let mut ledger = desk.ledger.lock();
    let answer = match (method.as_str(), path.as_slice()) {
        ("POST", ["pay", "transactions", kind @ ("jsapi" | "app" | "h5" | "native")]) => {
            ordered(&desk, &mut ledger, kind, &body, by_public_key)
        }
        ("GET", ["pay", "transactions", "out-trade-no", reference]) => {
            if uri.query() == Some(&format!("mchid={}", desk.wechat.mchid)) {
                queried(&desk, &mut ledger, reference)
            } else {
                Err((400, "PARAM_ERROR"))
            }
        }
        ("POST", ["pay", "transactions", "out-trade-no", reference, "close"]) => {
            closed(&desk, &mut ledger, reference, &body)
        }
        ("POST", ["refund", "domestic", "refunds"]) => refunded(&desk, &mut ledger, &body),
        ("GET", ["refund", "domestic", "refunds", number]) => match ledger.refunds.get(*number) {
            Some(refund) => Ok(refund_told(&ledger, refund, "status")),
            None => Err((404, "RESOURCE_NOT_EXISTS")),
        },
        ("GET", ["certificates"]) => certificates(&desk, ledger.rotations),
        _ => Err((404, "NOT_FOUND")),
    };
    let (serial, signer) = signer(&desk, ledger.rotations, by_public_key);
    let (status, text) = match answer {
        Ok(Value::Null) => (204, String::new()),
        Ok(value) => (200, value.to_string()),
        Err((status, code)) => (status, json!({ "code": code, "message": "不行" }).to_string()),
    };
    let mut response = (StatusCode::from_u16(status).unwrap_or_default(), text.clone()).into_response();
    for (name, value) in vouched(&desk, serial, signer, &text) {
        if let Ok(value) = value.parse() {
            response.headers_mut().insert(name, value);
        }
    }
    response
}

/// Whether the merchant signed this request, not long ago.
fn is_genuine(desk: &Desk, method: &Method, uri: &Uri, headers: &HeaderMap, body: &[u8]) -> bool {
    let header = headers.get("authorization").and_then(|value| value.to_str().ok()).unwrap_or_default();
    let Some(fields) = header.strip_prefix("WECHATPAY2-SHA256-RSA2048 ") else { return false };
    let field = |name: &str| {
        let of_it = |pair: &&str| pair.split_once('=').is_some_and(|(key, _)| key == name);
        let value = fields.split(',').find(of_it).and_then(|pair| pair.split_once('='));
        value.map_or("", |(_, value)| value.trim_matches('"'))
    };
    let path = uri.path_and_query().map_or("", |path| path.as_str());
    let mut text = format!("{method}\n{path}\n{}\n{}\n", field("timestamp"), field("nonce_str")).into_bytes();
    text.extend_from_slice(body);
    text.push(b'\n');
    let at_ms = field("timestamp").parse::<i64>().ok().and_then(|seconds| seconds.checked_mul(1000));
    at_ms.is_some_and(|at_ms| desk.clock.now_ms().abs_diff(at_ms) <= 5 * MINUTE_MS as u64)
        && field("mchid") == desk.wechat.mchid
        && field("serial_no") == desk.wechat.certificate_serial
        && desk.merchant_key.verifies(&text, field("signature"))
}

fn ordered(desk: &Desk, ledger: &mut Ledger, kind: &str, body: &Value, by_public_key: bool) -> Answer {
    let text = |name: &str| body[name].as_str().unwrap_or_default().to_owned();
    let (Some(fen), Some(expires_at)) = (amount(body, "total"), unix_ms(&text("time_expire"))) else {
        return Err((400, "PARAM_ERROR"));
    };
    if text("mchid") != desk.wechat.mchid || !desk.wechat.appids.contains(&text("appid")) {
        return Err((400, "APPID_MCHID_NOT_MATCH"));
    }
    let lacks = match kind {
        "jsapi" => body["payer"]["openid"].as_str().is_none_or(str::is_empty),
        "h5" => body["scene_info"]["payer_client_ip"].as_str().is_none_or(str::is_empty),
        _ => false,
    };
    if lacks
        || !fen.is_positive()
        || text("description").is_empty()
        || !(6..=32).contains(&text("out_trade_no").len())
    {
        return Err((400, "PARAM_ERROR"));
    }
    let order = Order {
        side: Side::Wechat,
        reference: text("out_trade_no"),
        transaction: ledger::number(&desk.rng),
        app: text("appid"),
        subject: text("description"),
        fen,
        paid_fen: Fen::ZERO,
        state: ledger::State::Open,
        expires_at,
        notify_url: text("notify_url"),
        by_public_key,
    };
    let order = ledger.enter(order, desk.clock.now_ms()).ok_or((403, "OUT_TRADE_NO_USED"))?;
    match order.state {
        ledger::State::Paid => return Err((400, "ORDERPAID")),
        ledger::State::Closed => return Err((400, "ORDER_CLOSED")),
        ledger::State::Open => {}
    }
    let id = &order.transaction;
    Ok(match kind {
        "h5" => {
            json!({ "h5_url": format!("https://wx.tenpay.com/cgi-bin/mmpayweb-bin/checkmweb?prepay_id=wx{id}") })
        }
        "native" => json!({ "code_url": format!("weixin://wxpay/bizpayurl?pr={id}") }),
        _ => json!({ "prepay_id": format!("wx{id}") }),
    })
}

/// A member of the amount of an order or a refund.
fn amount(body: &Value, name: &str) -> Option<Fen> {
    body["amount"][name].as_i64().map(Fen)
}

fn queried(desk: &Desk, ledger: &mut Ledger, reference: &str) -> Answer {
    let gone = ledger.refunded_fen(reference);
    match ledger.order(Side::Wechat, reference, desk.clock.now_ms()) {
        Some(order) => Ok(told(desk, order, gone)),
        None => Err((404, "ORDER_NOT_EXIST")),
    }
}

/// A payment as queries and notices tell it.
fn told(desk: &Desk, order: &Order, refunded_fen: Fen) -> Value {
    let mut members =
        json!({ "appid": order.app, "mchid": desk.wechat.mchid, "out_trade_no": order.reference });
    members["trade_state"] = match order.state {
        ledger::State::Open => "NOTPAY",
        ledger::State::Paid if refunded_fen.is_positive() => "REFUND",
        ledger::State::Paid => "SUCCESS",
        ledger::State::Closed => "CLOSED",
    }
    .into();
    if order.state == ledger::State::Paid {
        members["transaction_id"] = order.transaction.clone().into();
        members["success_time"] = desk.rfc3339().into();
        members["amount"] = json!({ "total": order.paid_fen, "payer_total": order.paid_fen, "currency": "CNY", "payer_currency": "CNY" });
    }
    members
}

fn closed(desk: &Desk, ledger: &mut Ledger, reference: &str, body: &Value) -> Answer {
    if body["mchid"] != desk.wechat.mchid.as_str() {
        return Err((400, "PARAM_ERROR"));
    }
    match ledger.order(Side::Wechat, reference, desk.clock.now_ms()) {
        Some(order) if order.state == ledger::State::Open => {
            order.state = ledger::State::Closed;
            Ok(Value::Null)
        }
        Some(order) if order.state == ledger::State::Paid => Err((400, "ORDERPAID")),
        Some(_) => Err((400, "ORDER_CLOSED")),
        None => Err((404, "ORDER_NOT_EXIST")),
    }
}

fn refunded(desk: &Desk, ledger: &mut Ledger, body: &Value) -> Answer {
    let text = |name: &str| body[name].as_str().unwrap_or_default().to_owned();
    let (Some(fen), Some(of_fen)) = (amount(body, "refund"), amount(body, "total")) else {
        return Err((400, "PARAM_ERROR"));
    };
    let paid_fen = ledger.orders.get(&text("out_trade_no")).map(|order| order.paid_fen);
    if !fen.is_positive() || paid_fen.is_some_and(|paid_fen| paid_fen.is_positive() && paid_fen != of_fen) {
        return Err((400, "PARAM_ERROR"));
    }
    let wanted = Refund {
        reference: text("out_trade_no"),
        number: text("out_refund_no"),
        id: ledger::number(&desk.rng),
        fen,
        state: Refunded::Working,
        notify_url: text("notify_url"),
    };
    match ledger.refund(Side::Wechat, wanted, desk.clock.now_ms()) {
        Ok((refund, _)) => Ok(refund_told(ledger, &refund, "status")),
        Err(NoRefund::NoOrder) => Err((404, "RESOURCE_NOT_EXISTS")),
        Err(NoRefund::NotPaid | NoRefund::TooMuch | NoRefund::OtherAmount) => Err((400, "INVALID_REQUEST")),
    }
}

/// A refund as queries (`status`) and notices (`refund_status`) tell it.
fn refund_told(ledger: &Ledger, refund: &Refund, status: &str) -> Value {
    let order = ledger.orders.get(&refund.reference);
    let total = order.map_or(Fen::ZERO, |order| order.paid_fen);
    let mut members = json!({
        "refund_id": refund.id, "out_refund_no": refund.number, "out_trade_no": refund.reference,
        "transaction_id": order.map(|order| order.transaction.clone()),
        "amount": { "total": total, "refund": refund.fen, "payer_total": total, "payer_refund": refund.fen },
    });
    members[status] = match refund.state {
        Refunded::Working => "PROCESSING",
        Refunded::Done => "SUCCESS",
        Refunded::Failed => "ABNORMAL",
    }
    .into();
    members
}

fn certificates(desk: &Desk, rotations: usize) -> Answer {
    let shown = desk.certificates.iter().take(rotations + 1);
    let data: Option<Vec<Value>> = shown
        .map(|(serial, pem, _)| {
            Some(json!({
                "serial_no": serial,
                "effective_time": "2018-06-08T10:34:56+08:00",
                "expire_time": "2118-06-08T10:34:56+08:00",
                "encrypt_certificate": resource(desk, "certificate", pem)?,
            }))
        })
        .collect();
    data.map(|data| json!({ "data": data })).ok_or((500, "SYSTEM_ERROR"))
}

fn resource(desk: &Desk, associated_data: &str, text: &str) -> Option<Value> {
    let nonce = &desk.rng.hex32()[..12];
    let key = desk.wechat.api_v3_key.expose().as_bytes();
    let ciphertext = encrypted(key, nonce, associated_data, text.as_bytes())?;
    Some(json!({
        "algorithm": "AEAD_AES_256_GCM", "ciphertext": ciphertext, "nonce": nonce,
        "associated_data": associated_data,
    }))
}

fn signer(desk: &Desk, rotations: usize, by_public_key: bool) -> (&'static str, &Signer) {
    if by_public_key {
        return (WECHAT_PUBLIC_KEY_ID, &desk.public_key);
    }
    let (serial, _, signer) = &desk.certificates[rotations.min(desk.certificates.len() - 1)];
    (serial, signer)
}

/// The headers that vouch for `body`.
fn vouched(desk: &Desk, serial: &str, signer: &Signer, body: &str) -> Vec<(&'static str, String)> {
    let (timestamp, nonce) = ((desk.clock.now_ms() / 1000).to_string(), desk.rng.hex32());
    let signature = signer.sign(format!("{timestamp}\n{nonce}\n{body}\n").as_bytes());
    vec![
        ("content-type", "application/json; charset=utf-8".into()),
        ("wechatpay-serial", serial.into()),
        ("wechatpay-signature-type", "WECHATPAY2-SHA256-RSA2048".into()),
        ("wechatpay-timestamp", timestamp),
        ("wechatpay-nonce", nonce),
        ("wechatpay-signature", signature),
    ]
}

/// The notice about an order, or about a refund of it.
pub fn notice(
    desk: &Desk,
    ledger: &Ledger,
    order: &Order,
    refund: Option<&Refund>,
    forge: bool,
) -> Option<Notice> {
    let (kind, event, content, url) = match refund {
        None => ("transaction", "TRANSACTION.SUCCESS", told(desk, order, Fen::ZERO), &order.notify_url),
        Some(refund) => {
            let mut content = refund_told(ledger, refund, "refund_status");
            content["mchid"] = desk.wechat.mchid.clone().into();
            let event = if refund.state == Refunded::Done { "REFUND.SUCCESS" } else { "REFUND.ABNORMAL" };
            ("refund", event, content, &refund.notify_url)
        }
    };
    let mut resource = resource(desk, kind, &content.to_string())?;
    resource["original_type"] = kind.into();
    let body = json!({
        "id": desk.rng.uuid(), "create_time": desk.rfc3339(), "event_type": event, "summary": "通知",
        "resource_type": "encrypt-resource", "resource": resource,
    })
    .to_string();
    let (serial, signer) = signer(desk, ledger.rotations, order.by_public_key);
    let signed = if forge { format!("{body}0") } else { body.clone() };
    Some(Notice { url: url.clone(), headers: vouched(desk, serial, signer, &signed), body })
}
