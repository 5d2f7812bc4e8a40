//! 订单支付: pays a pending order through `channel` (left out: the first enabled one; unknown: 400). Declined is 601 and the order stays payable;
//! somebody else's order is 203, one that is not pending 204.

use std::sync::Arc;

use miaohui_gateways::payment::{Charge, ChargeError};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::call::{Done, MemberCaller};
use crate::params::Id;
use crate::store::order;
use crate::{App, Code, Error, Result};

/// What the client sends.
#[derive(Deserialize, JsonSchema)]
pub struct Params {
    order_id: Id,
    channel: Option<String>,
}

pub async fn run(app: Arc<App>, caller: MemberCaller, params: Params) -> Result<Done> {
    let (Id(id), asking) = (params.order_id, caller.clone());
    let (user_id, price) = app
        .db
        .read(move |tx| {
            let user_id = asking.user(tx)?;
            Ok::<_, Error>((user_id, order::to_pay(tx, user_id, id, asking.now)?))
        })
        .await?;
    let mut channels = app.payments.iter();
    let gateway = match params.channel.as_deref().filter(|channel| !channel.is_empty()) {
        Some(wanted) => channels.find(|gateway| gateway.channel() == wanted),
        None => channels.next(),
    };
    let gateway = gateway.ok_or_else(|| Error::parameter("channel", "not enabled"))?;
    let charge = Charge { reference: format!("community-order-{id}"), fen: price };
    match gateway.charge(&charge).await {
        Ok(()) => {}
        Err(ChargeError::Declined) => return Err(Code::PaymentFailed.into()),
        Err(ChargeError::Unreachable(reason)) => {
            tracing::warn!(order = id, reason, "a payment channel does not answer");
            return Err(Code::PaymentFailed.into());
        }
    }
    let (now, channel) = (app.clock.now_ms(), gateway.channel());
    let paid = app.db.write(move |tx| order::complete(tx, user_id, id, channel, now)).await;
    if paid.is_err() {
        // Cancelled, expired or paid meanwhile: what was taken twice or for nothing goes back.
        gateway.refund(&charge).await;
    }
    paid.map(|()| Done {})
}
