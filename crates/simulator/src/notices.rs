//! What is told to merchants, and how badly.

use std::sync::Arc;
use std::time::Duration;

use serde::Serialize;
use ureq::http::Request;

use crate::desk::Desk;
use crate::ledger::{News, Side};
use crate::{alipay, wechat};

/// A notice, ready to be sent.
pub struct Notice {
    pub url: String,
    pub headers: Vec<(&'static str, String)>,
    pub body: String,
}

/// What a merchant answered; status 0 when it did not.
#[derive(Clone, Debug, Serialize)]
pub struct Delivery {
    status: u16,
    body: String,
}

/// Tells the news in the way that is set, and says what came of what was sent meanwhile.
pub async fn tell(desk: &Arc<Desk>, news: News) -> Vec<Delivery> {
    let mode = desk.ledger.lock().mode(news.number());
    if mode.drop {
        return Vec::new();
    }
    if mode.reorder {
        let mut ledger = desk.ledger.lock();
        if ledger.held.is_empty() {
            ledger.held.push(news);
            return Vec::new();
        }
    }
    if mode.delay_ms > 0 {
        let desk = Arc::clone(desk);
        tokio::spawn(async move {
            tokio::time::sleep(Duration::from_millis(mode.delay_ms)).await;
            send(&desk, news).await;
        });
        return Vec::new();
    }
    send(desk, news).await
}

/// Sends what was held back.
pub async fn flush(desk: &Arc<Desk>) -> Vec<Delivery> {
    let held = std::mem::take(&mut desk.ledger.lock().held);
    let mut deliveries = Vec::new();
    for news in held {
        deliveries.extend(copies(desk, &news).await);
    }
    deliveries
}

/// Sends the news, and then what waited for it.
async fn send(desk: &Arc<Desk>, news: News) -> Vec<Delivery> {
    let mut deliveries = copies(desk, &news).await;
    deliveries.extend(flush(desk).await);
    deliveries
}

async fn copies(desk: &Arc<Desk>, news: &News) -> Vec<Delivery> {
    let mode = desk.ledger.lock().mode(news.number());
    let mut deliveries = Vec::new();
    for _ in 0..=mode.duplicate {
        let Some(notice) = written(desk, news, mode.forge) else { break };
        deliveries.push(delivered(desk, notice).await);
    }
    deliveries
}

fn written(desk: &Desk, news: &News, forge: bool) -> Option<Notice> {
    let ledger = desk.ledger.lock();
    let (order, refund) = match news {
        News::Payment(reference) => (ledger.orders.get(reference)?, None),
        News::Refund(number) => {
            let refund = ledger.refunds.get(number)?;
            (ledger.orders.get(&refund.reference)?, Some(refund))
        }
    };
    match order.side {
        Side::Alipay => {
            let refunded = ledger.refunded_fen(&order.reference);
            Some(alipay::notice(desk, order, refund.map(|refund| (refund, refunded)), forge))
        }
        Side::Wechat => wechat::notice(desk, &ledger, order, refund, forge),
    }
}

async fn delivered(desk: &Desk, notice: Notice) -> Delivery {
    let agent = desk.agent.clone();
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
