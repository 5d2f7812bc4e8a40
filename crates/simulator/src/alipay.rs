//! Alipay's gateway, as documented at `opendocs.alipay.com/open/270`.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use form_urlencoded::Serializer;
use miaohui_kernel::Fen;
use serde_json::{Value, json};

use crate::desk::{Desk, unix_ms};
use crate::ledger::{self, Ledger, News, NoRefund, Order, Refund, Refunded, Side};
use crate::notices::{self, Notice};

type Parameters = BTreeMap<String, String>;
/// The members of an answer, or the code of a refusal.
type Answer = Result<Value, &'static str>;

pub async fn gateway(State(desk): State<Arc<Desk>>, RawQuery(query): RawQuery, body: Bytes) -> Response {
    if desk.ledger.lock().is_out {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    }
    let query = query.unwrap_or_default();
    let (in_url, in_body) = (form_urlencoded::parse(query.as_bytes()), form_urlencoded::parse(&body));
    let mut parameters: Parameters = in_url.into_owned().chain(in_body.into_owned()).collect();
    let sign = parameters.remove("sign").unwrap_or_default();
    let get = |name: &str| parameters.get(name).map_or("", String::as_str);
    let method = get("method");
    if get("app_id") != desk.alipay.app_id {
        return unsigned("40002", "isv.invalid-app-id");
    }
    if get("sign_type") != "RSA2" || !desk.app_key.verifies(joined(&parameters).as_bytes(), &sign) {
        return unsigned("40002", "isv.invalid-signature");
    }
    let Ok(content) = serde_json::from_str::<Value>(get("biz_content")) else {
        return unsigned("40002", "isv.invalid-parameter");
    };
    let text = |name: &str| content[name].as_str().unwrap_or_default().to_owned();
    let mut ledger = desk.ledger.lock();
    let answer = match method {
        "alipay.trade.page.pay" | "alipay.trade.wap.pay" | "alipay.trade.app.pay" => {
            return match opened(&desk, &mut ledger, &content, get("notify_url")) {
                Ok(()) => "the payer is asked to pay".into_response(),
                Err(code) => unsigned("40004", code),
            };
        }
        "alipay.trade.query" => queried(&desk, &mut ledger, &text("out_trade_no")),
        "alipay.trade.close" => closed(&desk, &mut ledger, &text("out_trade_no")),
        "alipay.trade.refund" => refunded(&desk, &mut ledger, &content),
        "alipay.trade.fastpay.refund.query" => {
            refund_queried(&ledger, &text("out_trade_no"), &text("out_request_no"))
        }
        _ => return unsigned("40001", "isv.missing-method"),
    };
    drop(ledger);
    if let Ok(members) = &answer
        && members["fund_change"] == "Y"
    {
        let (desk, news) = (Arc::clone(&desk), News::Refund(text("out_request_no")));
        tokio::spawn(async move { notices::tell(&desk, news).await });
    }
    signed(&desk, method, answer)
}

fn opened(desk: &Desk, ledger: &mut Ledger, content: &Value, notify_url: &str) -> Result<(), &'static str> {
    let text = |name: &str| content[name].as_str().unwrap_or_default().to_owned();
    let (Some(fen), Some(expires_at)) = (fen(&text("total_amount")), unix_ms(&text("time_expire"))) else {
        return Err("ACQ.INVALID_PARAMETER");
    };
    let has_special = text("subject").contains(['/', '=', '&']);
    if has_special || text("out_trade_no").is_empty() || text("seller_id") != desk.alipay.seller_id {
        return Err("ACQ.INVALID_PARAMETER");
    }
    let order = Order {
        side: Side::Alipay,
        reference: text("out_trade_no"),
        transaction: ledger::number(&desk.rng),
        app: desk.alipay.app_id.clone(),
        subject: text("subject"),
        fen,
        paid_fen: Fen::ZERO,
        state: ledger::State::Open,
        expires_at,
        notify_url: notify_url.to_owned(),
        by_public_key: false,
    };
    match ledger.enter(order, desk.clock.now_ms()).ok_or("ACQ.CONTEXT_INCONSISTENT")?.state {
        ledger::State::Open => Ok(()),
        ledger::State::Paid => Err("ACQ.TRADE_HAS_SUCCESS"),
        ledger::State::Closed => Err("ACQ.TRADE_HAS_CLOSE"),
    }
}

fn queried(desk: &Desk, ledger: &mut Ledger, reference: &str) -> Answer {
    let gone = ledger.refunded_fen(reference);
    let order = ledger.order(Side::Alipay, reference, desk.clock.now_ms()).ok_or("ACQ.TRADE_NOT_EXIST")?;
    let paid = if order.state == ledger::State::Paid { order.paid_fen } else { order.fen };
    Ok(json!({
        "out_trade_no": order.reference, "trade_no": order.transaction, "trade_status": status(order, gone),
        "total_amount": paid.to_string(), "buyer_logon_id": "159****5620",
    }))
}

fn closed(desk: &Desk, ledger: &mut Ledger, reference: &str) -> Answer {
    let order = ledger.order(Side::Alipay, reference, desk.clock.now_ms()).ok_or("ACQ.TRADE_NOT_EXIST")?;
    if order.state != ledger::State::Open {
        return Err("ACQ.TRADE_STATUS_ERROR");
    }
    order.state = ledger::State::Closed;
    Ok(json!({ "out_trade_no": order.reference, "trade_no": order.transaction }))
}

