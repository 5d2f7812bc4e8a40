//! WeChat Pay's notices.

use miaohui_kernel::Fen;
use serde_json::{Value, json};

use crate::complaint::Complaint;
use crate::notice::Notice;
use crate::order::Order;
use crate::records::Records;
use crate::refund::{Refund, RefundState};
use crate::simulator::Simulator;
use crate::time::rfc3339;
use crate::wechat::trade::{payment_members, refund_members, resource, signature_headers, signer};

/// The subject of a notice.
#[derive(Clone, Copy)]
pub enum Subject<'a> {
    Payment,
    Refund(&'a Refund),
    Complaint(&'a Complaint),
}

/// The notice of an order, or of a refund or a complaint of it.
pub fn notice(
    simulator: &Simulator,
    records: &Records,
    order: &Order,
    subject: Subject<'_>,
    forge: bool,
) -> Option<Notice> {
    let now_ms = simulator.clock.now_ms();
    let (kind, event, content, url) = match subject {
        Subject::Payment => (
            "transaction",
            "TRANSACTION.SUCCESS",
            payment_members(simulator, order, Fen::ZERO, now_ms),
            &order.notify_url,
        ),
        Subject::Refund(refund) => {
            let mut content = refund_members(records, refund, "refund_status");
            content["mchid"] = simulator.wechat.mchid.clone().into();
            let event = match refund.state {
                RefundState::Done => "REFUND.SUCCESS",
                RefundState::Closed => "REFUND.CLOSED",
                RefundState::Working | RefundState::Failed => "REFUND.ABNORMAL",
            };
            ("refund", event, content, &refund.notify_url)
        }
        // 投诉通知回调, `wiki/doc/apiv3/apis/chapter10_2_16.shtml`.
        Subject::Complaint(complaint) => {
            let content = json!({ "complaint_id": complaint.id, "action_type": "CREATE_COMPLAINT" });
            ("complaint", "COMPLAINT.CREATE", content, &complaint.notify_url)
        }
    };
    if url.is_empty() {
        return None;
    }
    let mut resource = resource(simulator, kind, &content.to_string())?;
    resource["original_type"] = kind.into();
    let body = json!({
        "id": simulator.rng.uuid(), "create_time": rfc3339(now_ms), "event_type": event, "summary": "通知",
        "resource_type": "encrypt-resource", "resource": resource,
    });
    Some(signed(simulator, records, order, url, &body, forge))
}

fn signed(
    simulator: &Simulator,
    records: &Records,
    order: &Order,
    url: &str,
    body: &Value,
    forge: bool,
) -> Notice {
    let body = body.to_string();
    let (serial, signer) = signer(simulator, records.rotations, order.by_public_key);
    let signed = if forge { format!("{body}0") } else { body.clone() };
    let headers = signature_headers(simulator, serial, signer, &signed);
    Notice { url: url.to_owned(), headers, body }
}
