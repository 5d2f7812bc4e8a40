//! Complaints of payers: the message `alipay.merchant.tradecomplain.changed` and the method
//! `alipay.merchant.tradecomplain.query`. The documents have no chargebacks of domestic payments.

use miaohui_kernel::{Fen, HOUR_MS};
use serde::Deserialize;
use serde_json::json;

use crate::payment::alipay::gateway::Gateway;
use crate::payment::codes::Call;
use crate::payment::provider::{Dispute, DisputeKind, ProviderError, forged};
use crate::payment::time::unix_ms;

/// How long the merchant has for the first reply. The answers name no deadline.
const REPLY_MS: i64 = 24 * HOUR_MS;

/// The members that are read.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Complaint {
    complain_event_id: String,
    status: String,
    merchant_order_no: Option<String>,
    gmt_create: String,
    complain_reason: String,
    content: String,
    trade_amount: Option<String>,
}

impl Gateway {
    /// Queries a complaint.
    pub(super) async fn complaint(&self, number: &str) -> Result<Dispute, ProviderError> {
        let content = json!({ "complain_event_id": number });
        let method = "alipay.merchant.tradecomplain.query";
        let complaint: Complaint = self.call(Call::Complaint, method, &content, &[]).await?;
        if complaint.complain_event_id != number {
            return Err(forged("the answer is about another complaint"));
        }
        let texts = [complaint.complain_reason, complaint.content];
        let texts: Vec<String> = texts.into_iter().filter(|text| !text.is_empty()).collect();
        Ok(Dispute {
            kind: DisputeKind::Complaint,
            number: number.to_owned(),
            reference: complaint.merchant_order_no.filter(|reference| !reference.is_empty()),
            fen: complaint.trade_amount.and_then(|yuan| Fen::parse_yuan(&yuan)),
            text: texts.join("\n"),
            at: unix_ms(&complaint.gmt_create),
            answer_within_ms: REPLY_MS,
            is_ended: matches!(
                complaint.status.as_str(),
                "FINISHED" | "CANCELLED" | "PLATFORM_FINISH" | "CLOSED"
            ),
        })
    }
}
