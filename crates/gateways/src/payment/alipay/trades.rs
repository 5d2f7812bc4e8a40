//! Trades and refunds: the pages `/open/02ekfq` (query), `/open/02o6e8` (close), `/open/02ekfs`
//! (refund) and `/open/02ekft` (query of a refund) of `opendocs.alipay.com`.

use miaohui_kernel::Fen;
use serde::Deserialize;
use serde_json::{Map, Value};

use crate::payment::alipay::codes::same;
use crate::payment::alipay::gateway::Gateway;
use crate::payment::alipay::text::without_reserved;
use crate::payment::checks::{check_reference, check_refund};
use crate::payment::codes::Call;
use crate::payment::provider::{
    CloseState, Paid, PaymentState, ProviderError, RefundOrder, RefundState, Remedy, forged, refused,
};
use crate::payment::time::unix_ms;

/// The members of answers that are read.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Members {
    out_trade_no: String,
    trade_no: String,
    trade_status: String,
    total_amount: String,
    send_pay_date: String,
    fund_change: String,
    out_request_no: String,
    refund_amount: String,
    refund_status: String,
}

impl Gateway {
    /// Calls a method for the payment `reference`; `None` if Alipay does not know the payment.
    async fn call_for(
        &self,
        call: Call,
        method: &str,
        reference: &str,
        mut content: Map<String, Value>,
    ) -> Result<Option<Members>, ProviderError> {
        check_reference(reference)?;
        content.insert("out_trade_no".into(), reference.into());
        match self.call::<Members>(call, method, &content.into(), &[]).await {
            Ok(trade) if trade.out_trade_no == reference => Ok(Some(trade)),
            // By the documents, a refund that is not known is answered with nothing but the code.
            Ok(trade) if call == Call::QueryRefund && trade.is_empty() => Ok(Some(trade)),
            Ok(_) => Err(forged("the answer is about another payment")),
            Err(ProviderError::Refused { code, .. }) if is_not_found(&code) => Ok(None),
            Err(error) => Err(error),
        }
    }

    pub(super) async fn query_trade(&self, reference: &str) -> Result<PaymentState, ProviderError> {
        let Some(trade) = self.call_for(Call::Query, "alipay.trade.query", reference, Map::new()).await?
        else {
            return Ok(PaymentState::Unknown);
        };
        match trade.trade_status.as_str() {
            "WAIT_BUYER_PAY" => Ok(PaymentState::Waiting),
            // A payment that was refunded in full is closed too, but has the time of its payment.
            "TRADE_CLOSED" if trade.send_pay_date.is_empty() => Ok(PaymentState::Closed),
            status @ ("TRADE_CLOSED" | "TRADE_SUCCESS" | "TRADE_FINISHED") => {
                let fen = Fen::parse_yuan(&trade.total_amount)
                    .ok_or_else(|| forged("the amount is not in yuan"))?;
                let (at, is_refunded) = (unix_ms(&trade.send_pay_date), status == "TRADE_CLOSED");
                Ok(PaymentState::Paid(Paid { transaction: trade.trade_no, fen, at, is_refunded }))
            }
            status => Err(forged(format!("there is no trade status {status:?}"))),
        }
    }

    pub(super) async fn close_trade(&self, reference: &str) -> Result<CloseState, ProviderError> {
        match self.call_for(Call::Close, "alipay.trade.close", reference, Map::new()).await {
            Ok(Some(_)) => Ok(CloseState::Closed),
            Ok(None) => Ok(CloseState::Unknown),
            Err(no @ ProviderError::Refused { remedy: Remedy::Ask | Remedy::Final, .. }) => {
                match self.query_trade(reference).await? {
                    PaymentState::Closed => Ok(CloseState::Closed),
                    PaymentState::Unknown => Ok(CloseState::Unknown),
                    PaymentState::Paid(_) => Ok(CloseState::Paid),
                    PaymentState::Waiting => Err(no),
                }
            }
            Err(error) => Err(error),
        }
    }

