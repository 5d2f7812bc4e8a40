//! Payments of supports and recharges.

use miaohui_kernel::{Fen, MINUTE_MS};
use miaohui_payments::{
    IntentStatus, PayerId, PaymentOutcome, PaymentRequest, PaymentStanding, Scene, SubjectId,
};
use schemars::JsonSchema;
use serde::Serialize;

use crate::app::App;
use crate::call::RequestInfo;
use crate::code::Code;
use crate::fields::{Fields, Form};
use crate::ids::UserId;
use crate::wire::{Moment, Yuan};

/// How long a payment can be completed.
const PAY_WITHIN_MS: i64 = 30 * MINUTE_MS;

/// How the caller pays.
#[derive(Clone)]
pub struct PaymentInput {
    channel: String,
    scene: String,
    openid: String,
    return_url: String,
}

/// What is paid.
pub(super) struct Purchase {
    /// The subject of the payment, such as `recharge`.
    pub subject: &'static str,
    /// The id of the support or recharge.
    pub subject_id: SubjectId,
    /// The payer.
    pub user: UserId,
    /// The amount.
    pub money: Fen,
    /// The title of the bill.
    pub title: String,
    /// When the thing can no longer be paid for, in Unix ms, if it has an end of its own.
    pub ends_at: Option<i64>,
}

/// How a payment stands.
#[derive(Debug, JsonSchema, Serialize)]
pub struct PaymentState {
    /// Whether the thing is paid.
    paid: bool,
    /// The status of the payment: 0 and 1: waits for the payer; 2: paid; 3: failed; 4: expired; 5:
    /// refunded; null if nobody has tried to pay through a channel.
    status: Option<IntentStatus>,
    /// The channel.
    channel: Option<String>,
    /// The scene; empty for a channel without one.
    scene: Option<&'static str>,
    /// The amount.
    money: Option<Yuan>,
    /// When it can no longer be paid.
    expires_datetime: Option<Moment>,
    /// When it was paid, by the provider's clock.
    paid_datetime: Option<Moment>,
}

impl PaymentState {
    /// The state of a thing with its deciding attempt.
    pub(super) fn of(paid: bool, standing: Option<PaymentStanding>) -> Self {
        let standing = standing.as_ref();
        Self {
            paid,
            status: standing.map(|of| of.status),
            channel: standing.map(|of| of.channel.clone()),
            scene: standing.map(|of| of.scene),
            money: standing.map(|of| Yuan(of.fen)),
            expires_datetime: standing.map(|of| Moment(of.expires_at)),
            paid_datetime: standing.and_then(|of| of.paid_at).map(Moment),
        }
    }
}

impl PaymentInput {
    /// Reads how the caller pays; an unknown scene and an invalid return URL are 10000.
    pub(super) fn read_from(fields: &mut Fields<'_, '_, '_>) -> Self {
        let channel = fields
            .about("Payment channel; the first enabled one if it is left out.")
            .optional_key("channel", 50, None);
        let (scene, openid) = (
            fields
                .about("Scene of the payment: app (the default), page, wap, jsapi, mini, h5, native.")
                .optional_key("scene", 20, None),
            fields.about("Openid of the payer, for jsapi and mini.").optional_key("openid", 128, None),
        );
        if Scene::named(&scene, &openid, "").is_none() {
            fields.wrong("scene", Code::InvalidData);
        }
        let return_url = fields
            .about("URL that the payer's browser opens afterwards, for page and wap.")
            .optional_key("return_url", 256, None);
        if !return_url.is_empty() && !PaymentRequest::is_return_url(&return_url) {
            fields.wrong("return_url", Code::InvalidData);
        }
        Self { channel, scene, openid, return_url }
    }

    /// The name of the channel; empty for the first enabled one.
    pub(super) fn channel(&self) -> &str {
        &self.channel
    }

    /// Requests the payment of a purchase.
    pub(super) async fn request(
        self,
        app: &App,
        info: &RequestInfo,
        purchase: Purchase,
    ) -> Result<PaymentOutcome, miaohui_payments::Error> {
        let address = info.address.0.to_string();
        let scene = Scene::named(&self.scene, &self.openid, &address).unwrap_or(Scene::App);
        app.desk
            .pay(PaymentRequest {
                subject: purchase.subject,
                subject_id: purchase.subject_id,
                payer_id: PayerId(purchase.user.get()),
                channel: self.channel,
                fen: purchase.money,
                title: purchase.title,
                expires_at: purchase.ends_at.unwrap_or(i64::MAX).min(info.now + PAY_WITHIN_MS),
                scene,
                return_url: Some(self.return_url).filter(|url| !url.is_empty()),
            })
            .await
    }
}

impl Form for PaymentInput {
    const NAME: &'static str = "PaymentInput";

    fn read(fields: &mut Fields<'_, '_, '_>, _: Option<Self>) -> Self {
        Self::read_from(fields)
    }
}
