//! Orders (`/doc/v3/merchant/4013070356`, 商户订单号查询订单, and its neighbours) and refunds (退款申请, 查询单笔退款).

use miaohui_kernel::Fen;
use serde::Deserialize;
use serde::de::{DeserializeOwned, IgnoredAny};
use serde_json::{Value, json};
use ureq::http::Method;

use crate::payment::provider::{
    Charge, PaymentState, ProviderError, RefundOrder, RefundState, check_reference, check_refund, cut, forged,
};
use crate::payment::time::rfc3339;
use crate::payment::wechat::WechatPay;

/// Longest description, in bytes; the documents say characters, of which these are never more.
const LONGEST_DESCRIPTION: usize = 127;
/// Longest reason of a refund, in bytes.
const LONGEST_REASON: usize = 80;

/// A payment, as it is queried and as notices tell it.
#[derive(Debug, Deserialize)]
pub(super) struct Payment {
    #[serde(default)]
    pub appid: String,
    #[serde(default)]
    pub mchid: String,
    pub out_trade_no: String,
    #[serde(default)]
    pub transaction_id: String,
    pub trade_state: String,
    pub amount: Option<Total>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Total {
    total: Fen,
    #[serde(default)]
    currency: Option<String>,
}

impl Payment {
    /// How it stands, if it is one of ours.
    pub fn state(self, ours: &WechatPay) -> Result<PaymentState, ProviderError> {
        // Some answers about orders that nobody has paid leave these out.
        let is_paid = matches!(self.trade_state.as_str(), "SUCCESS" | "REFUND");
        let must_fit = |id: &str| is_paid || !id.is_empty();
        if must_fit(&self.mchid) && self.mchid != ours.client.mchid {
            return Err(forged("the payment is another merchant's"));
        }
        if must_fit(&self.appid) && !ours.has_app(&self.appid) {
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
                Ok(PaymentState::Paid { transaction: self.transaction_id, fen: amount.total })
            }
            state => Err(forged(format!("there is no trade state {state:?}"))),
        }
    }
}

/// A refund as it is asked for and queried.
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

/// The state that a refund's status names.
pub(super) fn refund_state(status: &str) -> Result<RefundState, ProviderError> {
    match status {
        "SUCCESS" => Ok(RefundState::Done),
        "PROCESSING" => Ok(RefundState::Working),
        "CLOSED" | "ABNORMAL" => Ok(RefundState::Failed(status.into())),
        _ => Err(forged(format!("there is no refund status {status:?}"))),
    }
}

impl WechatPay {
    /// Makes an order and answers with the text `wanted` of the reply.
    pub(super) async fn order(
        &self,
        kind: &str,
        appid: &str,
        charge: &Charge,
        more: Value,
        wanted: &str,
    ) -> Result<String, ProviderError> {
        let mut body = json!({
            "appid": appid,
            "mchid": self.client.mchid,
            "description": cut(&charge.subject, LONGEST_DESCRIPTION),
            "out_trade_no": charge.reference,
            "time_expire": rfc3339(charge.expires_at),
            "notify_url": self.notify_url,
            "amount": { "total": charge.fen, "currency": "CNY" },
        });
        if let (Some(body), Value::Object(more)) = (body.as_object_mut(), more) {
            body.extend(more);
        }
        let path = format!("/v3/pay/transactions/{kind}");
        let reply: Value = self.client.call(Method::POST, &path, Some(&body)).await?;
        match reply[wanted].as_str() {
            Some(text) => Ok(text.to_owned()),
            None => Err(forged(format!("the answer lacks {wanted}"))),
        }
    }

    pub(super) async fn state(&self, reference: &str) -> Result<PaymentState, ProviderError> {
        check_reference(reference)?;
        let path = format!("/v3/pay/transactions/out-trade-no/{reference}?mchid={}", self.client.mchid);
        match self.find::<Payment>(&path).await? {
            None => Ok(PaymentState::Unknown),
            Some(payment) if payment.out_trade_no == reference => payment.state(self),
            Some(_) => Err(forged("the answer is about another payment")),
        }
    }

    pub(super) async fn closed(&self, reference: &str) -> Result<(), ProviderError> {
        check_reference(reference)?;
        let path = format!("/v3/pay/transactions/out-trade-no/{reference}/close");
        let body = json!({ "mchid": self.client.mchid });
        match self.client.call::<IgnoredAny>(Method::POST, &path, Some(&body)).await {
            Ok(_) => Ok(()),
            Err(no @ ProviderError::Refused { .. }) => match self.state(reference).await? {
                PaymentState::Closed | PaymentState::Unknown => Ok(()),
                _ => Err(no),
            },
            Err(error) => Err(error),
        }
    }

    pub(super) async fn refunded(&self, order: &RefundOrder) -> Result<RefundState, ProviderError> {
        check_refund(order)?;
        let mut body = json!({
            "out_trade_no": order.reference,
            "out_refund_no": order.refund,
            "notify_url": self.notify_url,
            "amount": { "refund": order.fen, "total": order.of_fen, "currency": "CNY" },
        });
        let reason = cut(&order.reason, LONGEST_REASON);
        if !reason.is_empty() {
            body["reason"] = reason.into();
        }
        let refund: Refund =
            self.client.call(Method::POST, "/v3/refund/domestic/refunds", Some(&body)).await?;
        refund.state(order)
    }

    pub(super) async fn refund_state(&self, order: &RefundOrder) -> Result<RefundState, ProviderError> {
        check_refund(order)?;
        let path = format!("/v3/refund/domestic/refunds/{}", order.refund);
        match self.find::<Refund>(&path).await? {
            Some(refund) => refund.state(order),
            None => Ok(RefundState::Unknown),
        }
    }

    async fn find<T: DeserializeOwned>(&self, path: &str) -> Result<Option<T>, ProviderError> {
        match self.client.call(Method::GET, path, None).await {
            Ok(found) => Ok(Some(found)),
            Err(ProviderError::Refused { code, .. }) if is_not_found(&code) => Ok(None),
            Err(error) => Err(error),
        }
    }
}

/// The documents spell it in these ways.
fn is_not_found(code: &str) -> bool {
    matches!(code, "ORDER_NOT_EXIST" | "ORDERNOTEXIST" | "RESOURCE_NOT_EXISTS" | "NOT_FOUND")
}

impl Refund {
    /// How it stands, if it is the one that was asked about.
    fn state(self, order: &RefundOrder) -> Result<RefundState, ProviderError> {
        let ours = self.out_trade_no == order.reference
            && self.out_refund_no == order.refund
            && (self.amount.refund, self.amount.total) == (order.fen, order.of_fen);
        if ours { refund_state(&self.status) } else { Err(forged("the answer is about another refund")) }
    }
}