fn refunded(desk: &Desk, ledger: &mut Ledger, content: &Value) -> Answer {
    let text = |name: &str| content[name].as_str().unwrap_or_default().to_owned();
    let wanted = Refund {
        reference: text("out_trade_no"),
        number: text("out_request_no"),
        id: ledger::number(&desk.rng),
        fen: fen(&text("refund_amount")).filter(|fen| fen.is_positive()).ok_or("ACQ.INVALID_PARAMETER")?,
        state: Refunded::Done,
        notify_url: String::new(),
    };
    match ledger.refund(Side::Alipay, wanted, desk.clock.now_ms()) {
        Ok((refund, is_new)) => Ok(json!({
            "out_trade_no": refund.reference, "trade_no": ledger.orders[&refund.reference].transaction,
            "fund_change": if is_new { "Y" } else { "N" },
            "refund_fee": ledger.refunded_fen(&refund.reference).to_string(),
        })),
        Err(NoRefund::NoOrder) => Err("ACQ.TRADE_NOT_EXIST"),
        Err(NoRefund::NotPaid) => Err("ACQ.TRADE_STATUS_ERROR"),
        Err(NoRefund::TooMuch) => Err("ACQ.REFUND_AMT_NOT_EQUAL_TOTAL"),
        Err(NoRefund::OtherAmount) => Err("ACQ.DISCORDANT_REPEAT_REQUEST"),
    }
}

fn refund_queried(ledger: &Ledger, reference: &str, number: &str) -> Answer {
    let order = ledger.orders.get(reference).ok_or("ACQ.TRADE_NOT_EXIST")?;
    let mut members =
        json!({ "out_trade_no": reference, "trade_no": order.transaction, "out_request_no": number });
    if let Some(refund) = ledger.refunds.get(number).filter(|refund| refund.reference == reference) {
        members["refund_status"] = "REFUND_SUCCESS".into();
        members["refund_amount"] = refund.fen.to_string().into();
        members["total_amount"] = order.paid_fen.to_string().into();
    }
    Ok(members)
}

fn status(order: &Order, refunded_fen: Fen) -> &'static str {
    match order.state {
        ledger::State::Open => "WAIT_BUYER_PAY",
        ledger::State::Paid if refunded_fen < order.paid_fen => "TRADE_SUCCESS",
        ledger::State::Paid | ledger::State::Closed => "TRADE_CLOSED",
    }
}

/// The notice about an order, or about a refund and how much has gone back with it, in fen.
pub fn notice(desk: &Desk, order: &Order, refund: Option<(&Refund, Fen)>, forge: bool) -> Notice {
    let now = desk.beijing();
    let gone = refund.map_or(Fen::ZERO, |(_, gone)| gone);
    let is_paid = order.state == ledger::State::Paid;
    let mut form = Parameters::new();
    for (name, value) in [
        ("app_id", desk.alipay.app_id.clone()),
        ("auth_app_id", desk.alipay.app_id.clone()),
        ("buyer_id", "2088000000000099".into()),
        ("charset", "utf-8".into()),
        ("gmt_create", now.clone()),
        ("notify_id", desk.rng.hex32()),
        ("notify_time", now.clone()),
        ("notify_type", "trade_status_sync".into()),
        ("out_trade_no", order.reference.clone()),
        ("refund_fee", gone.to_string()),
        ("seller_id", desk.alipay.seller_id.clone()),
        ("subject", order.subject.clone()),
        ("total_amount", (if is_paid { order.paid_fen } else { order.fen }).to_string()),
        ("trade_no", order.transaction.clone()),
        ("trade_status", status(order, gone).into()),
        ("version", "1.0".into()),
    ] {
        form.insert(name.into(), value);
    }
    if is_paid {
        form.insert("gmt_payment".into(), now.clone());
    }
    if let Some((refund, _)) = refund {
        form.insert("gmt_refund".into(), now);
        form.insert("out_biz_no".into(), refund.number.clone());
    }
    let mut text = joined(&form);
    if forge {
        text.push('0');
    }
    form.insert("sign".into(), desk.alipay_key.sign(text.as_bytes()));
    form.insert("sign_type".into(), "RSA2".into());
    Notice {
        url: order.notify_url.clone(),
        headers: vec![("content-type", "application/x-www-form-urlencoded; charset=utf-8".into())],
        body: Serializer::new(String::new()).extend_pairs(&form).finish(),
    }
}

fn signed(desk: &Desk, method: &str, answer: Answer) -> Response {
    let mut members = match answer {
        Ok(members) => members,
        Err(code) => json!({ "sub_code": code, "sub_msg": "不行" }),
    };
    let is_refusal = members.get("sub_code").is_some();
    members["code"] = if is_refusal { "40004" } else { "10000" }.into();
    members["msg"] = if is_refusal { "Business Failed" } else { "Success" }.into();
    let text = members.to_string();
    let sign = desk.alipay_key.sign(text.as_bytes());
    json_text(format!(r#"{{"{}_response":{text},"sign":"{sign}"}}"#, method.replace('.', "_")))
}

fn unsigned(code: &str, sub_code: &str) -> Response {
    let answer = json!({ "code": code, "msg": "Invalid Arguments", "sub_code": sub_code, "sub_msg": "不行" });
    json_text(json!({ "error_response": answer }).to_string())
}

fn json_text(text: String) -> Response {
    ([(CONTENT_TYPE, "application/json;charset=utf-8")], text).into_response()
}

fn joined(parameters: &Parameters) -> String {
    let pairs: Vec<String> = parameters.iter().map(|(name, value)| format!("{name}={value}")).collect();
    pairs.join("&")
}

/// An amount in yuan, which the documents write with two decimals.
fn fen(yuan: &str) -> Option<Fen> {
    yuan.split_once('.').filter(|(_, decimals)| decimals.len() == 2).and_then(|_| Fen::parse_yuan(yuan))
}
