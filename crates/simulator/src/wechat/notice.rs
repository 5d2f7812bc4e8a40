//! WeChat Pay's notices.

use miaohui_kernel::Fen;
use serde_json::json;

use crate::notice::Notice;
use crate::records::{Order, Records, Refund, RefundState};
use crate::simulator::Simulator;
use crate::wechat::trade::{payment_members, refund_members, resource, signature_headers, signer};

/// The notice of an order, or of a refund of it.
pub fn notice(
    simulator: &Simulator,
    records: &Records,
    order: &Order,
    refund: Option<&Refund>,
    forge: bool,
) -> Option<Notice> {
    let (kind, event, content, url) = match refund {
        None => (
            "transaction",
            "TRANSACTION.SUCCESS",
            payment_members(simulator, order, Fen::ZERO),
            &order.notify_url,
        ),
        Some(refund) => {
            let mut content = refund_members(records, refund, "refund_status");
            content["mchid"] = simulator.wechat.mchid.clone().into();
            let event = if refund.state == RefundState::Done { "REFUND.SUCCESS" } else { "REFUND.ABNORMAL" };
            ("refund", event, content, &refund.notify_url)
        }
    };
    let mut resource = resource(simulator, kind, &content.to_string())?;
    resource["original_type"] = kind.into();
    let body = json!({
        "id": simulator.rng.uuid(), "create_time": simulator.rfc3339(), "event_type": event, "summary": "通知",
        "resource_type": "encrypt-resource", "resource": resource,
    })
    .to_string();
    let (serial, signer) = signer(simulator, records.rotations, order.by_public_key);
    let signed = if forge { format!("{body}0") } else { body.clone() };
    Some(Notice { url: url.clone(), headers: signature_headers(simulator, serial, signer, &signed), body })
}
