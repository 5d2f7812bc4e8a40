//! Complaints of payers:
//! `pay.weixin.qq.com/docs/merchant/apis/consumer-complaint/complaints/query-complaint-v2.html`
//! (查询投诉单详情). The documents have no chargebacks of domestic payments.

use miaohui_kernel::{Fen, HOUR_MS};
use serde::Deserialize;
use ureq::http::Method;

use crate::payment::codes::Call;
use crate::payment::provider::{Dispute, DisputeKind, ProviderError, forged};
use crate::payment::time::unix_ms;
use crate::payment::wechat::merchant::Merchant;

/// How long the merchant has for the first reply: `kf.qq.com/faq/230125a6NbmA230125vMNZnE.html`
/// (消费者投诉处理指南), which also gives 72 hours until the end.
const REPLY_MS: i64 = 24 * HOUR_MS;

/// The members that are read. The payer's phone number is encrypted and not needed.
#[derive(Debug, Deserialize)]
struct Members {
    complaint_id: String,
    #[serde(default)]
    complaint_time: String,
    #[serde(default)]
    complaint_detail: String,
    #[serde(default)]
    problem_description: String,
    complaint_state: String,
    complaint_order_info: Option<Vec<Order>>,
    apply_refund_amount: Option<Fen>,
}

#[derive(Debug, Deserialize)]
struct Order {
    #[serde(default)]
    out_trade_no: String,
    amount: Option<Fen>,
}

impl Merchant {
    /// Queries a complaint.
    pub(super) async fn complaint(&self, number: &str) -> Result<Dispute, ProviderError> {
        let fits = (1..=64).contains(&number.len())
            && number.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-'));
        if !fits {
            return Err(forged("the complaint's number is not one"));
        }
        let path = format!("/v3/merchant-service/complaints-v2/{number}");
        let complaint: Members = self.client.call(Call::Complaint, Method::GET, &path, None).await?;
        if complaint.complaint_id != number {
            return Err(forged("the answer is about another complaint"));
        }
        let order = complaint.complaint_order_info.unwrap_or_default().into_iter().next();
        let (reference, paid) = order.map_or((None, None), |order| (Some(order.out_trade_no), order.amount));
        let texts = [complaint.problem_description, complaint.complaint_detail];
        let texts: Vec<String> = texts.into_iter().filter(|text| !text.is_empty()).collect();
        Ok(Dispute {
            kind: DisputeKind::Complaint,
            number: number.to_owned(),
            reference: reference.filter(|reference| !reference.is_empty()),
            fen: complaint.apply_refund_amount.filter(|fen| fen.is_positive()).or(paid),
            text: texts.join("\n"),
            at: unix_ms(&complaint.complaint_time),
            answer_within_ms: REPLY_MS,
            is_ended: complaint.complaint_state == "PROCESSED",
        })
    }
}
