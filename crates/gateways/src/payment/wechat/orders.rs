//! Orders (`/doc/v3/merchant/4013070356`, 商户订单号查询订单, and its neighbours) and refunds (退款申请,
//! 查询单笔退款).

use miaohui_kernel::Fen;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer};
use serde_json::{Value, json};
use ureq::http::Method;

use crate::payment::checks::{check_reference, check_refund, cut};
use crate::payment::codes::Call;
use crate::payment::provider::{
    Charge, CloseState, Paid, PaymentState, ProviderError, RefundOrder, RefundState, Remedy, forged,
};
use crate::payment::time::{rfc3339, unix_ms};
use crate::payment::wechat::codes::same;
use crate::payment::wechat::merchant::Merchant;

/// The longest description in bytes. The documents limit the characters, of which there are never
/// more.
const MAX_DESCRIPTION: usize = 127;
/// The longest reason of a refund in bytes.
const MAX_REASON: usize = 80;

/// A payment in an answer or a notice.
#[derive(Debug, Deserialize)]
pub(super) struct Payment {
    #[serde(default, deserialize_with = "text")]
    appid: String,
    #[serde(default, deserialize_with = "text")]
    mchid: String,
    #[serde(default, deserialize_with = "text")]
    pub out_trade_no: String,
    #[serde(default, deserialize_with = "text")]
    transaction_id: String,
    trade_state: String,
    #[serde(default, deserialize_with = "text")]
    success_time: String,
    amount: Option<Total>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Total {
    total: Option<Fen>,
    currency: Option<String>,
}

/// A text, or `null` for an empty one.
fn text<'de, D: Deserializer<'de>>(from: D) -> Result<String, D::Error> {
    Option::<String>::deserialize(from).map(Option::unwrap_or_default)
}

impl Payment {
    fn is_paid(&self) -> bool {
        matches!(self.trade_state.as_str(), "SUCCESS" | "REFUND")
    }

    /// Whether it is the payment `reference`. Some answers about unpaid orders lack the number.
    fn is_of(&self, reference: &str) -> bool {
        self.out_trade_no == reference || self.out_trade_no.is_empty() && !self.is_paid()
    }

    /// Its state, after a check that it is this merchant's.
    pub fn state(self, merchant: &Merchant) -> Result<PaymentState, ProviderError> {
        // Some answers about unpaid orders have no merchant and application.
        let is_paid = self.is_paid();
        let must_match = |id: &str| is_paid || !id.is_empty();
        if must_match(&self.mchid) && self.mchid != merchant.client.mchid {
            return Err(forged("the payment is another merchant's"));
        }
        if must_match(&self.appid) && !merchant.has_app(&self.appid) {
            return Err(forged("the payment is another application's"));
        }
        match self.trade_state.as_str() {
            "NOTPAY" | "USERPAYING" | "PAYERROR" => Ok(PaymentState::Waiting),
            "CLOSED" | "REVOKED" => Ok(PaymentState::Closed),
            _ if is_paid => {
                let amount = self.amount.ok_or_else(|| forged("the payment has no amount"))?;
                if amount.currency.is_some_and(|currency| currency != "CNY") {
                    return Err(forged("the payment is in another currency"));
                }
                Ok(PaymentState::Paid(Paid {
                    transaction: self.transaction_id,
                    fen: amount.total.ok_or_else(|| forged("the payment has no amount"))?,
                    at: unix_ms(&self.success_time),
                    is_refunded: self.trade_state == "REFUND",
                }))
            }
            state => Err(forged(format!("there is no trade state {state:?}"))),
        }
    }
}

/// A refund in an answer.
#[derive(Debug, Deserialize)]
struct Refund {
    out_trade_no: String,
    out_refund_no: String,
    status: String,
    amount: RefundAmount,
}

/// The amounts of a refund.
#[derive(Debug, Deserialize)]
struct RefundAmount {
    refund: Fen,
    total: Fen,
}

/// The state for a refund's status.
pub(super) fn refund_state(status: &str) -> Result<RefundState, ProviderError> {
    match status {
        "SUCCESS" => Ok(RefundState::Done),
        "PROCESSING" => Ok(RefundState::Working),
        "CLOSED" | "ABNORMAL" => Ok(RefundState::Failed(status.into())),
        _ => Err(forged(format!("there is no refund status {status:?}"))),
    }
}

impl Merchant {
    /// Creates an order and returns the member `wanted` of the answer.
    pub(super) async fn create_order(
        &self,
        kind: &str,
        charge: &Charge,
        more: Value,
        wanted: &str,
    ) -> Result<String, ProviderError> {
        let mut body = json!({
            "appid": self.app_for(&charge.scene),
            "mchid": self.client.mchid,
            "description": cut(&charge.subject, MAX_DESCRIPTION),
            "out_trade_no": charge.reference,
            "time_expire": rfc3339(charge.expires_at),
            "notify_url": self.notify_url,
            "amount": { "total": charge.fen, "currency": "CNY" },
        });
        if let (Some(body), Value::Object(more)) = (body.as_object_mut(), more) {
            body.extend(more);
        }
        let path = format!("/v3/pay/transactions/{kind}");
        let reply: Value = self.client.call(Call::Create, Method::POST, &path, Some(&body)).await?;
        match reply[wanted].as_str() {
            Some(text) => Ok(text.to_owned()),
            None => Err(forged(format!("the answer lacks {wanted}"))),
        }
    }

