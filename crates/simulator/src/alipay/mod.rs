//! Alipay's gateway, as documented at `opendocs.alipay.com/open/270`.

pub mod notice;
mod trade;

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use miaohui_kernel::Fen;
use serde_json::{Value, json};

use crate::alipay::trade::{Parameters, joined, status};
use crate::notices;
use crate::records::{self, Event, Order, OrderState, Records, Refund, RefundError, RefundState, Side};
use crate::simulator::{Simulator, unix_ms};

/// The members of an answer, or the code of an error.
type Answer = Result<Value, &'static str>;

pub async fn gateway(
    State(simulator): State<Arc<Simulator>>,
    RawQuery(query): RawQuery,
    body: Bytes,
) -> Response {
    if simulator.records.lock().is_out {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    }
    let query = query.unwrap_or_default();
    let (in_url, in_body) = (form_urlencoded::parse(query.as_bytes()), form_urlencoded::parse(&body));
    let mut parameters: Parameters = in_url.into_owned().chain(in_body.into_owned()).collect();
    let sign = parameters.remove("sign").unwrap_or_default();
    let get = |name: &str| parameters.get(name).map_or("", String::as_str);
    let method = get("method");
    if get("app_id") != simulator.alipay.app_id {
        return unsigned("40002", "isv.invalid-app-id");
    }
    if get("sign_type") != "RSA2" || !simulator.app_key.verifies(joined(&parameters).as_bytes(), &sign) {
        return unsigned("40002", "isv.invalid-signature");
    }
    let Ok(content) = serde_json::from_str::<Value>(get("biz_content")) else {
        return unsigned("40002", "isv.invalid-parameter");
    };
    let text = |name: &str| content[name].as_str().unwrap_or_default().to_owned();
    let mut records = simulator.records.lock();
    let answer = match method {
        "alipay.trade.page.pay" | "alipay.trade.wap.pay" | "alipay.trade.app.pay" => {
            return match open_trade(&simulator, &mut records, &content, get("notify_url")) {
                Ok(()) => "the payer is asked to pay".into_response(),
                Err(code) => unsigned("40004", code),
            };
        }
        "alipay.trade.query" => query_trade(&simulator, &mut records, &text("out_trade_no")),
        "alipay.trade.close" => close_trade(&simulator, &mut records, &text("out_trade_no")),
        "alipay.trade.refund" => refund_trade(&simulator, &mut records, &content),
        "alipay.trade.fastpay.refund.query" => {
            query_refund(&records, &text("out_trade_no"), &text("out_request_no"))
        }
        _ => return unsigned("40001", "isv.missing-method"),
    };
    drop(records);
    if let Ok(members) = &answer
        && members["fund_change"] == "Y"
    {
        let (simulator, event) = (Arc::clone(&simulator), Event::Refund(text("out_request_no")));
        tokio::spawn(async move { notices::send(&simulator, event).await });
    }
    signed(&simulator, method, answer)
}

fn open_trade(
    simulator: &Simulator,
    records: &mut Records,
    content: &Value,
    notify_url: &str,
) -> Result<(), &'static str> {
    let text = |name: &str| content[name].as_str().unwrap_or_default().to_owned();
    let (Some(fen), Some(expires_at)) = (fen(&text("total_amount")), unix_ms(&text("time_expire"))) else {
        return Err("ACQ.INVALID_PARAMETER");
    };
    let has_special = text("subject").contains(['/', '=', '&']);
    if has_special || text("out_trade_no").is_empty() || text("seller_id") != simulator.alipay.seller_id {
        return Err("ACQ.INVALID_PARAMETER");
    }
    let order = Order {
        side: Side::Alipay,
        reference: text("out_trade_no"),
        transaction: records::number(&simulator.rng),
        app: simulator.alipay.app_id.clone(),
        subject: text("subject"),
        fen,
        paid_fen: Fen::ZERO,
        state: OrderState::Open,
        expires_at,
        notify_url: notify_url.to_owned(),
        by_public_key: false,
    };
    match records.insert(order, simulator.clock.now_ms()).ok_or("ACQ.CONTEXT_INCONSISTENT")?.state {
        OrderState::Open => Ok(()),
        OrderState::Paid => Err("ACQ.TRADE_HAS_SUCCESS"),
        OrderState::Closed => Err("ACQ.TRADE_HAS_CLOSE"),
    }
}

