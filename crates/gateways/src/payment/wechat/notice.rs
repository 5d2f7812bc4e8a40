//! Notices: 支付成功回调通知 and 退款结果回调通知.

use miaohui_kernel::Fen;
use serde::Deserialize;

use crate::payment::provider::{Notice, PaymentState, ProviderError, RefundNotice, forged};
use crate::payment::wechat::merchant::Merchant;
use crate::payment::wechat::orders::{Payment, refund_state};
use crate::payment::wechat::resource::Resource;

#[derive(Deserialize)]
struct Event {
    event_type: String,
    resource: Resource,
}

#[derive(Deserialize)]
struct RefundContent {
    mchid: String,
    out_trade_no: String,
    out_refund_no: String,
    #[serde(rename = "refund_status")]
    status: String,
    amount: Option<RefundContentAmount>,
}

#[derive(Deserialize)]
struct RefundContentAmount {
    refund: Fen,
}

/// Reads a notice with a verified signature, and checks that it is for this merchant.
pub(super) fn read(merchant: &Merchant, body: &[u8]) -> Result<Notice, ProviderError> {
    let unreadable = |_| forged("the notice is not what the documents describe");
    let event: Event = serde_json::from_slice(body).map_err(unreadable)?;
    let (family, _) = event.event_type.split_once('.').unwrap_or_default();
    match family {
        "TRANSACTION" => {
            let payment: Payment =
                serde_json::from_slice(&merchant.client.resource_key.decrypt(&event.resource)?)
                    .map_err(unreadable)?;
            let reference = payment.out_trade_no.clone();
            Ok(match payment.state(merchant)? {
                PaymentState::Paid(paid) => Notice::Paid { reference, paid },
                PaymentState::Closed => Notice::Closed { reference },
                PaymentState::Waiting | PaymentState::Unknown => Notice::Other,
            })
        }
        "REFUND" => {
            let refund: RefundContent =
                serde_json::from_slice(&merchant.client.resource_key.decrypt(&event.resource)?)
                    .map_err(unreadable)?;
            if refund.mchid != merchant.client.mchid {
                return Err(forged("the refund is another merchant's"));
            }
            let state = refund_state(&refund.status)?;
            Ok(Notice::Refund(RefundNotice {
                reference: refund.out_trade_no,
                refund: refund.out_refund_no,
                state,
                fen: refund.amount.map(|amount| amount.refund),
                total: None,
            }))
        }
        _ => Ok(Notice::Other),
    }
}