    pub(super) async fn query(&self, reference: &str) -> Result<PaymentState, ProviderError> {
        check_reference(reference)?;
        let path = format!("/v3/pay/transactions/out-trade-no/{reference}?mchid={}", self.client.mchid);
        match self.find::<Payment>(Call::Query, &path).await? {
            None => Ok(PaymentState::Unknown),
            Some(payment) if payment.is_of(reference) => payment.state(self),
            Some(_) => Err(forged("the answer is about another payment")),
        }
    }

    /// Closes an order. Only 204 says that it is closed; 202 says that the payer is paying.
    pub(super) async fn close(&self, reference: &str) -> Result<CloseState, ProviderError> {
        check_reference(reference)?;
        let path = format!("/v3/pay/transactions/out-trade-no/{reference}/close");
        let body = json!({ "mchid": self.client.mchid });
        let refusal = match self.client.answer(Call::Close, Method::POST, &path, Some(&body)).await {
            Ok(answer) if answer.status == 204 => return Ok(CloseState::Closed),
            Ok(answer) if answer.status == 202 => return Ok(CloseState::Paying),
            Ok(answer) => forged(format!("the answer to the closing has the status {}", answer.status)),
            Err(error) => error,
        };
        match refusal {
            ProviderError::Refused { code, .. } if same(&code, "USERPAYING") => Ok(CloseState::Paying),
            ProviderError::Refused { code, .. } if same(&code, "ORDERPAID") => Ok(CloseState::Paid),
            ProviderError::Refused { code, .. } if same(&code, "ORDER_CLOSED") => Ok(CloseState::Closed),
            ProviderError::Refused { code, .. } if is_not_found(&code) => Ok(CloseState::Unknown),
            no @ ProviderError::Refused { remedy: Remedy::Ask | Remedy::Final, .. } => {
                match self.query(reference).await? {
                    PaymentState::Closed => Ok(CloseState::Closed),
                    PaymentState::Unknown => Ok(CloseState::Unknown),
                    PaymentState::Paid(_) => Ok(CloseState::Paid),
                    PaymentState::Waiting => Err(no),
                }
            }
            error => Err(error),
        }
    }

    pub(super) async fn refund(&self, order: &RefundOrder) -> Result<RefundState, ProviderError> {
        check_refund(order)?;
        let mut body = json!({
            "out_trade_no": order.reference,
            "out_refund_no": order.refund,
            "notify_url": self.notify_url,
            "amount": { "refund": order.fen, "total": order.of_fen, "currency": "CNY" },
        });
        let reason = cut(&order.reason, MAX_REASON);
        if !reason.is_empty() {
            body["reason"] = reason.into();
        }
        let refund: Refund =
            self.client.call(Call::Refund, Method::POST, "/v3/refund/domestic/refunds", Some(&body)).await?;
        refund.state(order)
    }

    pub(super) async fn query_refund(&self, order: &RefundOrder) -> Result<RefundState, ProviderError> {
        check_refund(order)?;
        let path = format!("/v3/refund/domestic/refunds/{}", order.refund);
        match self.find::<Refund>(Call::QueryRefund, &path).await? {
            Some(refund) => refund.state(order),
            None => Ok(RefundState::Unknown),
        }
    }

    async fn find<T: DeserializeOwned>(&self, call: Call, path: &str) -> Result<Option<T>, ProviderError> {
        match self.client.call(call, Method::GET, path, None).await {
            Ok(found) => Ok(Some(found)),
            Err(ProviderError::Refused { code, .. }) if is_not_found(&code) => Ok(None),
            Err(error) => Err(error),
        }
    }
}

/// Whether a code means that there is no such order or refund.
fn is_not_found(code: &str) -> bool {
    ["ORDER_NOT_EXIST", "RESOURCE_NOT_EXISTS", "NOT_FOUND"].iter().any(|known| same(code, known))
}

impl Refund {
    /// Its state, after a check that it is the requested one.
    fn state(self, order: &RefundOrder) -> Result<RefundState, ProviderError> {
        let matches = self.out_trade_no == order.reference
            && self.out_refund_no == order.refund
            && (self.amount.refund, self.amount.total) == (order.fen, order.of_fen);
        if matches { refund_state(&self.status) } else { Err(forged("the answer is about another refund")) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unpaid_order_may_lack_its_amount_and_its_ids() {
        for text in [
            r#"{ "trade_state": "CLOSED" }"#,
            r#"{ "trade_state": "NOTPAY", "out_trade_no": null, "transaction_id": null, "amount": null }"#,
            r#"{ "trade_state": "CLOSED", "out_trade_no": "order_1", "amount": {} }"#,
        ] {
            let payment: Payment = serde_json::from_str(text).unwrap();
            assert!(payment.is_of("order_1") && !payment.is_paid(), "{text}");
        }
        let paid: Payment = serde_json::from_str(r#"{ "trade_state": "SUCCESS" }"#).unwrap();
        assert!(!paid.is_of("order_1"));
    }
}
