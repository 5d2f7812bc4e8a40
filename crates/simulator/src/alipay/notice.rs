//! Alipay's notices.

use form_urlencoded::Serializer;
use miaohui_kernel::Fen;

use crate::alipay::trade::{Parameters, joined, status};
use crate::notice::Notice;
use crate::records::{Order, OrderState, Refund};
use crate::simulator::Simulator;

/// The notice of an order, or of a refund with the sum of the order's refunds.
pub fn notice(simulator: &Simulator, order: &Order, refund: Option<(&Refund, Fen)>, forge: bool) -> Notice {
    let now = simulator.beijing();
    let refunded = refund.map_or(Fen::ZERO, |(_, refunded)| refunded);
    let is_paid = order.state == OrderState::Paid;
    let mut form = Parameters::new();
    for (name, value) in [
        ("app_id", simulator.alipay.app_id.clone()),
        ("auth_app_id", simulator.alipay.app_id.clone()),
        ("buyer_id", "2088000000000099".into()),
        ("charset", "utf-8".into()),
        ("gmt_create", now.clone()),
        ("notify_id", simulator.rng.hex32()),
        ("notify_time", now.clone()),
        ("notify_type", "trade_status_sync".into()),
        ("out_trade_no", order.reference.clone()),
        ("refund_fee", refunded.to_string()),
        ("seller_id", simulator.alipay.seller_id.clone()),
        ("subject", order.subject.clone()),
        ("total_amount", (if is_paid { order.paid_fen } else { order.fen }).to_string()),
        ("trade_no", order.transaction.clone()),
        ("trade_status", status(order, refunded).into()),
        ("version", "1.0".into()),
    ] {
        form.insert(name.into(), value);
    }
    if is_paid {
        form.insert("gmt_payment".into(), now.clone());
    }
    if let Some((refund, _)) = refund {
        form.insert("gmt_refund".into(), now);
        form.insert("out_biz_no".into(), refund.number.clone());
    }
    let mut text = joined(&form);
    if forge {
        text.push('0');
    }
    form.insert("sign".into(), simulator.alipay_key.sign(text.as_bytes()));
    form.insert("sign_type".into(), "RSA2".into());
    Notice {
        url: order.notify_url.clone(),
        headers: vec![("content-type", "application/x-www-form-urlencoded; charset=utf-8".into())],
        body: Serializer::new(String::new()).extend_pairs(&form).finish(),
    }
}
