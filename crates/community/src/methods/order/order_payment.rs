//! 订单支付状态: how the payment of an order stands; the provider is asked about an open one, at most
//! once in a few seconds. Errors: 203 another user's order.

use std::sync::Arc;

use miaohui_kernel::Fen;
use miaohui_payments::{IntentStatus, PaymentStanding, SubjectId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::call::MemberCaller;
use crate::ids::OrderId;
use crate::params::Id;
use crate::store::{order, order_payments};
use crate::{App, Code, Error, Result};

/// Parameters.
#[derive(Deserialize, JsonSchema)]
pub struct Params {
    order_id: Id<OrderId>,
}

/// Reply.
#[derive(JsonSchema, Serialize)]
pub struct Reply {
    /// The payment; null if nobody has tried to pay.
    order_payment: Option<Payment>,
}

/// A payment.
#[derive(JsonSchema, Serialize)]
#[schemars(rename = "OrderPayment")]
struct Payment {
    /// 0 and 1: waits for the payer; 2: paid; 3: failed; 4: expired; 5: refunded.
    status: IntentStatus,
    /// Payment channel.
    channel: String,
    /// Scene; empty for a channel without one.
    scene: &'static str,
    /// Amount in fen.
    price: Fen,
    /// When it can no longer be paid.
    expires_at: i64,
    /// When it was paid, by the provider's clock.
    paid_at: Option<i64>,
}

impl From<PaymentStanding> for Payment {
    fn from(standing: PaymentStanding) -> Self {
        let PaymentStanding { status, channel, scene, fen: price, expires_at, paid_at } = standing;
        Self { status, channel, scene, price, expires_at, paid_at }
    }
}

pub async fn run(app: Arc<App>, caller: MemberCaller, params: Params) -> Result<Reply> {
    let Id(id) = params.order_id;
    let find = move |tx: &mut miaohui_db::Tx<'_>| {
        let user_id = caller.user(tx)?;
        Ok::<_, Error>(order::find(tx, user_id, id)?.is_some())
    };
    if !app.db.read(find).await? {
        return Err(Code::NoOrder.into());
    }
    let standing = app.desk.standing(order_payments::SUBJECT, SubjectId(id.get())).await?;
    Ok(Reply { order_payment: standing.map(Payment::from) })
}
