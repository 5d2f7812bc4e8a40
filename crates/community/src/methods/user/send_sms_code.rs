//! 发送短信验证码 (不用登录可用): sends a code of 6 digits to the phone. The claim of the quotas and
//! the message are one transaction. Errors: 103 not a phone number, or of a country that gets no
//! codes, 101 a quota is used up.

use std::sync::Arc;

use miaohui_gateways::sms::{PURPOSE_CODE, Phone, Sms};
use miaohui_gateways::{OutboxKind, Reason, deliveries, enqueue_sms};
use miaohui_kernel::MINUTE_MS;
use miaohui_web::network;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::call::EmptyReply;
use crate::store::sms_code::{self, Quota};
use crate::{App, Caller, Code, Error, Result, TypedPhone};

/// Parameters.
#[derive(Deserialize, JsonSchema)]
pub struct Params {
    /// Country code of the phone number, such as 86.
    country: String,
    /// Phone number, without its country code.
    phone: String,
}

pub async fn run(app: Arc<App>, caller: Caller, params: Params) -> Result<EmptyReply> {
    let phone = TypedPhone { country: params.country, number: params.phone }.read()?;
    let is_served = app.settings.sms_countries.iter().any(|country| country == phone.country());
    if !is_served || !phone.is_valid() {
        return Err(Code::BadPhone.into());
    }
    let address = network(caller.address.0).to_string();
    let Some(reason) = enqueue(&app, &phone, address, caller.now).await? else {
        app.outbox.wake();
        return Ok(EmptyReply {});
    };
    // The budget counts its refusals itself.
    if reason != Reason::Budget {
        app.outbox.note_refused(OutboxKind::Sms, reason);
    }
    let (recipient, now) = (phone.to_string(), caller.now);
    app.db
        .write(move |tx| deliveries::record_refusal(tx, &recipient, reason, now))
        .await
        .map_err(Error::from)?;
    Err(Code::SmsFailed.into())
}

/// Why a transaction was rolled back.
enum Stop {
    Refused(Reason),
    Failed(Error),
}

impl From<miaohui_db::Error> for Stop {
    fn from(error: miaohui_db::Error) -> Self {
        Self::Failed(error.into())
    }
}

/// Enqueues a new code; returns the limit that refused it, if one did.
async fn enqueue(app: &Arc<App>, phone: &Phone, address: String, now: i64) -> Result<Option<Reason>> {
    let code = app.rng.text(b"0123456789", 6);
    let (own, phone) = (Arc::clone(app), phone.clone());
    let minutes = app.settings.sms_code_ms / MINUTE_MS;
    let expires_at = now + app.settings.sms_code_ms;
    let sms = Sms {
        at: now,
        country: phone.country().to_owned(),
        phone: phone.number().to_owned(),
        text: format!("【庙会】验证码 {code}，{minutes} 分钟内有效，请勿告诉他人。"),
        code,
        purpose: PURPOSE_CODE.to_owned(),
        minutes,
    };
    let done = app
        .db
        .write(move |tx| {
            let settings = &own.settings;
            let of_address = Quota { gap_ms: 0, most: settings.sms_per_address_hour };
            if !sms_code::claim_address(tx, &address, of_address, now)? {
                return Err(Stop::Refused(Reason::Address));
            }
            let of_phone = Quota { gap_ms: settings.sms_gap_ms, most: settings.sms_per_day };
            if !sms_code::claim_phone(tx, &phone, of_phone, now)? {
                let is_soon = sms_code::is_within(tx, &phone, settings.sms_gap_ms, now)?;
                return Err(Stop::Refused(if is_soon { Reason::PhoneGap } else { Reason::PhoneDay }));
            }
            if !own.outbox.claim(tx, OutboxKind::Sms, now)? {
                return Err(Stop::Refused(Reason::Budget));
            }
            sms_code::put(tx, &phone, &sms.code, expires_at)?;
            Ok(enqueue_sms(tx, &sms, expires_at)?)
        })
        .await;
    match done {
        Ok(()) => Ok(None),
        Err(Stop::Refused(reason)) => Ok(Some(reason)),
        Err(Stop::Failed(error)) => Err(error),
    }
}
