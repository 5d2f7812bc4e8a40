//! Sends notices to merchants, in the configured mode.

use std::sync::Arc;
use std::time::Duration;

use serde::Serialize;
use ureq::http::Request;

use crate::alipay::notice as alipay;
use crate::notice::{Event, Notice};
use crate::side::Side;
use crate::simulator::Simulator;
use crate::wechat::notice as wechat;
use crate::wechat::notice::Subject;

/// A merchant's answer to a notice; status 0 if there is none.
#[derive(Clone, Debug, Serialize)]
pub struct Delivery {
    status: u16,
    body: String,
}

/// Sends a notice in the mode that is set, and returns the answers to the notices that were sent.
pub async fn send(simulator: &Arc<Simulator>, event: Event) -> Vec<Delivery> {
    let mode = simulator.records.lock().mode(event.number());
    if mode.drop {
        return Vec::new();
    }
    if mode.reorder {
        let mut records = simulator.records.lock();
        if records.held.is_empty() {
            records.held.push(event);
            return Vec::new();
        }
    }
    if mode.delay_ms > 0 {
        let simulator = Arc::clone(simulator);
        tokio::spawn(async move {
            tokio::time::sleep(Duration::from_millis(mode.delay_ms)).await;
            send_now(&simulator, event).await;
        });
        return Vec::new();
    }
    send_now(simulator, event).await
}

/// Sends the held notices.
pub async fn flush(simulator: &Arc<Simulator>) -> Vec<Delivery> {
    let held = std::mem::take(&mut simulator.records.lock().held);
    let mut deliveries = Vec::new();
    for event in held {
        deliveries.extend(send_copies(simulator, &event).await);
    }
    deliveries
}

/// Sends a notice, and then the held ones.
async fn send_now(simulator: &Arc<Simulator>, event: Event) -> Vec<Delivery> {
    let mut deliveries = send_copies(simulator, &event).await;
    deliveries.extend(flush(simulator).await);
    deliveries
}

async fn send_copies(simulator: &Arc<Simulator>, event: &Event) -> Vec<Delivery> {
    let mode = simulator.records.lock().mode(event.number());
    let mut deliveries = Vec::new();
    for copy in 0..=mode.duplicate.saturating_add(mode.lose) {
        let Some(notice) = build(simulator, event, mode.forge) else { break };
        let delivery = deliver(simulator, notice).await;
        let is_lost = copy < mode.lose;
        deliveries.push(if is_lost { Delivery { status: 0, body: String::new() } } else { delivery });
    }
    deliveries
}

fn build(simulator: &Simulator, event: &Event, forge: bool) -> Option<Notice> {
    let records = simulator.records.lock();
    let order_of = |reference: &str| records.orders.get(reference);
    let (order, subject) = match event {
        Event::Payment(reference) => (order_of(reference)?, Subject::Payment),
        Event::Refund(number) => {
            let refund = records.refunds.get(number)?;
            (order_of(&refund.reference)?, Subject::Refund(refund))
        }
        Event::Complaint(id) => {
            let complaint = records.complaints.get(id)?;
            (order_of(&complaint.reference)?, Subject::Complaint(complaint))
        }
    };
    match (order.side, subject) {
        (Side::Wechat, subject) => wechat::notice(simulator, &records, order, subject, forge),
        (Side::Alipay, Subject::Payment) => Some(alipay::notice(simulator, order, None, forge)),
        (Side::Alipay, Subject::Refund(refund)) => {
            let refunded = records.refunded_fen(&order.reference);
            Some(alipay::notice(simulator, order, Some((refund, refunded)), forge))
        }
        (Side::Alipay, Subject::Complaint(complaint)) => Some(alipay::complaint(simulator, complaint, forge)),
    }
}

async fn deliver(simulator: &Simulator, notice: Notice) -> Delivery {
    let agent = simulator.agent.clone();
    let call = move || -> Result<Delivery, ureq::Error> {
        let mut request = Request::post(notice.url);
        for (name, value) in notice.headers {
            request = request.header(name, value);
        }
        let mut answer = agent.run(request.body(notice.body)?)?;
        Ok(Delivery { status: answer.status().as_u16(), body: answer.body_mut().read_to_string()? })
    };
    let failed = |why: String| Delivery { status: 0, body: why };
    match tokio::task::spawn_blocking(call).await {
        Ok(answer) => answer.unwrap_or_else(|error| failed(error.to_string())),
        Err(error) => failed(error.to_string()),
    }
}
