//! Alipay's gateway, as documented at `opendocs.alipay.com/open/270`.

mod answer;
mod bill_file;
pub mod bills;
pub mod cashier;
mod certificates;
pub mod codes;
mod complaints;
pub mod notice;
pub mod request;
pub mod trade;
mod trades;
mod zip;

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{RawQuery, State};
use axum::http::HeaderMap;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use serde_json::json;

use crate::alipay::answer::{Answer, BadRequest};
use crate::alipay::request::Request;
use crate::alipay::trade::Parameters;
use crate::gate::{self, host};
use crate::notice::Event;
use crate::notices;
use crate::records::Records;
use crate::side::{Call, Side};
use crate::simulator::Simulator;

pub async fn gateway(
    State(simulator): State<Arc<Simulator>>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let query = query.unwrap_or_default();
    let (in_url, in_body) = (form_urlencoded::parse(query.as_bytes()), form_urlencoded::parse(&body));
    let parameters: Parameters = in_url.into_owned().chain(in_body.into_owned()).collect();
    let call = call_of(parameters.get("method").map_or("", String::as_str));
    if let Some(refusal) = gate::refuse(&simulator, Side::Alipay, call).await {
        return refusal;
    }
    let request = match Request::read(&simulator, parameters) {
        Ok(request) => request,
        Err(BadRequest(sub_code)) => return unsigned(sub_code),
    };
    let Some(call) = call else {
        let mut records = simulator.records.lock();
        return match cashier::open(&simulator, &mut records, &request) {
            Ok(_) => "the payer is asked to pay".into_response(),
            Err((_, code)) => unsigned(code),
        };
    };
    if call == Call::Other {
        let is_missing = request.method.is_empty();
        return unsigned(if is_missing { "isv.missing-method" } else { "isv.invalid-method" });
    }
    let answer = {
        let mut records = simulator.records.lock();
        let planned = records.faults.take_error(Side::Alipay, call);
        match planned.and_then(|code| codes::find(call, &code)) {
            Some(code) => Err(code),
            None => answer(&simulator, &mut records, &request, host(&headers)),
        }
    };
    if let Ok(members) = &answer
        && members["fund_change"] == "Y"
    {
        let (simulator, event) = (Arc::clone(&simulator), Event::Refund(trades::refund_number(&request)));
        tokio::spawn(async move { notices::send(&simulator, event).await });
    }
    gate::deliver(&simulator, Side::Alipay, call, signed(&simulator, &request.method, answer))
}

/// The call of a method; `None` for a page that a payer opens.
fn call_of(method: &str) -> Option<Call> {
    Some(match method {
        "alipay.trade.page.pay" | "alipay.trade.wap.pay" | "alipay.trade.app.pay" => return None,
        "alipay.trade.precreate" => Call::Create,
        "alipay.trade.query" => Call::Query,
        "alipay.trade.close" => Call::Close,
        "alipay.trade.refund" => Call::Refund,
        "alipay.trade.fastpay.refund.query" => Call::QueryRefund,
        "alipay.data.dataservice.bill.downloadurl.query" => Call::Bill,
        "alipay.merchant.tradecomplain.query" => Call::Complaint,
        "alipay.open.app.alipaycert.download" => Call::Certificates,
        _ => Call::Other,
    })
}

fn answer(simulator: &Simulator, records: &mut Records, request: &Request, host: &str) -> Answer {
    match request.method.as_str() {
        "alipay.trade.precreate" => cashier::precreate(simulator, records, request),
        "alipay.trade.query" => trades::query(simulator, records, request),
        "alipay.trade.close" => trades::close(simulator, records, request),
        "alipay.trade.refund" => trades::refund(simulator, records, request),
        "alipay.trade.fastpay.refund.query" => trades::query_refund(records, request),
        "alipay.data.dataservice.bill.downloadurl.query" => bills::create(simulator, records, request, host),
        "alipay.open.app.alipaycert.download" => certificates::download(simulator, request),
        _ => complaints::query(records, request),
    }
}

fn signed(simulator: &Simulator, method: &str, answer: Answer) -> Response {
    let members = match answer {
        Ok(mut members) => {
            members["code"] = "10000".into();
            members["msg"] = "Success".into();
            members
        }
        Err(code) => {
            let (code, msg, sub_code) = codes::members(code);
            json!({ "code": code, "msg": msg, "sub_code": sub_code, "sub_msg": "不行" })
        }
    };
    let text = members.to_string();
    let sign = simulator.alipay_key.sign(text.as_bytes());
    let certificate = simulator.alipay.certificates.as_ref();
    let certificate = certificate.map_or_else(String::new, |certificates| {
        format!(r#""alipay_cert_sn":"{}","#, certificates.alipay_cert_sn)
    });
    let name = method.replace('.', "_");
    json_text(format!(r#"{{"{name}_response":{text},{certificate}"sign":"{sign}"}}"#))
}

fn unsigned(code: &'static str) -> Response {
    let (code, msg, sub_code) = codes::members(code);
    let answer = json!({ "code": code, "msg": msg, "sub_code": sub_code, "sub_msg": "不行" });
    json_text(json!({ "error_response": answer }).to_string())
}

fn json_text(text: String) -> Response {
    ([(CONTENT_TYPE, "application/json;charset=utf-8")], text).into_response()
}