fn query_trade(simulator: &Simulator, records: &mut Records, reference: &str) -> Answer {
    let refunded = records.refunded_fen(reference);
    let order =
        records.order(Side::Alipay, reference, simulator.clock.now_ms()).ok_or("ACQ.TRADE_NOT_EXIST")?;
    let paid = if order.state == OrderState::Paid { order.paid_fen } else { order.fen };
    Ok(json!({
        "out_trade_no": order.reference, "trade_no": order.transaction, "trade_status": status(order, refunded),
        "total_amount": paid.to_string(), "buyer_logon_id": "159****5620",
    }))
}

fn close_trade(simulator: &Simulator, records: &mut Records, reference: &str) -> Answer {
    let order =
        records.order(Side::Alipay, reference, simulator.clock.now_ms()).ok_or("ACQ.TRADE_NOT_EXIST")?;
    if order.state != OrderState::Open {
        return Err("ACQ.TRADE_STATUS_ERROR");
    }
    order.state = OrderState::Closed;
    Ok(json!({ "out_trade_no": order.reference, "trade_no": order.transaction }))
}

fn refund_trade(simulator: &Simulator, records: &mut Records, content: &Value) -> Answer {
    let text = |name: &str| content[name].as_str().unwrap_or_default().to_owned();
    let new = Refund {
        reference: text("out_trade_no"),
        number: text("out_request_no"),
        id: records::number(&simulator.rng),
        fen: fen(&text("refund_amount")).filter(|fen| fen.is_positive()).ok_or("ACQ.INVALID_PARAMETER")?,
        state: RefundState::Done,
        notify_url: String::new(),
    };
    match records.refund(Side::Alipay, new, simulator.clock.now_ms()) {
        Ok((refund, is_new)) => Ok(json!({
            "out_trade_no": refund.reference, "trade_no": records.orders[&refund.reference].transaction,
            "fund_change": if is_new { "Y" } else { "N" },
            "refund_fee": records.refunded_fen(&refund.reference).to_string(),
        })),
        Err(RefundError::NoOrder) => Err("ACQ.TRADE_NOT_EXIST"),
        Err(RefundError::NotPaid) => Err("ACQ.TRADE_STATUS_ERROR"),
        Err(RefundError::TooMuch) => Err("ACQ.REFUND_AMT_NOT_EQUAL_TOTAL"),
        Err(RefundError::OtherAmount) => Err("ACQ.DISCORDANT_REPEAT_REQUEST"),
    }
}

fn query_refund(records: &Records, reference: &str, number: &str) -> Answer {
    let order = records.orders.get(reference).ok_or("ACQ.TRADE_NOT_EXIST")?;
    let mut members =
        json!({ "out_trade_no": reference, "trade_no": order.transaction, "out_request_no": number });
    if let Some(refund) = records.refunds.get(number).filter(|refund| refund.reference == reference) {
        members["refund_status"] = "REFUND_SUCCESS".into();
        members["refund_amount"] = refund.fen.to_string().into();
        members["total_amount"] = order.paid_fen.to_string().into();
    }
    Ok(members)
}

fn signed(simulator: &Simulator, method: &str, answer: Answer) -> Response {
    let mut members = match answer {
        Ok(members) => members,
        Err(code) => json!({ "sub_code": code, "sub_msg": "不行" }),
    };
    let is_refusal = members.get("sub_code").is_some();
    members["code"] = if is_refusal { "40004" } else { "10000" }.into();
    members["msg"] = if is_refusal { "Business Failed" } else { "Success" }.into();
    let text = members.to_string();
    let sign = simulator.alipay_key.sign(text.as_bytes());
    json_text(format!(r#"{{"{}_response":{text},"sign":"{sign}"}}"#, method.replace('.', "_")))
}

fn unsigned(code: &str, sub_code: &str) -> Response {
    let answer = json!({ "code": code, "msg": "Invalid Arguments", "sub_code": sub_code, "sub_msg": "不行" });
    json_text(json!({ "error_response": answer }).to_string())
}

fn json_text(text: String) -> Response {
    ([(CONTENT_TYPE, "application/json;charset=utf-8")], text).into_response()
}

/// An amount in yuan, which the documents write with two decimals.
fn fen(yuan: &str) -> Option<Fen> {
    yuan.split_once('.').filter(|(_, decimals)| decimals.len() == 2).and_then(|_| Fen::parse_yuan(yuan))
}
