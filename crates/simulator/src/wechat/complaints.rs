//! 消费者投诉2.0 (`wiki/doc/apiv3/open/pay/chapter6_2_4.shtml` lists the calls): the address for
//! notices, and what a merchant does about a complaint.

use serde_json::{Value, json};

use crate::complaint::Complaint;
use crate::records::Records;
use crate::side::Side;
use crate::simulator::Simulator;
use crate::time::rfc3339;
use crate::wechat::answer::Answer;

/// The address for notices: 创建, 查询, 更新 and 删除投诉通知回调地址. It has to be `https`, except on the
/// loopback.
pub fn address(records: &mut Records, simulator: &Simulator, method: &str, body: &Value) -> Answer {
    let url = body["url"].as_str().unwrap_or_default();
    let is_url = url.starts_with("https://") || url.starts_with("http://127.0.0.1");
    match (method, &records.complaint_url) {
        ("POST", Some(_)) => return Err((400, "RESOURCE_ALREADY_EXISTS")),
        ("POST" | "PUT", _) if !is_url => return Err((400, "PARAM_ERROR")),
        ("GET" | "PUT" | "DELETE", None) => return Err((404, "RESOURCE_NOT_EXISTS")),
        ("POST" | "PUT", _) => records.complaint_url = Some(url.to_owned()),
        ("DELETE", _) => {
            records.complaint_url = None;
            return Ok(Value::Null);
        }
        _ => {}
    }
    Ok(json!({ "mchid": simulator.wechat.mchid, "url": records.complaint_url }))
}

/// 查询投诉单详情.
pub fn query(simulator: &Simulator, records: &mut Records, id: &str) -> Answer {
    let found = complaint(records, id)?.clone();
    let order = records.orders.get(&found.reference);
    let refunded = records.refunded_fen(&found.reference);
    let state = match (found.is_ended, found.is_answered) {
        (true, _) => "PROCESSED",
        (false, true) => "PROCESSING",
        (false, false) => "PENDING",
    };
    Ok(json!({
        "complaint_id": found.id, "complaint_time": rfc3339(found.created_at),
        "complaint_detail": found.text, "complaint_state": state,
        "complainted_mchid": simulator.wechat.mchid, "payer_openid": "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o",
        "complaint_order_info": order.map(|order| json!([{
            "transaction_id": order.transaction, "out_trade_no": order.reference, "amount": order.paid_fen,
        }])),
        "complaint_full_refunded": order.is_some_and(|order| refunded >= order.paid_fen),
        "incoming_user_response": !found.is_answered, "user_complaint_times": 1,
        "problem_description": "申请退款", "problem_type": "REFUND",
        "apply_refund_amount": order.map(|order| order.paid_fen),
    }))
}

/// 回复用户 (`response`) and 反馈处理完成 (`complete`).
pub fn act(simulator: &Simulator, records: &mut Records, id: &str, action: &str, body: &Value) -> Answer {
    let complaint = complaint(records, id)?;
    let has_text = body["response_content"].as_str().is_some_and(|text| !text.is_empty());
    if body["complainted_mchid"] != simulator.wechat.mchid.as_str() || (action == "response" && !has_text) {
        return Err((400, "PARAM_ERROR"));
    }
    complaint.is_answered = true;
    complaint.is_ended |= action == "complete";
    Ok(Value::Null)
}

fn complaint<'a>(records: &'a mut Records, id: &str) -> Result<&'a mut Complaint, (u16, &'static str)> {
    let found = records.complaints.get_mut(id).filter(|complaint| complaint.side == Side::Wechat);
    found.ok_or((404, "RESOURCE_NOT_EXISTS"))
}
