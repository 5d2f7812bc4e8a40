//! Payments, refunds and signatures, as answers and notices write them.

use miaohui_kernel::Fen;
use serde_json::{Value, json};

use crate::keys::{Signer, encrypted};
use crate::order::{Order, OrderState};
use crate::records::Records;
use crate::refund::{Refund, RefundState};
use crate::simulator::Simulator;
use crate::test_accounts::WECHAT_PUBLIC_KEY_ID;
use crate::time::rfc3339;

/// The members of a payment (商户订单号查询订单, 支付成功回调通知). An order that is not paid has no
/// `transaction_id`, `success_time`, `payer` and `amount`.
pub fn payment_members(simulator: &Simulator, order: &Order, refunded_fen: Fen, now_ms: i64) -> Value {
    let mut members =
        json!({ "appid": order.app, "mchid": simulator.wechat.mchid, "out_trade_no": order.reference });
    let (state, description) = match order.state {
        OrderState::Open if order.is_being_paid(now_ms) => ("USERPAYING", "用户支付中"),
        OrderState::Open => ("NOTPAY", "订单未支付"),
        OrderState::Paid if refunded_fen.is_positive() => ("REFUND", "订单发生过退款"),
        OrderState::Paid => ("SUCCESS", "支付成功"),
        OrderState::Closed => ("CLOSED", "订单已关闭"),
    };
    members["trade_state"] = state.into();
    members["trade_state_desc"] = description.into();
    if order.state == OrderState::Paid {
        members["transaction_id"] = order.transaction.clone().into();
        members["trade_type"] = trade_type(&order.scene).into();
        members["bank_type"] = "OTHERS".into();
        members["attach"] = "".into();
        members["success_time"] = rfc3339(order.paid_at.unwrap_or(now_ms)).into();
        members["payer"] = json!({ "openid": openid(order) });
        members["amount"] = json!({
            "total": order.paid_fen, "payer_total": order.paid_fen, "currency": "CNY", "payer_currency": "CNY",
        });
    }
    members
}

/// The `trade_type` of a scene.
pub fn trade_type(scene: &str) -> &'static str {
    match scene {
        "app" => "APP",
        "h5" => "MWEB",
        "native" => "NATIVE",
        _ => "JSAPI",
    }
}

/// The payer's openid.
pub fn openid(order: &Order) -> &str {
    order.payer.as_deref().unwrap_or("oUpF8uMuAJO_M2pxb1Q9zNjWeS6o")
}

/// The members of a refund, whose status answers name `status` and notices `refund_status`.
pub fn refund_members(records: &Records, refund: &Refund, status: &str) -> Value {
    let order = records.orders.get(&refund.reference);
    let total = order.map_or(Fen::ZERO, |order| order.paid_fen);
    let is_notice = status == "refund_status";
    let mut members = json!({
        "refund_id": refund.id, "out_refund_no": refund.number, "out_trade_no": refund.reference,
        "transaction_id": order.map(|order| order.transaction.clone()),
        "user_received_account": "支付用户零钱",
        "amount": { "total": total, "refund": refund.fen, "payer_total": total, "payer_refund": refund.fen },
    });
    members[status] = refund_status(refund.state).into();
    if let Some(at) = refund.done_at {
        members["success_time"] = rfc3339(at).into();
    }
    if !is_notice {
        members["channel"] = "ORIGINAL".into();
        members["create_time"] = rfc3339(refund.created_at).into();
        members["funds_account"] = "AVAILABLE".into();
        members["amount"]["currency"] = "CNY".into();
        members["amount"]["settlement_refund"] = refund.fen.get().into();
        members["amount"]["settlement_total"] = total.get().into();
        members["amount"]["discount_refund"] = 0.into();
    }
    members
}

/// The `status` of a refund.
pub fn refund_status(state: RefundState) -> &'static str {
    match state {
        RefundState::Working => "PROCESSING",
        RefundState::Done => "SUCCESS",
        RefundState::Failed => "ABNORMAL",
        RefundState::Closed => "CLOSED",
    }
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
