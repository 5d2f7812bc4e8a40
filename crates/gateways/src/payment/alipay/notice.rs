//! Notices: `opendocs.alipay.com/open/270/105902` (trades), and messages of the application's
//! gateway.

use std::collections::BTreeMap;

use miaohui_kernel::Fen;
use serde::Deserialize;

use crate::payment::alipay::gateway::Gateway;
use crate::payment::alipay::request::joined;
use crate::payment::keys::VerifyingKey;
use crate::payment::provider::{Notice, Paid, ProviderError, RefundNotice, RefundState, forged};
use crate::payment::time::unix_ms;

/// The message about a complaint.
const COMPLAINT: &str = "alipay.merchant.tradecomplain.changed";

#[derive(Deserialize)]
struct ComplaintContent {
    complain_event_id: String,
}

/// What a notice says.
pub(super) enum Content {
    /// All of it.
    Notice(Notice),
    /// A complaint has begun or changed; its number. The rest has to be queried.
    Complaint(String),
}

/// Verifies that a form is signed by Alipay for this application and seller, and reads it.
pub(super) fn read(gateway: &Gateway, body: &[u8]) -> Result<Content, ProviderError> {
    let form = verified(&gateway.verifying_key, body)?;
    let field = |name: &str| form.get(name).map_or("", String::as_str);
    if field("app_id") != gateway.app_id {
        return Err(forged("the notice is for another application"));
    }
    if field("msg_method") == COMPLAINT {
        let content: ComplaintContent = serde_json::from_str(field("biz_content"))
            .map_err(|_| forged("the notice is not what the documents describe"))?;
        return Ok(Content::Complaint(content.complain_event_id));
    }
    if field("notify_type") != "trade_status_sync" {
        return Ok(Content::Notice(Notice::Other));
    }
    if field("seller_id") != gateway.seller_id {
        return Err(forged("the notice is for another seller"));
    }
    trade(&form).map(Content::Notice)
}

/// Reads a notice about a trade.
fn trade(form: &BTreeMap<String, String>) -> Result<Notice, ProviderError> {
    let field = |name: &str| form.get(name).map_or("", String::as_str);
    let reference = field("out_trade_no").to_owned();
    // Notices of payments have `refund_fee=0.00`; it is the sum of all refunds of the payment.
    // Those of refunds in Alipay's back office have another `out_biz_no` than ours, or none.
    if let Some(total) = Fen::parse_yuan(field("refund_fee")).filter(|total| total.is_positive()) {
        let refund = field("out_biz_no").to_owned();
        let (state, total) = (RefundState::Done, Some(total));
        return Ok(Notice::Refund(RefundNotice { reference, refund, state, fen: None, total }));
    }
    Ok(match field("trade_status") {
        "TRADE_SUCCESS" | "TRADE_FINISHED" => {
            let fen =
                Fen::parse_yuan(field("total_amount")).ok_or_else(|| forged("the amount is not in yuan"))?;
            let (transaction, at) = (field("trade_no").into(), unix_ms(field("gmt_payment")));
            Notice::Paid { reference, paid: Paid { transaction, fen, at, is_refunded: false } }
        }
        "TRADE_CLOSED" => Notice::Closed { reference },
        _ => Notice::Other,
    })
}

/// Verifies the signature, and returns the decoded parameters without `sign` and `sign_type`,
/// sorted by name.
fn verified(key: &VerifyingKey, body: &[u8]) -> Result<BTreeMap<String, String>, ProviderError> {
    let mut form = BTreeMap::new();
    for (name, value) in form_urlencoded::parse(body) {
        if ambiguous(&name, &value) || form.insert(name.into_owned(), value.into_owned()).is_some() {
            return Err(forged("the notice could be read in two ways"));
        }
    }
    let sign = form.remove("sign").unwrap_or_default();
    let kind = form.remove("sign_type").unwrap_or_default();
    if kind != "RSA2" {
        return Err(forged("the notice is not signed with RSA2"));
    }
    if key.verifies(joined(&form).as_bytes(), &sign) {
        Ok(form)
    } else {
        Err(forged("the signature does not fit"))
    }
}

/// Whether a parameter looks like several ones in the signed text. The signature of such a notice
/// also fits other parameters, which an attacker could send.
fn ambiguous(name: &str, value: &str) -> bool {
    name.contains(['&', '=']) || value.split('&').skip(1).any(|rest| rest.contains('='))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_with_parameters_in_it_is_ambiguous() {
        assert!(ambiguous("subject", "a&total_amount=9"));
        assert!(ambiguous("subject", "a&b&c=d") && ambiguous("a=b&c", "d") && ambiguous("a&b", ""));
        assert!(!ambiguous("subject", "salt & pepper") && !ambiguous("sign", "ab+/=="));
    }
}
