//! Payments of supports and recharges.

use miaohui_kernel::{Fen, MINUTE_MS};
use miaohui_payments::{PayerId, PaymentOutcome, PaymentRequest, Scene, SubjectId};

use crate::app::App;
use crate::call::RequestInfo;
use crate::code::Code;
use crate::fields::{Fields, Form};
use crate::ids::UserId;

/// How long a payment can be completed.
const PAY_WITHIN_MS: i64 = 30 * MINUTE_MS;

/// How the caller pays.
#[derive(Clone)]
pub struct PaymentInput {
    channel: String,
    scene: String,
    openid: String,
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
}

impl PaymentInput {
    /// Reads how the caller pays; an unknown scene is 10000.
    pub(super) fn read_from(fields: &mut Fields<'_, '_, '_>) -> Self {
        let channel = fields.optional_key("channel", 50, None);
        let (scene, openid) =
            (fields.optional_key("scene", 20, None), fields.optional_key("openid", 128, None));
        if Scene::named(&scene, &openid, "").is_none() {
            fields.wrong("scene", Code::InvalidData);
        }
        Self { channel, scene, openid }
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
                expires_at: info.now + PAY_WITHIN_MS,
                scene,
            })
            .await
    }
}

impl Form for PaymentInput {
    fn read(fields: &mut Fields<'_, '_, '_>, _: Option<Self>) -> Self {
        Self::read_from(fields)
    }
}
