//! What payers do.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::alipay::cashier;
use crate::alipay::request::Request;
use crate::alipay::trade::Parameters;
use crate::complaint::Complaint;
use crate::control::answer::{Answer, notified, refuse};
use crate::notice::Event;
use crate::open_error::OpenError;
use crate::order::{OrderState, PayerStep};
use crate::refund::RefundState;
use crate::side::Side;
use crate::simulator::Simulator;
use crate::wechat::app;

/// Opens what a client received, as the provider's app does.
pub async fn open(State(simulator): State<Arc<Simulator>>, Json(payment): Json<Value>) -> Answer {
    let text = |name: &str| payment[name].as_str();
    let mut records = simulator.records.lock();
    let order_string = text("order").or_else(|| Some(text("url")?.split_once('?')?.1));
    let is_alipay = order_string.is_some() || text("qr_code").is_some();
    let side = if is_alipay { Side::Alipay } else { Side::Wechat };
    if records.faults.is_out(side) || *simulator.hanging(side).borrow() {
        return refuse(StatusCode::SERVICE_UNAVAILABLE, "the provider is out of order");
    }
    let opened = if let Some(order) = order_string {
        let parameters: Parameters = form_urlencoded::parse(order.as_bytes()).into_owned().collect();
        match Request::read(&simulator, parameters) {
            Ok(request) => cashier::open(&simulator, &mut records, &request).map_err(|(error, _)| error),
            Err(_) => Err(OpenError::Invalid),
        }
    } else if let Some(code) = text("qr_code") {
        cashier::scan(&simulator, &mut records, code)
    } else {
        app::open(&simulator, &mut records, &payment)
    };
    match opened {
        Ok(reference) => Ok(Json(json!({ "reference": reference }))),
        Err(OpenError::Invalid) => refuse(StatusCode::BAD_REQUEST, "the provider did not issue this"),
        Err(OpenError::Over) => refuse(StatusCode::GONE, "its time is over"),
        Err(OpenError::NotOpen) => refuse(StatusCode::CONFLICT, "the order is not open"),
    }
}

pub async fn pay(State(simulator): State<Arc<Simulator>>, Path(reference): Path<String>) -> Answer {
    {
        let mut records = simulator.records.lock();
        let now_ms = simulator.clock.now_ms();
        let less_fen = records.mode(&reference).less_fen;
        let Some(side) = records.orders.get(&reference).map(|order| order.side) else {
            return refuse(StatusCode::NOT_FOUND, "there is no such order");
        };
        records.order(side, &reference, now_ms);
        if records.pay(&reference, less_fen, now_ms).is_none() {
            return refuse(StatusCode::CONFLICT, "the order cannot be paid");
        }
    }
    Ok(notified(&simulator, Event::Payment(reference)).await)
}

/// The payer is in the middle of paying with WeChat Pay; `false` gives up paying for now.
pub async fn paying(
    State(simulator): State<Arc<Simulator>>,
    Path(reference): Path<String>,
    Json(body): Json<Value>,
) -> Answer {
    let now_ms = simulator.clock.now_ms();
    let mut records = simulator.records.lock();
    match records.order(Side::Wechat, &reference, now_ms) {
        None => refuse(StatusCode::NOT_FOUND, "WeChat Pay has no such order"),
        Some(order) if order.can_be_paid(now_ms) => {
            order.step = if body == false { PayerStep::Opened } else { PayerStep::Paying };
            Ok(Json(json!({})))
        }
        Some(_) => refuse(StatusCode::CONFLICT, "the order cannot be paid"),
    }
}

/// The payer cancels, or WeChat Pay's refund fails.
pub async fn fail(State(simulator): State<Arc<Simulator>>, Path(number): Path<String>) -> Answer {
    let now_ms = simulator.clock.now_ms();
    let event = {
        let mut records = simulator.records.lock();
        if let Some(order) = records.orders.get_mut(&number) {
            if order.state != OrderState::Open {
                return refuse(StatusCode::CONFLICT, "the order is not open");
            }
            order.state = OrderState::Closed;
            order.closed_at = Some(now_ms);
            // WeChat Pay sends no notice of it.
            (order.side == Side::Alipay).then_some(Event::Payment(number))
        } else if let Some(refund) = records.refunds.get(&number) {
            if refund.state != RefundState::Working {
                return refuse(StatusCode::CONFLICT, "the refund is not under way");
            }
            records.set_refund_state(&number, RefundState::Failed, now_ms);
            Some(Event::Refund(number))
        } else {
            return refuse(StatusCode::NOT_FOUND, "there is no such order or refund");
        }
    };
    match event {
        Some(event) => Ok(notified(&simulator, event).await),
        None => Ok(Json(json!({ "deliveries": [] }))),
    }
}

/// A complaint of a payer.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ComplaintText {
    text: String,
    /// Where the notice goes. The default is the address that the merchant registered at WeChat
    /// Pay, or else the address for notices of the order, in place of the one that Alipay's and
    /// WeChat Pay's back offices hold.
    url: Option<String>,
}

pub async fn complain(
    State(simulator): State<Arc<Simulator>>,
    Path(reference): Path<String>,
    Json(complaint): Json<ComplaintText>,
) -> Answer {
    let id = format!("20{}", simulator.rng.text(b"0123456789", 28));
    {
        let mut records = simulator.records.lock();
        let Some(order) = records.orders.get(&reference) else {
            return refuse(StatusCode::NOT_FOUND, "there is no such order");
        };
        let registered = records.complaint_url.clone().filter(|_| order.side == Side::Wechat);
        let notify_url = complaint.url.or(registered).unwrap_or_else(|| order.notify_url.clone());
        let new = Complaint {
            side: order.side,
            id: id.clone(),
            reference,
            text: complaint.text,
            created_at: simulator.clock.now_ms(),
            notify_url,
            is_answered: false,
            is_ended: false,
        };
        records.complaints.insert(id.clone(), new);
    }
    let mut answer = notified(&simulator, Event::Complaint(id.clone())).await;
    answer.0["id"] = id.into();
    Ok(answer)
}
