//! Tencent Cloud: `SendSms` and `PullSmsSendStatusByPhoneNumber` of 2021-01-11.
//!
//! Sources: <https://cloud.tencent.com/document/api/382/52072>,
//! <https://cloud.tencent.com/document/api/382/55981>.

use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use miaohui_kernel::MINUTE_MS;
use serde_json::{Value, json};

use super::crypto::{digest, mac, part};
use super::state::{SmsState, is_mainland};
use super::test_accounts::{
    SIGN_NAME, TENCENT_APP_ID, TENCENT_SECRET_ID, TENCENT_SECRET_KEY, TENCENT_TEMPLATE,
};

/// How far the time of a call may be from the present.
const SKEW_MS: i64 = 5 * MINUTE_MS;
const VERSION: &str = "2021-01-11";

/// Answers a call.
pub fn answer(state: &SmsState, headers: &HeaderMap, body: &[u8]) -> Response {
    let response = match check(state, headers, body) {
        Err(code) => error(code),
        Ok(body) => match header(headers, "x-tc-action") {
            "SendSms" => send(state, &body),
            "PullSmsSendStatusByPhoneNumber" => receipts(state, &body),
            _ => error("InvalidAction"),
        },
    };
    axum::Json(json!({ "Response": response })).into_response()
}

fn error(code: &str) -> Value {
    json!({ "Error": { "Code": code, "Message": format!("simulated: {code}") }, "RequestId": "simulated" })
}

fn header<'a>(headers: &'a HeaderMap, name: &str) -> &'a str {
    headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

/// Checks the signature and returns the body.
fn check(state: &SmsState, headers: &HeaderMap, body: &[u8]) -> Result<Value, &'static str> {
    const BAD: &str = "AuthFailure.InvalidAuthorization";
    let authorization = header(headers, "authorization");
    if !authorization.starts_with("TC3-HMAC-SHA256 ") {
        return Err(BAD);
    }
    let scope = part(authorization, "Credential").ok_or(BAD)?;
    let names = part(authorization, "SignedHeaders").ok_or(BAD)?;
    let wanted = part(authorization, "Signature").ok_or(BAD)?;
    let [id, day, service, "tc3_request"] = scope.split('/').collect::<Vec<_>>()[..] else { return Err(BAD) };
    if id != TENCENT_SECRET_ID {
        return Err("AuthFailure.SecretIdNotFound");
    }
    if service != "sms"
        || !["content-type", "host"].iter().all(|name| names.split(';').any(|own| own == *name))
    {
        return Err(BAD);
    }
    let time = header(headers, "x-tc-timestamp");
    let seconds: i64 = time.parse().map_err(|_| BAD)?;
    if (seconds * 1000 - state.clock.now_ms()).abs() > SKEW_MS {
        return Err("AuthFailure.SignatureExpire");
    }
    // The headers' values are signed in lower case.
    let lines: Vec<String> = names
        .split(';')
        .map(|name| format!("{name}:{}\n", header(headers, name).trim().to_lowercase()))
        .collect();
    let lines = lines.concat();
    let canonical = format!("POST\n/\n\n{lines}\n{names}\n{}", digest(body));
    let to_sign =
        format!("TC3-HMAC-SHA256\n{time}\n{day}/{service}/tc3_request\n{}", digest(canonical.as_bytes()));
    let by_day = mac(format!("TC3{TENCENT_SECRET_KEY}").as_bytes(), day.as_bytes());
    let key = mac(&mac(&by_day, service.as_bytes()), b"tc3_request");
    if hex::encode(mac(&key, to_sign.as_bytes())) != wanted {
        return Err("AuthFailure.SignatureFailure");
    }
    if header(headers, "x-tc-version") != VERSION {
        return Err("NoSuchVersion");
    }
    serde_json::from_slice(body).map_err(|_| "InvalidParameter")
}

fn send(state: &SmsState, body: &Value) -> Value {
    if body["SmsSdkAppId"] != TENCENT_APP_ID {
        return error("UnauthorizedOperation.SmsSdkAppIdVerifyFail");
    }
    let phone = body["PhoneNumberSet"][0].as_str().unwrap_or_default();
    let status = |code: &str, serial: &str| {
        json!({
            "SendStatusSet": [{
                "SerialNo": serial, "PhoneNumber": phone, "Fee": i32::from(code == "Ok"), "SessionContext": "",
                "Code": code, "Message": format!("simulated: {code}"), "IsoCode": "CN",
            }],
            "RequestId": "simulated",
        })
    };
    if let Some(code) = state.planned("tencent") {
        return status(&code, "");
    }
    if !phone.strip_prefix("+86").is_some_and(is_mainland) {
        return status("InvalidParameterValue.IncorrectPhoneNumber", "");
    }
    if body["TemplateId"] != TENCENT_TEMPLATE {
        return status("FailedOperation.TemplateIncorrectOrUnapproved", "");
    }
    if body["SignName"] != SIGN_NAME {
        return status("FailedOperation.SignatureIncorrectOrUnapproved", "");
    }
    let values = body["TemplateParamSet"].as_array().cloned().unwrap_or_default();
    let values: Option<Vec<String>> = values
        .iter()
        .map(|value| value.as_str().filter(|value| value.len() <= 6).map(str::to_owned))
        .collect();
    let Some(values) = values.filter(|values| values.len() == 2) else {
        return status("FailedOperation.TemplateParamSetNotMatchApprovedTemplate", "");
    };
    let serial = state.take("tencent", phone.to_owned(), TENCENT_TEMPLATE, values);
    status("Ok", &serial)
}

fn receipts(state: &SmsState, body: &Value) -> Value {
    let needed = ["BeginTime", "Offset", "Limit", "PhoneNumber", "SmsSdkAppId"];
    if needed.iter().any(|name| body[name].is_null()) {
        return error("MissingParameter");
    }
    let records = state.records.lock();
    let own = records.messages.iter().filter(|message| {
        message.provider == "tencent" && body["PhoneNumber"] == *message.phone && message.receipt.is_some()
    });
    let list: Vec<Value> = own
        .map(|message| {
            let code = message.receipt.as_ref().and_then(|receipt| receipt.code.as_deref());
            json!({
                "SerialNo": message.serial, "PhoneNumber": message.phone,
                "ReportStatus": if code.is_some() { "FAIL" } else { "SUCCESS" },
                "Description": code.unwrap_or("用户短信送达成功"),
            })
        })
        .collect();
    json!({ "PullSmsSendStatusSet": list, "RequestId": "simulated" })
}
