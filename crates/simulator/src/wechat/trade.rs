//! Payments, refunds and signatures, as answers and notices write them.

use miaohui_kernel::Fen;
use serde_json::{Value, json};

use crate::keys::{Signer, encrypted};
use crate::records::{Order, OrderState, Records, Refund, RefundState};
use crate::simulator::Simulator;
use crate::test_accounts::WECHAT_PUBLIC_KEY_ID;

/// The members of a payment.
pub fn payment_members(simulator: &Simulator, order: &Order, refunded_fen: Fen) -> Value {
    let mut members =
        json!({ "appid": order.app, "mchid": simulator.wechat.mchid, "out_trade_no": order.reference });
    members["trade_state"] = match order.state {
        OrderState::Open => "NOTPAY",
        OrderState::Paid if refunded_fen.is_positive() => "REFUND",
        OrderState::Paid => "SUCCESS",
        OrderState::Closed => "CLOSED",
    }
    .into();
    if order.state == OrderState::Paid {
        members["transaction_id"] = order.transaction.clone().into();
        members["success_time"] = simulator.rfc3339().into();
        members["amount"] = json!({ "total": order.paid_fen, "payer_total": order.paid_fen, "currency": "CNY", "payer_currency": "CNY" });
    }
    members
}

/// The members of a refund, whose status answers name `status` and notices `refund_status`.
pub fn refund_members(records: &Records, refund: &Refund, status: &str) -> Value {
    let order = records.orders.get(&refund.reference);
    let total = order.map_or(Fen::ZERO, |order| order.paid_fen);
    let mut members = json!({
        "refund_id": refund.id, "out_refund_no": refund.number, "out_trade_no": refund.reference,
        "transaction_id": order.map(|order| order.transaction.clone()),
        "amount": { "total": total, "refund": refund.fen, "payer_total": total, "payer_refund": refund.fen },
    });
    members[status] = match refund.state {
        RefundState::Working => "PROCESSING",
        RefundState::Done => "SUCCESS",
        RefundState::Failed => "ABNORMAL",
    }
    .into();
    members
}

pub fn resource(simulator: &Simulator, associated_data: &str, text: &str) -> Option<Value> {
    let nonce = &simulator.rng.hex32()[..12];
    let key = simulator.wechat.api_v3_key.expose().as_bytes();
    let ciphertext = encrypted(key, nonce, associated_data, text.as_bytes())?;
    Some(json!({
        "algorithm": "AEAD_AES_256_GCM", "ciphertext": ciphertext, "nonce": nonce,
        "associated_data": associated_data,
    }))
}

pub fn signer(simulator: &Simulator, rotations: usize, by_public_key: bool) -> (&'static str, &Signer) {
    if by_public_key {
        return (WECHAT_PUBLIC_KEY_ID, &simulator.public_key);
    }
    let (serial, _, signer) = &simulator.certificates[rotations.min(simulator.certificates.len() - 1)];
    (serial, signer)
}

/// The signature headers of `body`.
pub fn signature_headers(
    simulator: &Simulator,
    serial: &str,
    signer: &Signer,
    body: &str,
) -> Vec<(&'static str, String)> {
    let (timestamp, nonce) = ((simulator.clock.now_ms() / 1000).to_string(), simulator.rng.hex32());
    let signature = signer.sign(format!("{timestamp}\n{nonce}\n{body}\n").as_bytes());
    vec![
        ("content-type", "application/json; charset=utf-8".into()),
        ("wechatpay-serial", serial.into()),
        ("wechatpay-signature-type", "WECHATPAY2-SHA256-RSA2048".into()),
        ("wechatpay-timestamp", timestamp),
        ("wechatpay-nonce", nonce),
        ("wechatpay-signature", signature),
    ]
}
