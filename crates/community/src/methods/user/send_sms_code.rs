//! 发送短信验证码 (不用登录可用): sends a code of 6 digits to the phone. The claim of the quota and
//! the message are one transaction. Errors: 103 not a phone number, 101 the quota is used up.

use std::sync::Arc;

use miaohui_gateways::enqueue_sms;
use miaohui_gateways::sms::Sms;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::call::EmptyReply;
use crate::phone::Phone;
use crate::store::sms_code::{self, Quota};
use crate::{App, Caller, Code, Result};

/// Parameters.
#[derive(Deserialize, JsonSchema)]
pub struct Params {
    country: String,
    phone: String,
}

pub async fn run(app: Arc<App>, caller: Caller, params: Params) -> Result<EmptyReply> {
    let phone = Phone::parse(&params.country, &params.phone)?;
    let code = app.rng.text(b"0123456789", 6);
    let settings = app.settings.clone();
    let (now, address) = (caller.now, caller.address.0.to_string());
    let expires_at = now + settings.sms_code_ms;
    let sms = Sms {
        at: now,
        country: phone.country.clone(),
        phone: phone.number.clone(),
        text: format!("【庙会】验证码 {code}，{} 分钟内有效，请勿告诉他人。", settings.sms_code_ms / 60_000),
        code,
    };
    app.db
        .write(move |tx| {
            let of_address = Quota { gap_ms: 0, most: settings.sms_per_address_hour };
            let of_phone = Quota { gap_ms: settings.sms_gap_ms, most: settings.sms_per_day };
            let claimed = sms_code::claim_address(tx, &address, of_address, now)?
                && sms_code::claim_phone(tx, &phone, of_phone, now)?;
            if !claimed {
                return Err(Code::SmsFailed.into());
            }
            sms_code::put(tx, &phone, &sms.code, expires_at)?;
            enqueue_sms(tx, &sms, expires_at).map_err(crate::Error::from)
        })
        .await?;
    app.outbox.wake();
    Ok(EmptyReply {})
}
