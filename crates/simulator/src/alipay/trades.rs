//! `alipay.trade.query`, `alipay.trade.close`, `alipay.trade.refund` and
//! `alipay.trade.fastpay.refund.query` (`opendocs.alipay.com/open/028woa`, `/028wob`, `/028sm9`,
//! `/028sma`).

use miaohui_kernel::Fen;
use serde_json::{Value, json};

use crate::alipay::answer::Answer;
use crate::alipay::request::Request;
use crate::alipay::trade::{fen, status, total};
use crate::order::OrderState;
use crate::records::{self, Records};
use crate::refund::{Refund, RefundError, RefundState};
use crate::side::Side;
use crate::simulator::Simulator;
use crate::time::beijing;

/// The reference in a request: `out_trade_no`, or the one of `trade_no`, which is preferred.
fn reference(records: &Records, request: &Request) -> String {
    let trade_no = request.text("trade_no");
    let by_number = records.orders.values().find(|order| order.transaction == trade_no);
    by_number.map_or_else(|| request.text("out_trade_no"), |order| order.reference.clone())
}

/// The state of a trade. `send_pay_date` is the time of the payment, and missing without one.
pub fn query(simulator: &Simulator, records: &mut Records, request: &Request) -> Answer {
    let reference = reference(records, request);
    let refunded = records.refunded_fen(&reference);
    let now_ms = simulator.clock.now_ms();
    let order = records.order(Side::Alipay, &reference, now_ms).ok_or("ACQ.TRADE_NOT_EXIST")?;
    let mut members = json!({
        "out_trade_no": order.reference, "trade_no": order.transaction,
        "trade_status": status(order, refunded), "total_amount": total(order).to_string(),
        "buyer_logon_id": "159****5620",
    });
    if let Some(at) = order.paid_at {
        members["send_pay_date"] = beijing(at).into();
        members["receipt_amount"] = order.paid_fen.to_string().into();
        members["buyer_pay_amount"] = order.paid_fen.to_string().into();
    }
    Ok(members)
}

pub fn close(simulator: &Simulator, records: &mut Records, request: &Request) -> Answer {
    let reference = reference(records, request);
    let now_ms = simulator.clock.now_ms();
    let order = records.order(Side::Alipay, &reference, now_ms).ok_or("ACQ.TRADE_NOT_EXIST")?;
    if order.state != OrderState::Open {
        return Err("ACQ.TRADE_STATUS_ERROR");
    }
    order.state = OrderState::Closed;
    order.closed_at = Some(now_ms);
    Ok(json!({ "out_trade_no": order.reference, "trade_no": order.transaction }))
}

/// The number of a refund: `out_request_no`, or without one the merchant's number of the trade.
pub fn refund_number(request: &Request) -> String {
    let number = request.text("out_request_no");
    if number.is_empty() { request.text("out_trade_no") } else { number }
}

/// Makes a refund. `fund_change` is `Y` only in the answer of the call that moved the money.
pub fn refund(simulator: &Simulator, records: &mut Records, request: &Request) -> Answer {
    let reference = reference(records, request);
    let now_ms = simulator.clock.now_ms();
    let number = refund_number(request);
    let fen = fen(&request.text("refund_amount")).filter(|fen| fen.is_positive());
    let new = Refund {
        reference,
        number,
        id: records::number(&simulator.rng),
        fen: fen.ok_or("ACQ.INVALID_PARAMETER")?,
        fee: Fen::ZERO,
        state: RefundState::Done,
        created_at: now_ms,
        done_at: Some(now_ms),
        closed_at: None,
        notify_url: String::new(),
        posts: 1,
        is_back_office: false,
        // Only another amount is an other request (不一致的请求).
        request: Value::Null,
    };
    match records.refund(Side::Alipay, new, now_ms) {
        Ok((refund, is_new)) => Ok(json!({
            "out_trade_no": refund.reference, "trade_no": records.orders[&refund.reference].transaction,
            "buyer_logon_id": "159****5620",
            "fund_change": if is_new { "Y" } else { "N" },
            "refund_fee": records.refunded_fen(&refund.reference).to_string(),
        })),
        Err(RefundError::NoOrder) => Err("ACQ.TRADE_NOT_EXIST"),
        Err(RefundError::NotPaid) => Err("ACQ.TRADE_STATUS_ERROR"),
        Err(RefundError::Finished) => Err("ACQ.TRADE_HAS_FINISHED"),
        Err(RefundError::TooMuch) => Err("ACQ.REFUND_AMT_NOT_EQUAL_TOTAL"),
        Err(RefundError::OtherRequest) => Err("ACQ.DISCORDANT_REPEAT_REQUEST"),
    }
}

/// The state of a refund. The answer about an unknown one has only `code` and `msg`
/// (如果没有返回 refund_status, 说明该退款请求未成功).
pub fn query_refund(records: &Records, request: &Request) -> Answer {
    let reference = reference(records, request);
    let number = refund_number(request);
    let order = records.orders.get(&reference).filter(|order| order.side == Side::Alipay);
    let order = order.ok_or("ACQ.TRADE_NOT_EXIST")?;
    let Some(refund) = records.refunds.get(&number).filter(|refund| refund.reference == reference) else {
        return Ok(json!({}));
    };
    Ok(json!({
        "out_trade_no": reference, "trade_no": order.transaction, "out_request_no": number,
        "refund_status": "REFUND_SUCCESS", "refund_amount": refund.fen.to_string(),
        "total_amount": order.paid_fen.to_string(),
        "gmt_refund_pay": beijing(refund.done_at.unwrap_or(refund.created_at)),
    }))
}
