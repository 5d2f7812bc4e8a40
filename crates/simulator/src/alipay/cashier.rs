//! What payers open: order strings (`alipay.trade.page.pay`, `opendocs.alipay.com/open/270`;
//! `alipay.trade.wap.pay`, `/203`; `alipay.trade.app.pay`, `/204`) and QR codes
//! (`alipay.trade.precreate`, `/194`).

use miaohui_kernel::{DAY_MS, Fen, HOUR_MS};
use serde_json::{Value, json};

use crate::alipay::answer::Answer;
use crate::alipay::request::Request;
use crate::alipay::trade::fen;
use crate::open_error::OpenError;
use crate::order::{Order, OrderState, PayerStep, Payload};
use crate::records::{self, Records};
use crate::side::Side;
use crate::simulator::Simulator;
use crate::time::unix_ms;

/// How long a QR code can be scanned (`qr_code` of `alipay.trade.precreate`).
const QR_MS: i64 = 2 * HOUR_MS;
/// The time of an order without `time_expire`.
const DEFAULT_MS: i64 = 15 * DAY_MS;

/// Opens an order string like a payer, which creates the trade. Returns its reference.
///
/// A trade that exists with other content is refused (`ACQ.CONTEXT_INCONSISTENT`), and after
/// `time_expire` nothing can be opened.
pub fn open(
    simulator: &Simulator,
    records: &mut Records,
    request: &Request,
) -> Result<String, (OpenError, &'static str)> {
    let (scene, product) = match request.method.as_str() {
        "alipay.trade.page.pay" => ("page", "FAST_INSTANT_TRADE_PAY"),
        "alipay.trade.wap.pay" => ("wap", "QUICK_WAP_WAY"),
        "alipay.trade.app.pay" => ("app", "QUICK_MSECURITY_PAY"),
        _ => return Err((OpenError::Invalid, "isv.invalid-parameter")),
    };
    let now_ms = simulator.clock.now_ms();
    let invalid = (OpenError::Invalid, "ACQ.INVALID_PARAMETER");
    if request.text("product_code") != product {
        return Err(invalid);
    }
    let order = read(simulator, request, scene, now_ms).ok_or(invalid)?;
    if now_ms >= order.expires_at {
        return Err((OpenError::Over, "ACQ.NOW_TIME_AFTER_EXPIRE_TIME_ERROR"));
    }
    let reference = order.reference.clone();
    check(records, &order, now_ms).map_err(|code| (OpenError::NotOpen, code))?;
    records.orders.entry(reference.clone()).or_insert(order).step = PayerStep::Opened;
    Ok(reference)
}

/// Refuses an order whose trade exists with other content, or is no longer open.
fn check(records: &mut Records, order: &Order, now_ms: i64) -> Result<(), &'static str> {
    if records.orders.get(&order.reference).is_some_and(|existing| existing.side != Side::Alipay) {
        return Err("ACQ.CONTEXT_INCONSISTENT");
    }
    match records.order(Side::Alipay, &order.reference, now_ms) {
        None => Ok(()),
        Some(existing) if existing.request != order.request => Err("ACQ.CONTEXT_INCONSISTENT"),
        Some(existing) => match existing.state {
            OrderState::Open => Ok(()),
            OrderState::Paid => Err("ACQ.TRADE_HAS_SUCCESS"),
            OrderState::Closed => Err("ACQ.TRADE_HAS_CLOSE"),
        },
    }
}

/// `alipay.trade.precreate`: returns a QR code. The trade does not exist before the code is
/// scanned.
pub fn precreate(simulator: &Simulator, records: &mut Records, request: &Request) -> Answer {
    let now_ms = simulator.clock.now_ms();
    let order = read(simulator, request, "qr", now_ms).ok_or("ACQ.INVALID_PARAMETER")?;
    if now_ms >= order.expires_at {
        return Err("ACQ.NOW_TIME_AFTER_EXPIRE_TIME_ERROR");
    }
    check(records, &order, now_ms)?;
    let reference = order.reference.clone();
    let code = format!("https://qr.alipay.com/bax{}", &simulator.rng.hex32()[..20]);
    let ends_at = order.expires_at.min(now_ms.saturating_add(QR_MS));
    let payload = Payload { kind: "qr_code", text: code.clone(), ends_at };
    let request = order.request.clone();
    let known = match records.orders.get_mut(&reference) {
        Some(trade) => trade,
        None => records.precreated.entry(reference.clone()).or_insert(order),
    };
    if known.request != request {
        return Err("ACQ.CONTEXT_INCONSISTENT");
    }
    known.payloads.push(payload);
    Ok(json!({ "out_trade_no": reference, "qr_code": code }))
}

/// Scans a QR code like a payer, which creates the trade. Returns its reference.
pub fn scan(simulator: &Simulator, records: &mut Records, code: &str) -> Result<String, OpenError> {
    let now_ms = simulator.clock.now_ms();
    let find = |order: &Order| order.payloads.iter().find(|payload| payload.text == code).cloned();
    let mut known = records.precreated.values().chain(records.orders.values());
    let found = known.find_map(|order| Some((order.reference.clone(), find(order)?)));
    let (reference, payload) = found.ok_or(OpenError::Invalid)?;
    if now_ms >= payload.ends_at {
        return Err(OpenError::Over);
    }
    if let Some(order) = records.precreated.remove(&reference) {
        records.orders.entry(reference.clone()).or_insert(order);
    }
    match records.order(Side::Alipay, &reference, now_ms) {
        Some(order) if order.state == OrderState::Open => order.step = PayerStep::Opened,
        _ => return Err(OpenError::NotOpen),
    }
    Ok(reference)
}

/// Reads an order; `None` if a parameter is invalid.
fn read(simulator: &Simulator, request: &Request, scene: &str, now_ms: i64) -> Option<Order> {
    let seller = request.text("seller_id");
    let subject = request.text("subject");
    let reference = request.text("out_trade_no");
    let is_valid = is_number(&reference)
        && !subject.is_empty()
        && !subject.contains(['/', '=', '&'])
        && (seller.is_empty() || seller == simulator.alipay.seller_id);
    let expires_at = match &request.content["time_expire"] {
        Value::Null => now_ms.saturating_add(DEFAULT_MS),
        given => unix_ms(given.as_str()?)?,
    };
    let mut content = request.content.clone();
    // These only lead the payer's browser.
    if let Some(content) = content.as_object_mut() {
        content.remove("quit_url");
    }
    Some(Order {
        side: Side::Alipay,
        reference,
        transaction: records::number(&simulator.rng),
        app: simulator.alipay.app_id.clone(),
        scene: scene.to_owned(),
        subject,
        fen: fen(&request.text("total_amount")).filter(|fen| is_valid && fen.is_positive())?,
        paid_fen: Fen::ZERO,
        fee: Fen::ZERO,
        state: OrderState::Open,
        created_at: now_ms,
        expires_at,
        paid_at: None,
        closed_at: None,
        notify_url: request.notify_url.clone(),
        payer: None,
        by_public_key: false,
        payloads: Vec::new(),
        step: PayerStep::Away,
        is_finished: false,
        request: content,
    })
}

/// Whether a text is an `out_trade_no`: 64个字符以内,仅支持字母、数字、下划线.
fn is_number(text: &str) -> bool {
    (1..=64).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}
