//! WeChat Pay's API v3, as documented at `pay.weixin.qq.com/doc/v3/merchant/`.

pub mod notice;
mod trade;

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, Method, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use miaohui_kernel::{Fen, MINUTE_MS};
use serde_json::{Value, json};

use crate::records::{self, Order, OrderState, Records, Refund, RefundError, RefundState, Side};
use crate::simulator::{Simulator, unix_ms};
use crate::test_accounts::WECHAT_PUBLIC_KEY_ID;
use crate::wechat::trade::{payment_members, refund_members, resource, signature_headers, signer};

/// The answer, or the status and the code of an error.
type Answer = Result<Value, (u16, &'static str)>;

pub async fn v3(
    State(simulator): State<Arc<Simulator>>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    if simulator.records.lock().is_out {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    }
    if !is_genuine(&simulator, &method, &uri, &headers, &body) {
        let refusal = json!({ "code": "SIGN_ERROR", "message": "签名错误" }).to_string();
        return (StatusCode::UNAUTHORIZED, [("content-type", "application/json")], refusal).into_response();
    }
    let body: Value = serde_json::from_slice(&body).unwrap_or_default();
    let by_public_key = headers.get("wechatpay-serial").is_some_and(|id| id == WECHAT_PUBLIC_KEY_ID);
    let path: Vec<&str> = uri.path().trim_start_matches("/v3/").split('/').collect();
    let mut records = simulator.records.lock();
    let answer = match (method.as_str(), path.as_slice()) {
        ("POST", ["pay", "transactions", kind @ ("jsapi" | "app" | "h5" | "native")]) => {
            create_order(&simulator, &mut records, kind, &body, by_public_key)
        }
        ("GET", ["pay", "transactions", "out-trade-no", reference]) => {
            if uri.query() == Some(&format!("mchid={}", simulator.wechat.mchid)) {
                query_order(&simulator, &mut records, reference)
            } else {
                Err((400, "PARAM_ERROR"))
            }
        }
        ("POST", ["pay", "transactions", "out-trade-no", reference, "close"]) => {
            close_order(&simulator, &mut records, reference, &body)
        }
        ("POST", ["refund", "domestic", "refunds"]) => refund_order(&simulator, &mut records, &body),
        ("GET", ["refund", "domestic", "refunds", number]) => match records.refunds.get(*number) {
            Some(refund) => Ok(refund_members(&records, refund, "status")),
            None => Err((404, "RESOURCE_NOT_EXISTS")),
        },
        ("GET", ["certificates"]) => certificates(&simulator, records.rotations),
        _ => Err((404, "NOT_FOUND")),
    };
    let (serial, signer) = signer(&simulator, records.rotations, by_public_key);
    let (status, text) = match answer {
        Ok(Value::Null) => (204, String::new()),
        Ok(value) => (200, value.to_string()),
        Err((status, code)) => (status, json!({ "code": code, "message": "不行" }).to_string()),
    };
    let mut response = (StatusCode::from_u16(status).unwrap_or_default(), text.clone()).into_response();
    for (name, value) in signature_headers(&simulator, serial, signer, &text) {
        if let Ok(value) = value.parse() {
            response.headers_mut().insert(name, value);
        }
    }
    response
}

/// Whether the merchant has signed this request recently.
fn is_genuine(simulator: &Simulator, method: &Method, uri: &Uri, headers: &HeaderMap, body: &[u8]) -> bool {
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
    at_ms.is_some_and(|at_ms| simulator.clock.now_ms().abs_diff(at_ms) <= 5 * MINUTE_MS as u64)
        && field("mchid") == simulator.wechat.mchid
        && field("serial_no") == simulator.wechat.certificate_serial
        && simulator.merchant_key.verifies(&text, field("signature"))
}

fn create_order(
    simulator: &Simulator,
    records: &mut Records,
    kind: &str,
    body: &Value,
    by_public_key: bool,
) -> Answer {
    let text = |name: &str| body[name].as_str().unwrap_or_default().to_owned();
    let (Some(fen), Some(expires_at)) = (amount(body, "total"), unix_ms(&text("time_expire"))) else {
        return Err((400, "PARAM_ERROR"));
    };
    if text("mchid") != simulator.wechat.mchid || !simulator.wechat.appids.contains(&text("appid")) {
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
        transaction: records::number(&simulator.rng),
        app: text("appid"),
        subject: text("description"),
        fen,
        paid_fen: Fen::ZERO,
        state: OrderState::Open,
        expires_at,
        notify_url: text("notify_url"),
        by_public_key,
    };
    let order = records.insert(order, simulator.clock.now_ms()).ok_or((403, "OUT_TRADE_NO_USED"))?;
    match order.state {
        OrderState::Paid => return Err((400, "ORDERPAID")),
        OrderState::Closed => return Err((400, "ORDER_CLOSED")),
        OrderState::Open => {}
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

fn query_order(simulator: &Simulator, records: &mut Records, reference: &str) -> Answer {
    let refunded = records.refunded_fen(reference);
    match records.order(Side::Wechat, reference, simulator.clock.now_ms()) {
        Some(order) => Ok(payment_members(simulator, order, refunded)),
        None => Err((404, "ORDER_NOT_EXIST")),
    }
}

fn close_order(simulator: &Simulator, records: &mut Records, reference: &str, body: &Value) -> Answer {
    if body["mchid"] != simulator.wechat.mchid.as_str() {
        return Err((400, "PARAM_ERROR"));
    }
    match records.order(Side::Wechat, reference, simulator.clock.now_ms()) {
        Some(order) if order.state == OrderState::Open => {
            order.state = OrderState::Closed;
            Ok(Value::Null)
        }
        Some(order) if order.state == OrderState::Paid => Err((400, "ORDERPAID")),
        Some(_) => Err((400, "ORDER_CLOSED")),
        None => Err((404, "ORDER_NOT_EXIST")),
    }
}

fn refund_order(simulator: &Simulator, records: &mut Records, body: &Value) -> Answer {
    let text = |name: &str| body[name].as_str().unwrap_or_default().to_owned();
    let (Some(fen), Some(of_fen)) = (amount(body, "refund"), amount(body, "total")) else {
        return Err((400, "PARAM_ERROR"));
    };
    let paid_fen = records.orders.get(&text("out_trade_no")).map(|order| order.paid_fen);
    if !fen.is_positive() || paid_fen.is_some_and(|paid_fen| paid_fen.is_positive() && paid_fen != of_fen) {
        return Err((400, "PARAM_ERROR"));
    }
    let new = Refund {
        reference: text("out_trade_no"),
        number: text("out_refund_no"),
        id: records::number(&simulator.rng),
        fen,
        state: RefundState::Working,
        notify_url: text("notify_url"),
    };
    match records.refund(Side::Wechat, new, simulator.clock.now_ms()) {
        Ok((refund, _)) => Ok(refund_members(records, &refund, "status")),
        Err(RefundError::NoOrder) => Err((404, "RESOURCE_NOT_EXISTS")),
        Err(RefundError::NotPaid | RefundError::TooMuch | RefundError::OtherAmount) => {
            Err((400, "INVALID_REQUEST"))
        }
    }
}

fn certificates(simulator: &Simulator, rotations: usize) -> Answer {
    let shown = simulator.certificates.iter().take(rotations + 1);
    let data: Option<Vec<Value>> = shown
        .map(|(serial, pem, _)| {
            Some(json!({
                "serial_no": serial,
                "effective_time": "2018-06-08T10:34:56+08:00",
                "expire_time": "2118-06-08T10:34:56+08:00",
                "encrypt_certificate": resource(simulator, "certificate", pem)?,
            }))
        })
        .collect();
    data.map(|data| json!({ "data": data })).ok_or((500, "SYSTEM_ERROR"))
}
