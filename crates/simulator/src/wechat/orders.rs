//! 下单 (`pay.weixin.qq.com/doc/v3/merchant/4012525167`), 商户订单号查询订单 and 关闭订单
//! (`pay.weixin.qq.com/doc/v3/merchant/4012556398`).

use miaohui_kernel::{DAY_MS, Fen, HOUR_MS, MINUTE_MS};
use serde_json::{Value, json};

use crate::order::{Order, OrderState, PayerStep, Payload};
use crate::records::{self, Records};
use crate::side::Side;
use crate::simulator::Simulator;
use crate::time::unix_ms;
use crate::wechat::answer::Answer;
use crate::wechat::trade::payment_members;

/// How long a `prepay_id` and a `code_url` can be used (same document, 应答参数).
const PREPAY_MS: i64 = 2 * HOUR_MS;
/// How long an `h5_url` can be opened (H5下单, 应答参数).
const H5_MS: i64 = 5 * MINUTE_MS;
/// An earlier `time_expire` is raised to this time after the order (`time_expire` of 下单).
const SHORTEST_MS: i64 = MINUTE_MS;
/// A later `time_expire` is reduced to this time after the order (same member).
const LONGEST_MS: i64 = 90 * DAY_MS;
/// The time of an order without `time_expire` (same member).
const DEFAULT_MS: i64 = 7 * DAY_MS;

/// Creates an order, or returns a new payload of an equal one.
///
/// An order that was created with other members is refused with `OUT_TRADE_NO_USED`, also if only
/// `time_expire` differs (`time_expire` 不允许后续修改). After its time the merchant has to use another
/// number.
pub fn create(
    simulator: &Simulator,
    records: &mut Records,
    scene: &str,
    body: &Value,
    by_public_key: bool,
) -> Answer {
    let now_ms = simulator.clock.now_ms();
    let order = read(simulator, scene, body, by_public_key, now_ms)?;
    let reference = order.reference.clone();
    if let Some(existing) = records.orders.get(&reference) {
        if existing.side != Side::Wechat || existing.scene != order.scene || existing.request != order.request
        {
            return Err((403, "OUT_TRADE_NO_USED"));
        }
        match existing.state {
            OrderState::Paid => return Err((400, "ORDERPAID")),
            OrderState::Open if now_ms < existing.expires_at => {}
            OrderState::Open | OrderState::Closed => return Err((400, "ORDER_CLOSED")),
        }
    }
    let order = records.orders.entry(reference).or_insert(order);
    let id = records::number(&simulator.rng);
    let (kind, text, lives_ms) = match scene {
        "h5" => {
            let page = "https://wx.tenpay.com/cgi-bin/mmpayweb-bin/checkmweb";
            ("h5_url", format!("{page}?prepay_id=wx{id}"), H5_MS)
        }
        "native" => ("code_url", format!("weixin://wxpay/bizpayurl?pr={id}"), PREPAY_MS),
        _ => ("prepay_id", format!("wx{id}"), PREPAY_MS),
    };
    let ends_at = order.expires_at.min(now_ms.saturating_add(lives_ms));
    order.payloads.push(Payload { kind, text: text.clone(), ends_at });
    Ok(json!({ kind: text }))
}

/// Reads a new order.
fn read(
    simulator: &Simulator,
    scene: &str,
    body: &Value,
    by_public_key: bool,
    now_ms: i64,
) -> Result<Order, (u16, &'static str)> {
    let text = |name: &str| body[name].as_str().unwrap_or_default().to_owned();
    if text("mchid") != simulator.wechat.mchid || !simulator.wechat.appids.contains(&text("appid")) {
        return Err((400, "APPID_MCHID_NOT_MATCH"));
    }
    let fen = body["amount"]["total"].as_i64().map(Fen).filter(|fen| fen.is_positive());
    let requested = match &body["time_expire"] {
        Value::Null => Some(now_ms.saturating_add(DEFAULT_MS)),
        given => given.as_str().and_then(unix_ms),
    };
    let (Some(fen), Some(requested)) = (fen, requested) else { return Err((400, "PARAM_ERROR")) };
    let payer = body["payer"]["openid"].as_str().filter(|openid| !openid.is_empty());
    let is_complete = match scene {
        "jsapi" => payer.is_some(),
        "h5" => {
            let scene_info = &body["scene_info"];
            [&scene_info["payer_client_ip"], &scene_info["h5_info"]["type"]]
                .iter()
                .all(|member| member.as_str().is_some_and(|text| !text.is_empty()))
        }
        _ => true,
    };
    let currency = &body["amount"]["currency"];
    let url = text("notify_url");
    if !is_complete
        || !is_number(&text("out_trade_no"))
        || !(1..=127).contains(&text("description").chars().count())
        || !(currency.is_null() || currency == "CNY")
        || !url.starts_with("http")
        || url.contains('?')
        || url.len() > 255
    {
        return Err((400, "PARAM_ERROR"));
    }
    if payer.is_some_and(|openid| openid.starts_with("other")) {
        return Err((500, "OPENID_MISMATCH"));
    }
    Ok(Order {
        side: Side::Wechat,
        reference: text("out_trade_no"),
        transaction: records::number(&simulator.rng),
        app: text("appid"),
        scene: scene.to_owned(),
        subject: text("description"),
        fen,
        paid_fen: Fen::ZERO,
        fee: Fen::ZERO,
        state: OrderState::Open,
        created_at: now_ms,
        expires_at: requested.clamp(now_ms.saturating_add(SHORTEST_MS), now_ms.saturating_add(LONGEST_MS)),
        paid_at: None,
        closed_at: None,
        notify_url: url,
        payer: payer.map(str::to_owned),
        by_public_key,
        payloads: Vec::new(),
        step: PayerStep::Away,
        is_finished: false,
        request: body.clone(),
    })
}

/// Whether a text is an `out_trade_no`: 6 to 32 letters, digits, `_`, `-` and `*`.
fn is_number(text: &str) -> bool {
    (6..=32).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'*'))
}

pub fn query(simulator: &Simulator, records: &mut Records, reference: &str) -> Answer {
    let refunded = records.refunded_fen(reference);
    let now_ms = simulator.clock.now_ms();
    match records.order(Side::Wechat, reference, now_ms) {
        Some(order) => Ok(payment_members(simulator, order, refunded, now_ms)),
        None => Err((404, "ORDER_NOT_EXIST")),
    }
}

/// Closes an order. Only 204 means that it is closed: while the payer is paying, the answer is
/// 202 with a code, and the order stays open.
pub fn close(simulator: &Simulator, records: &mut Records, reference: &str, body: &Value) -> Answer {
    if body["mchid"] != simulator.wechat.mchid.as_str() {
        return Err((400, "PARAM_ERROR"));
    }
    let now_ms = simulator.clock.now_ms();
    match records.order(Side::Wechat, reference, now_ms) {
        Some(order) if order.is_being_paid(now_ms) => Err((202, "USERPAYING")),
        Some(order) if order.state == OrderState::Open => {
            order.state = OrderState::Closed;
            order.closed_at = Some(now_ms);
            Ok(Value::Null)
        }
        Some(order) if order.state == OrderState::Paid => Err((400, "ORDERPAID")),
        Some(_) => Err((400, "ORDER_CLOSED")),
        None => Err((404, "ORDER_NOT_EXIST")),
    }
}
