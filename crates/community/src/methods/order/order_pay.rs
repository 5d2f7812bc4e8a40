//! 订单支付: pays a pending order through `channel`, by default the first enabled one. Errors: 400
//! unknown channel, 601 declined (the order stays pending), 203 another user's order, 204 not
//! pending.

use std::sync::Arc;

use miaohui_payments::{PayerId, PaymentOutcome, PaymentRequest, Scene, SubjectId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::call::MemberCaller;
use crate::ids::OrderId;
use crate::params::Id;
use crate::store::{order, order_payments};
use crate::{App, Error, Result};

/// Parameters.
#[derive(Deserialize, JsonSchema)]
pub struct Params {
    order_id: Id<OrderId>,
    /// Payment channel; the first enabled one if it is left out.
    channel: Option<String>,
    /// Scene of the payment: app (the default), page, wap, jsapi, mini, h5, native. Another scene
    /// than before opens a new payment and closes the old one.
    scene: Option<String>,
    /// Openid of the payer, for jsapi and mini.
    openid: Option<String>,
    /// URL that the payer's browser opens afterwards, for page and wap.
    return_url: Option<String>,
}

/// Reply.
#[derive(JsonSchema, Serialize)]
pub struct Reply {
    /// Parameters for the payment channel's library; absent if the order is paid.
    #[serde(skip_serializing_if = "Option::is_none")]
    payment: Option<Value>,
}

pub async fn run(app: Arc<App>, caller: MemberCaller, params: Params) -> Result<Reply> {
    let (Id(id), asking) = (params.order_id, caller.clone());
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let (scene, openid) = (text(&params.scene), text(&params.openid));
    let scene = Scene::named(&scene, &openid, &caller.address.0.to_string())
        .ok_or_else(|| Error::parameter("scene", "未知的场景，或 jsapi、mini 缺少 openid"))?;
    let return_url = params.return_url.filter(|url| !url.is_empty());
    if return_url.as_ref().is_some_and(|url| !PaymentRequest::is_return_url(url)) {
        return Err(Error::parameter("return_url", "应为不超过 256 字节的 http 或 https 网址"));
    }
    let to_pay = app
        .db
        .read(move |tx| {
            let user_id = asking.user(tx)?;
            // The interrupted call has paid it.
            if asking.is_resumed() && order::is_done(tx, user_id, id)? {
                return Ok(None);
            }
            Ok::<_, Error>(Some((user_id, order::to_pay(tx, user_id, id, asking.now())?)))
        })
        .await?;
    let Some((user_id, (fen, expires_at))) = to_pay else { return Ok(Reply { payment: None }) };
    let asked = PaymentRequest {
        subject: order_payments::SUBJECT,
        subject_id: SubjectId(id.get()),
        payer_id: PayerId(user_id.get()),
        channel: text(&params.channel),
        fen,
        title: format!("庙会订单 {id}"),
        expires_at,
        scene,
        return_url,
    };
    let payment = match app.desk.pay(asked).await? {
        PaymentOutcome::Paid => None,
        PaymentOutcome::Pending(client) => Some(client),
    };
    Ok(Reply { payment })
}
