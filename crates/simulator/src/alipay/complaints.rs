//! `alipay.merchant.tradecomplain.query` (查询单条交易投诉详情).

use serde_json::json;

use crate::alipay::answer::Answer;
use crate::alipay::request::Request;
use crate::records::Records;
use crate::side::Side;
use crate::time::beijing;

/// The members of a complaint.
pub fn query(records: &Records, request: &Request) -> Answer {
    let found = records.complaints.get(&request.text("complain_event_id"));
    let complaint = found.filter(|complaint| complaint.side == Side::Alipay).ok_or("INVALID_PARAMETER")?;
    let order = records.orders.get(&complaint.reference);
    Ok(json!({
        "complain_event_id": complaint.id,
        "status": if complaint.is_ended { "FINISHED" } else { "MERCHANT_PROCESSING" },
        "trade_no": order.map(|order| order.transaction.clone()),
        "merchant_order_no": complaint.reference,
        "trade_amount": order.map(|order| order.paid_fen.to_string()),
        "gmt_create": beijing(complaint.created_at), "gmt_modified": beijing(complaint.created_at),
        "leaf_category_name": "收银服务", "complain_reason": "未收到商品", "content": complaint.text,
        "reply_detail_infos": [],
    }))
}
