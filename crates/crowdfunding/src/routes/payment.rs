//! How supports and recharges are paid.

use miaohui_kernel::{Fen, MINUTE_MS};
use miaohui_payments::{PayerId, PaymentOutcome, Scene, SubjectId};

use crate::call::Asked;
use crate::fields::{Fields, Form};
use crate::{App, Code};

/// How long a payment may take.
const PAY_WITHIN_MS: i64 = 30 * MINUTE_MS;

/// How something is paid.
#[derive(Clone)]
pub struct Payment {
    channel: String,
    scene: String,
    openid: String,
}

impl Payment {
    /// Reads how something is paid; the scene must be one that payers know (10000).
    pub(super) fn read_from(fields: &mut Fields<'_, '_, '_>) -> Self {
        let channel = fields.optional_key("channel", 50, None);
        let (scene, openid) =
            (fields.optional_key("scene", 20, None), fields.optional_key("openid", 128, None));
        if Scene::named(&scene, &openid, "").is_none() {
            fields.wrong("scene", Code::InvalidData);
        }
        Self { channel, scene, openid }
    }

    /// The channel's name; empty: the first that is enabled.
    pub(super) fn channel(&self) -> &str {
        &self.channel
    }

    /// Asks the desk for a payment of `fen` for something.
    pub(super) async fn ask(
        self,
        app: &App,
        request: &Asked,
        (subject, subject_id, user_id): (&'static str, i64, i64),
        fen: i64,
        title: String,
    ) -> Result<PaymentOutcome, miaohui_payments::Error> {
        let scene =
            Scene::named(&self.scene, &self.openid, &request.address.0.to_string()).unwrap_or(Scene::App);
        let (channel, expires_at) = (self.channel, request.now + PAY_WITHIN_MS);
        app.desk
            .pay(miaohui_payments::PaymentRequest {
                subject,
                subject_id: SubjectId(subject_id),
                payer_id: PayerId(user_id),
                channel,
                fen: Fen(fen),
                title,
                expires_at,
                scene,
            })
            .await
    }
}

impl Form for Payment {
    fn read(fields: &mut Fields<'_, '_, '_>, _: Option<Self>) -> Self {
        Self::read_from(fields)
    }
}
