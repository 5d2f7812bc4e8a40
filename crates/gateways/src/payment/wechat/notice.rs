//! Notices: 支付成功回调通知 and 退款结果回调通知.

use serde::Deserialize;

use crate::payment::provider::{Notice, PaymentState, ProviderError, forged};
use crate::payment::wechat::WechatPay;
use crate::payment::wechat::orders::{Payment, refund_state};
use crate::payment::wechat::resource::Resource;

#[derive(Deserialize)]
struct Event {
    event_type: String,
    resource: Resource,
}

#[derive(Deserialize)]
struct RefundNews {
    mchid: String,
    out_trade_no: String,
    out_refund_no: String,
    #[serde(rename = "refund_status")]
    status: String,
}

/// Reads a notice whose signature was verified, and verifies that it is meant for us.
pub(super) fn read(ours: &WechatPay, body: &[u8]) -> Result<Notice, ProviderError> {
    let unreadable = |_| forged("the notice is not what the documents describe");
    let event: Event = serde_json::from_slice(body).map_err(unreadable)?;
    let (family, _) = event.event_type.split_once('.').unwrap_or_default();
    match family {
        "TRANSACTION" => {
            let payment: Payment =
                serde_json::from_slice(&ours.client.resources.open(&event.resource)?).map_err(unreadable)?;
            let reference = payment.out_trade_no.clone();
            Ok(match payment.state(ours)? {
                PaymentState::Paid { transaction, fen } => Notice::Paid { reference, transaction, fen },
                PaymentState::Closed => Notice::Closed { reference },
                PaymentState::Waiting | PaymentState::Unknown => Notice::Other,
            })
        }
        "REFUND" => {
            let refund: RefundNews =
                serde_json::from_slice(&ours.client.resources.open(&event.resource)?).map_err(unreadable)?;
            if refund.mchid != ours.client.mchid {
                return Err(forged("the refund is another merchant's"));
            }
            let state = refund_state(&refund.status)?;
            Ok(Notice::Refund { reference: refund.out_trade_no, refund: refund.out_refund_no, state })
        }
        _ => Ok(Notice::Other),
    }
}
