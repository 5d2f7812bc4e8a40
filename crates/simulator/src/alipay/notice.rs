//! Alipay's notices (`opendocs.alipay.com/open/270/105902`), and messages to the application's
//! gateway (From 蚂蚁消息).

use form_urlencoded::Serializer;
use miaohui_kernel::Fen;
use serde_json::json;

use crate::alipay::trade::{Parameters, joined, status, total};
use crate::complaint::Complaint;
use crate::notice::Notice;
use crate::order::Order;
use crate::refund::Refund;
use crate::simulator::Simulator;
use crate::time::beijing;

/// The notice of an order, or of a refund with the sum of the order's refunds.
///
/// `refund_fee` is that sum, `out_biz_no` the number of the refund. A trade that is refunded in
/// full is `TRADE_CLOSED` and has `gmt_close`.
pub fn notice(simulator: &Simulator, order: &Order, refund: Option<(&Refund, Fen)>, forge: bool) -> Notice {
    let refunded = refund.map_or(Fen::ZERO, |(_, refunded)| refunded);
    let status = status(order, refunded);
    let mut form = Parameters::new();
    for (name, value) in [
        ("app_id", simulator.alipay.app_id.clone()),
        ("auth_app_id", simulator.alipay.app_id.clone()),
        ("buyer_id", "2088000000000099".into()),
        ("charset", "utf-8".into()),
        ("gmt_create", beijing(order.created_at)),
        ("notify_id", simulator.rng.hex32()),
        ("notify_time", beijing(simulator.clock.now_ms())),
        ("notify_type", "trade_status_sync".into()),
        ("out_trade_no", order.reference.clone()),
        ("refund_fee", refunded.to_string()),
        ("seller_id", simulator.alipay.seller_id.clone()),
        ("subject", order.subject.clone()),
        ("total_amount", total(order).to_string()),
        ("trade_no", order.transaction.clone()),
        ("trade_status", status.into()),
        ("version", "1.0".into()),
    ] {
        form.insert(name.into(), value);
    }
    if let Some(at) = order.paid_at {
        form.insert("gmt_payment".into(), beijing(at));
    }
    let mut ended_at = order.closed_at;
    if let Some((refund, _)) = refund {
        let at = refund.done_at.unwrap_or(refund.created_at);
        form.insert("gmt_refund".into(), format!("{}.000", beijing(at)));
        form.insert("out_biz_no".into(), refund.number.clone());
        ended_at = Some(at);
    }
    if let Some(at) = ended_at.filter(|_| status == "TRADE_CLOSED") {
        form.insert("gmt_close".into(), beijing(at));
    }
    signed(simulator, form, &order.notify_url, forge)
}

/// The message `alipay.merchant.tradecomplain.changed`.
pub fn complaint(simulator: &Simulator, complaint: &Complaint, forge: bool) -> Notice {
    let mut form = Parameters::new();
    for (name, value) in [
        ("app_id", simulator.alipay.app_id.clone()),
        ("biz_content", json!({ "complain_event_id": complaint.id }).to_string()),
        ("charset", "utf-8".into()),
        ("msg_method", "alipay.merchant.tradecomplain.changed".into()),
        ("notify_id", simulator.rng.hex32()),
        ("utc_timestamp", simulator.clock.now_ms().to_string()),
        ("version", "1.1".into()),
    ] {
        form.insert(name.into(), value);
    }
    signed(simulator, form, &complaint.notify_url, forge)
}

fn signed(simulator: &Simulator, mut form: Parameters, url: &str, forge: bool) -> Notice {
    let mut text = joined(&form);
    if forge {
        text.push('0');
    }
    form.insert("sign".into(), simulator.alipay_key.sign(text.as_bytes()));
    form.insert("sign_type".into(), "RSA2".into());
    Notice {
        url: url.to_owned(),
        headers: vec![("content-type", "application/x-www-form-urlencoded; charset=utf-8".into())],
        body: Serializer::new(String::new()).extend_pairs(&form).finish(),
    }
}
