//! Notices: 支付成功回调通知, 退款结果回调通知 and 投诉通知回调.

use miaohui_kernel::Fen;
use serde::Deserialize;
use serde::de::DeserializeOwned;

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
    #[serde(default)]
    out_refund_no: String,
    #[serde(default)]
    refund_id: String,
    #[serde(rename = "refund_status")]
    status: String,
    amount: Option<RefundContentAmount>,
}

#[derive(Deserialize)]
struct RefundContentAmount {
    refund: Option<Fen>,
}

#[derive(Deserialize)]
struct ComplaintContent {
    complaint_id: String,
}

/// What a notice says.
pub(super) enum Content {
    /// All of it.
    Notice(Notice),
    /// A complaint has begun or changed; its number. The rest has to be queried.
    Complaint(String),
}

/// Reads a notice with a verified signature, and checks that it is for this merchant.
pub(super) fn read(merchant: &Merchant, body: &[u8]) -> Result<Content, ProviderError> {
    let event: Event = serde_json::from_slice(body).map_err(unreadable)?;
    let (family, _) = event.event_type.split_once('.').unwrap_or_default();
    match family {
        "TRANSACTION" => {
            let payment: Payment = content(merchant, &event)?;
            let reference = payment.out_trade_no.clone();
            Ok(Content::Notice(match payment.state(merchant)? {
                PaymentState::Paid(paid) => Notice::Paid { reference, paid },
                PaymentState::Closed => Notice::Closed { reference },
                PaymentState::Waiting | PaymentState::Unknown => Notice::Other,
            }))
        }
        "REFUND" => Ok(Content::Notice(refund(merchant, content(merchant, &event)?)?)),
        "COMPLAINT" => Ok(Content::Complaint(content::<ComplaintContent>(merchant, &event)?.complaint_id)),
        _ => Ok(Content::Notice(Notice::Other)),
    }
}

fn refund(merchant: &Merchant, refund: RefundContent) -> Result<Notice, ProviderError> {
    if refund.mchid != merchant.client.mchid {
        return Err(forged("the refund is another merchant's"));
    }
    Ok(Notice::Refund(RefundNotice {
        reference: refund.out_trade_no,
        // A refund that was made at the provider may have only the provider's number.
        refund: if refund.out_refund_no.is_empty() { refund.refund_id } else { refund.out_refund_no },
        state: refund_state(&refund.status)?,
        fen: refund.amount.and_then(|amount| amount.refund),
        total: None,
    }))
}

fn content<T: DeserializeOwned>(merchant: &Merchant, event: &Event) -> Result<T, ProviderError> {
    serde_json::from_slice(&merchant.client.resource_key.decrypt(&event.resource)?).map_err(unreadable)
}

fn unreadable(_: serde_json::Error) -> ProviderError {
    forged("the notice is not what the documents describe")
}