    pub(super) async fn make_refund(&self, order: &RefundOrder) -> Result<RefundState, ProviderError> {
        check_refund(order)?;
        let mut content = Map::new();
        content.insert("refund_amount".into(), order.fen.to_string().into());
        content.insert("out_request_no".into(), order.refund.clone().into());
        content.insert("refund_reason".into(), without_reserved(&order.reason).into());
        let method = "alipay.trade.refund";
        let Some(trade) = self.call_for(Call::Refund, method, &order.reference, content).await? else {
            return Err(refused("ACQ.TRADE_NOT_EXIST", "交易不存在"));
        };
        if trade.fund_change == "Y" {
            return Ok(RefundState::Done);
        }
        // No money moved in this call. An earlier call with this number may have moved it, or it is
        // pending.
        match self.query_refund_state(order).await? {
            RefundState::Unknown => Ok(RefundState::Working),
            state => Ok(state),
        }
    }

    pub(super) async fn query_refund_state(&self, order: &RefundOrder) -> Result<RefundState, ProviderError> {
        check_refund(order)?;
        let mut content = Map::new();
        content.insert("out_request_no".into(), order.refund.clone().into());
        let method = "alipay.trade.fastpay.refund.query";
        let Some(trade) = self.call_for(Call::QueryRefund, method, &order.reference, content).await? else {
            return Ok(RefundState::Unknown);
        };
        trade.refund_state(order)
    }
}

impl Members {
    /// The state of a refund, after a check that it is the requested one.
    fn refund_state(&self, order: &RefundOrder) -> Result<RefundState, ProviderError> {
        let state = match self.refund_status.as_str() {
            // By the documents, a refund without a status was not received or has failed, and can
            // be requested again with its number.
            "" => return Ok(RefundState::Unknown),
            "REFUND_SUCCESS" => RefundState::Done,
            "REFUND_FAIL" => RefundState::Failed("REFUND_FAIL".into()),
            "REFUND_PROCESSING" => RefundState::Working,
            status => return Err(forged(format!("there is no refund status {status:?}"))),
        };
        // Only a refund that was made has an amount for sure.
        let has_amount = state == RefundState::Done || !self.refund_amount.is_empty();
        let is_other = has_amount && Fen::parse_yuan(&self.refund_amount) != Some(order.fen);
        if is_other || self.out_request_no != order.refund {
            return Err(forged("the answer is about another refund"));
        }
        Ok(state)
    }

    /// Whether the answer has nothing but the code.
    fn is_empty(&self) -> bool {
        self.out_trade_no.is_empty() && self.out_request_no.is_empty() && self.refund_status.is_empty()
    }
}

/// Whether a code means that there is no such trade. The documents have two spellings.
fn is_not_found(code: &str) -> bool {
    same(code, "ACQ.TRADE_NOT_EXIST") || same(code, "TRADE_NOT_EXIST")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_documented_status_of_a_refund_is_a_state() {
        let order = RefundOrder {
            reference: "order_1".into(),
            refund: "refund_1".into(),
            fen: Fen(100),
            of_fen: Fen(1234),
            reason: String::new(),
        };
        let state = |status: &str, amount: &str, number: &str| {
            let members = Members {
                out_request_no: number.into(),
                refund_amount: amount.into(),
                refund_status: status.into(),
                ..Members::default()
            };
            members.refund_state(&order)
        };
        assert_eq!(state("REFUND_SUCCESS", "1.00", "refund_1"), Ok(RefundState::Done));
        assert_eq!(state("REFUND_PROCESSING", "", "refund_1"), Ok(RefundState::Working));
        assert_eq!(state("REFUND_FAIL", "1.00", "refund_1"), Ok(RefundState::Failed("REFUND_FAIL".into())));
        assert_eq!(state("", "", "refund_1"), Ok(RefundState::Unknown));
        for (status, amount, number) in [
            ("REFUND_SUCCESS", "", "refund_1"),
            ("REFUND_SUCCESS", "1.01", "refund_1"),
            ("REFUND_PROCESSING", "1.01", "refund_1"),
            ("REFUND_SUCCESS", "1.00", "refund_2"),
            ("REFUNDED", "1.00", "refund_1"),
        ] {
            assert!(
                matches!(state(status, amount, number), Err(ProviderError::Forged(_))),
                "{status} {amount}"
            );
        }
    }
}
