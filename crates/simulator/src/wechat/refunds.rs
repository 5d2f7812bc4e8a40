//! 申请退款 (`pay.weixin.qq.com/doc/v3/merchant/4012552567`) and 查询单笔退款.

use miaohui_kernel::Fen;
use serde_json::Value;

use crate::records::{self, Records};
use crate::refund::{Refund, RefundError, RefundState};
use crate::side::Side;
use crate::simulator::Simulator;
use crate::wechat::answer::Answer;
use crate::wechat::trade::refund_members;

/// Makes a refund, or returns an equal one.
///
/// 同一退款单号多次请求只退一笔: a repeated number answers the same refund, and `INVALID_REQUEST` if any
/// member differs. A failed refund is tried again with its own number (一笔退款失败后重新提交,
/// 请不要更换退款单号); a closed one needs another number.
pub fn create(simulator: &Simulator, records: &mut Records, body: &Value) -> Answer {
    let text = |name: &str| body[name].as_str().unwrap_or_default().to_owned();
    let amount = |name: &str| body["amount"][name].as_i64().map(Fen);
    let (Some(fen), Some(of_fen)) = (amount("refund"), amount("total")) else {
        return Err((400, "PARAM_ERROR"));
    };
    let reference = match body["transaction_id"].as_str() {
        Some(id) => {
            records.orders.values().find(|order| order.transaction == id).map(|order| &order.reference)
        }
        None => records.orders.get_key_value(&text("out_trade_no")).map(|(reference, _)| reference),
    };
    let Some(reference) = reference.cloned() else { return Err((404, "RESOURCE_NOT_EXISTS")) };
    let paid_fen = records.orders.get(&reference).map_or(Fen::ZERO, |order| order.paid_fen);
    let has_other_total = paid_fen.is_positive() && paid_fen != of_fen;
    if !fen.is_positive()
        || has_other_total
        || !is_number(&text("out_refund_no"))
        || body["amount"]["currency"] != "CNY"
        || text("reason").chars().count() > 80
    {
        return Err((400, "PARAM_ERROR"));
    }
    let now_ms = simulator.clock.now_ms();
    let new = Refund {
        reference,
        number: text("out_refund_no"),
        id: records::number(&simulator.rng),
        fen,
        fee: Fen::ZERO,
        state: RefundState::Working,
        created_at: now_ms,
        done_at: None,
        closed_at: None,
        notify_url: text("notify_url"),
        posts: 1,
        is_back_office: false,
        request: body.clone(),
    };
    match records.refund(Side::Wechat, new, now_ms) {
        Ok((mut refund, is_new)) => {
            if !is_new && refund.state == RefundState::Failed {
                records.set_refund_state(&refund.number, RefundState::Working, now_ms);
                refund.state = RefundState::Working;
            }
            Ok(refund_members(records, &refund, "status"))
        }
        // 未支付的订单不能发起退款 is among the reasons of this code.
        Err(RefundError::NoOrder | RefundError::NotPaid) => Err((404, "RESOURCE_NOT_EXISTS")),
        Err(RefundError::TooMuch | RefundError::Finished | RefundError::OtherRequest) => {
            Err((400, "INVALID_REQUEST"))
        }
    }
}

/// Whether a text is an `out_refund_no`: 1 to 64 letters, digits and `_-|*@`.
fn is_number(text: &str) -> bool {
    (1..=64).contains(&text.len())
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'|' | b'*' | b'@'))
}

pub fn query(records: &Records, number: &str) -> Answer {
    let is_ours = |refund: &&Refund| {
        records.orders.get(&refund.reference).is_some_and(|order| order.side == Side::Wechat)
    };
    match records.refunds.get(number).filter(is_ours) {
        Some(refund) => Ok(refund_members(records, refund, "status")),
        None => Err((404, "RESOURCE_NOT_EXISTS")),
    }
}
