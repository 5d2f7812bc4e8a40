//! WeChat Pay's API v3, as documented at `pay.weixin.qq.com/doc/v3/merchant/`.

mod answer;
pub mod app;
mod authorization;
mod bill_file;
mod bills;
pub mod codes;
mod complaints;
pub mod notice;
mod orders;
mod refunds;
mod trade;

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, Method, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use crate::gate::{self, host};
use crate::records::Records;
use crate::side::{Call, Side};
use crate::simulator::Simulator;
use crate::test_accounts::WECHAT_PUBLIC_KEY_ID;
use crate::wechat::answer::Answer;
use crate::wechat::authorization::is_genuine;
use crate::wechat::trade::{resource, signature_headers, signer};

/// A request whose signature was verified.
struct Request<'a> {
    method: &'a str,
    path: Vec<&'a str>,
    query: &'a str,
    host: &'a str,
    body: Value,
    by_public_key: bool,
}

pub async fn v3(
    State(simulator): State<Arc<Simulator>>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let path: Vec<&str> = uri.path().trim_start_matches("/v3/").split('/').collect();
    let call = call_of(method.as_str(), &path);
    if let Some(refusal) = gate::refuse(&simulator, Side::Wechat, Some(call)).await {
        return refusal;
    }
    if !is_genuine(&simulator, &method, &uri, &headers, &body) {
        let refusal = json!({ "code": "SIGN_ERROR", "message": "签名错误" }).to_string();
        return (StatusCode::UNAUTHORIZED, [("content-type", "application/json")], refusal).into_response();
    }
    let request = Request {
        method: method.as_str(),
        path,
        query: uri.query().unwrap_or_default(),
        host: host(&headers),
        body: serde_json::from_slice(&body).unwrap_or_default(),
        by_public_key: headers.get("wechatpay-serial").is_some_and(|id| id == WECHAT_PUBLIC_KEY_ID),
    };
    let (answer, rotations) = {
        let mut records = simulator.records.lock();
        let planned = records.faults.take_error(Side::Wechat, call);
        if planned.is_none() && call == Call::Download {
            // The answer of a download has no signature (下载账单).
            if let Ok(bytes) = bills::download(&simulator, &records, request.query) {
                drop(records);
                return gate::deliver(&simulator, Side::Wechat, call, bytes.into_response());
            }
        }
        let answer = match planned.and_then(|code| codes::find(call, &code)) {
            Some(refusal) => Err(refusal),
            None => answer(&simulator, &mut records, &request),
        };
        (answer, records.rotations)
    };
    let answer = signed(&simulator, rotations, request.by_public_key, answer);
    gate::deliver(&simulator, Side::Wechat, call, answer)
}

/// The call of a path.
fn call_of(method: &str, path: &[&str]) -> Call {
    match (method, path) {
        ("POST", ["pay", "transactions", "jsapi" | "app" | "h5" | "native"]) => Call::Create,
        ("GET", ["pay", "transactions", "out-trade-no", _]) => Call::Query,
        ("POST", ["pay", "transactions", "out-trade-no", _, "close"]) => Call::Close,
        ("POST", ["refund", "domestic", "refunds"]) => Call::Refund,
        ("GET", ["refund", "domestic", "refunds", _]) => Call::QueryRefund,
        ("GET", ["bill", "tradebill" | "fundflowbill"]) => Call::Bill,
        ("GET", ["billdownload", "file"]) => Call::Download,
        (_, ["merchant-service", ..]) => Call::Complaint,
        ("GET", ["certificates"]) => Call::Certificates,
        _ => Call::Other,
    }
}

fn answer(simulator: &Simulator, records: &mut Records, request: &Request<'_>) -> Answer {
    let body = &request.body;
    match (request.method, request.path.as_slice()) {
        ("POST", ["pay", "transactions", scene @ ("jsapi" | "app" | "h5" | "native")]) => {
            orders::create(simulator, records, scene, body, request.by_public_key)
        }
        ("GET", ["pay", "transactions", "out-trade-no", reference]) => {
            if request.query == format!("mchid={}", simulator.wechat.mchid) {
                orders::query(simulator, records, reference)
            } else {
                Err((400, "PARAM_ERROR"))
            }
        }
        ("POST", ["pay", "transactions", "out-trade-no", reference, "close"]) => {
            orders::close(simulator, records, reference, body)
        }
        ("POST", ["refund", "domestic", "refunds"]) => refunds::create(simulator, records, body),
        ("GET", ["refund", "domestic", "refunds", number]) => refunds::query(records, number),
        ("GET", ["bill", kind @ ("tradebill" | "fundflowbill")]) => {
            bills::create(simulator, records, kind, request.query, request.host)
        }
        ("GET", ["billdownload", "file"]) => Err((400, "INVALID_REQUEST")),
        ("GET", ["merchant-service", "complaints-v2", id]) => complaints::query(simulator, records, id),
        ("POST", ["merchant-service", "complaints-v2", id, action @ ("response" | "complete")]) => {
            complaints::act(simulator, records, id, action, body)
        }
        (method, ["merchant-service", "complaint-notifications"]) => {
            complaints::address(records, simulator, method, body)
        }
        ("GET", ["certificates"]) => certificates(simulator, records.rotations),
        _ => Err((404, "NOT_FOUND")),
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

fn signed(simulator: &Simulator, rotations: usize, by_public_key: bool, answer: Answer) -> Response {
    let (serial, signer) = signer(simulator, rotations, by_public_key);
    let (status, text) = match answer {
        Ok(Value::Null) => (204, String::new()),
        Ok(value) => (200, value.to_string()),
        Err((status, code)) => (status, json!({ "code": code, "message": "不行" }).to_string()),
    };
    let mut response = (StatusCode::from_u16(status).unwrap_or_default(), text.clone()).into_response();
    for (name, value) in signature_headers(simulator, serial, signer, &text) {
        if let Ok(value) = value.parse() {
            response.headers_mut().insert(name, value);
        }
    }
    response
}
