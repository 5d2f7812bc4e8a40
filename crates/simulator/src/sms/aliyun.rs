//! Aliyun: `SendSms` and `QuerySendDetails` of 2017-05-25.
//!
//! Sources: <https://help.aliyun.com/zh/sdk/product-overview/v3-request-structure-and-signature>,
//! <https://help.aliyun.com/zh/sms/developer-reference/api-dysmsapi-2017-05-25-sendsms>.

use std::collections::BTreeMap;
use std::time::SystemTime;

use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use miaohui_kernel::MINUTE_MS;
use serde_json::{Value, json};

use super::crypto::{digest, mac, part};
use super::state::{SmsState, is_mainland};
use super::test_accounts::{
    ALIYUN_GLOBAL_TEMPLATE, ALIYUN_KEY_ID, ALIYUN_SECRET, ALIYUN_TEMPLATE, SIGN_NAME,
};

/// How far the time of a call may be from the present.
const SKEW_MS: i64 = 15 * MINUTE_MS;
const VERSION: &str = "2017-05-25";

type Refusal = (StatusCode, &'static str);

/// Answers a call.
pub fn answer(state: &SmsState, query: &str, headers: &HeaderMap, body: &[u8]) -> Response {
    match check(state, query, headers, body) {
        Err((status, code)) => refuse(status, code),
        Ok(params) => match header(headers, "x-acs-action") {
            "SendSms" => send(state, &params),
            "QuerySendDetails" => details(state, &params),
            _ => refuse(StatusCode::NOT_FOUND, "InvalidAction.NotFound"),
        },
    }
}

fn refuse(status: StatusCode, code: &str) -> Response {
    let answer = json!({ "Code": code, "Message": format!("simulated: {code}"), "RequestId": "simulated" });
    (status, axum::Json(answer)).into_response()
}

fn header<'a>(headers: &'a HeaderMap, name: &str) -> &'a str {
    headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

/// Checks the signature and returns the parameters of the query and of the form.
fn check(
    state: &SmsState,
    query: &str,
    headers: &HeaderMap,
    body: &[u8],
) -> Result<BTreeMap<String, String>, Refusal> {
    const BAD: StatusCode = StatusCode::BAD_REQUEST;
    let authorization = header(headers, "authorization");
    if !authorization.starts_with("ACS3-HMAC-SHA256 ") {
        return Err((BAD, "MissingAuthorization"));
    }
    let wanted = part(authorization, "Signature").ok_or((BAD, "IncompleteSignature"))?;
    let names = part(authorization, "SignedHeaders").ok_or((BAD, "IncompleteSignature"))?;
    if part(authorization, "Credential") != Some(ALIYUN_KEY_ID) {
        return Err((StatusCode::NOT_FOUND, "InvalidAccessKeyId.NotFound"));
    }
    if header(headers, "x-acs-version") != VERSION {
        return Err((BAD, "InvalidVersion"));
    }
    let date = humantime::parse_rfc3339(header(headers, "x-acs-date"))
        .map_err(|_| (BAD, "InvalidTimeStamp.Format"))?;
    let since = date.duration_since(SystemTime::UNIX_EPOCH).map_err(|_| (BAD, "InvalidTimeStamp.Format"))?;
    if (since.as_millis() as i64 - state.clock.now_ms()).abs() > SKEW_MS {
        return Err((BAD, "InvalidTimeStamp.Expired"));
    }
    let payload = digest(body);
    if header(headers, "x-acs-content-sha256") != payload {
        return Err((BAD, "InvalidContentSha256"));
    }
    let mut needed = vec![
        "host",
        "x-acs-action",
        "x-acs-content-sha256",
        "x-acs-date",
        "x-acs-signature-nonce",
        "x-acs-version",
    ];
    needed.retain(|name| !names.split(';').any(|signed| signed == *name));
    if !needed.is_empty() {
        return Err((BAD, "IncompleteSignature"));
    }
    // Clients escape more or less than the canonical form does; what they mean is signed.
    let mut pairs: Vec<String> = form_urlencoded::parse(query.as_bytes())
        .map(|(key, value)| format!("{}={}", escape(&key), escape(&value)))
        .collect();
    pairs.sort_unstable();
    let lines: Vec<String> =
        names.split(';').map(|name| format!("{name}:{}\n", header(headers, name).trim())).collect();
    let lines = lines.concat();
    let canonical = format!("POST\n/\n{}\n{lines}\n{names}\n{payload}", pairs.join("&"));
    let to_sign = format!("ACS3-HMAC-SHA256\n{}", digest(canonical.as_bytes()));
    if hex::encode(mac(ALIYUN_SECRET.as_bytes(), to_sign.as_bytes())) != wanted {
        return Err((BAD, "SignatureDoesNotMatch"));
    }
    let nonce = header(headers, "x-acs-signature-nonce").to_owned();
    if nonce.is_empty() || !state.records.lock().nonces.insert(nonce) {
        return Err((BAD, "SignatureNonceUsed"));
    }
    let of_query = form_urlencoded::parse(query.as_bytes()).into_owned();
    Ok(of_query.chain(form_urlencoded::parse(body).into_owned()).collect())
}

/// Escapes a text as the canonical query does.
fn escape(text: &str) -> String {
    let form: String = form_urlencoded::byte_serialize(text.as_bytes()).collect();
    form.replace('+', "%20").replace('*', "%2A").replace("%7E", "~")
}

fn send(state: &SmsState, params: &BTreeMap<String, String>) -> Response {
    let ok = |code: &str| refuse(StatusCode::OK, code);
    if let Some(code) = state.planned("aliyun") {
        return ok(&code);
    }
    let param = |name: &str| params.get(name).map_or("", String::as_str);
    let phone = param("PhoneNumbers");
    let global = !is_mainland(phone);
    if global && (phone.len() < 8 || !phone.bytes().all(|byte| byte.is_ascii_digit())) {
        return ok("isv.MOBILE_NUMBER_ILLEGAL");
    }
    if param("SignName") != SIGN_NAME {
        return ok("isv.SMS_SIGNATURE_ILLEGAL");
    }
    match (param("TemplateCode"), global) {
        (ALIYUN_TEMPLATE, false) | (ALIYUN_GLOBAL_TEMPLATE, true) => {}
        (ALIYUN_GLOBAL_TEMPLATE, false) => return ok("isv.DOMESTIC_NUMBER_NOT_SUPPORTED"),
        _ => return ok("isv.SMS_TEMPLATE_ILLEGAL"),
    }
    let Ok(Value::Object(values)) = serde_json::from_str(param("TemplateParam")) else {
        return ok("isv.INVALID_JSON_PARAM");
    };
    let Some(code) = values.get("code").and_then(Value::as_str) else {
        return ok("isv.TEMPLATE_MISSING_PARAMETERS");
    };
    let e164 = if global { format!("+{phone}") } else { format!("+86{phone}") };
    let serial = state.take("aliyun", e164, param("TemplateCode"), vec![code.to_owned()]);
    axum::Json(json!({ "Code": "OK", "Message": "OK", "RequestId": "simulated", "BizId": serial }))
        .into_response()
}

fn details(state: &SmsState, params: &BTreeMap<String, String>) -> Response {
    let param = |name: &str| params.get(name).map_or("", String::as_str);
    if param("SendDate").len() != 8 || param("PageSize").is_empty() || param("CurrentPage").is_empty() {
        return refuse(StatusCode::OK, "isv.INVALID_PARAMETERS");
    }
    let records = state.records.lock();
    let own = records.messages.iter().filter(|message| {
        let phone = message.phone.trim_start_matches('+');
        message.provider == "aliyun"
            && phone.strip_prefix("86").unwrap_or(phone) == param("PhoneNumber")
            && (param("BizId").is_empty() || message.serial == param("BizId"))
    });
    let list: Vec<Value> = own
        .map(|message| {
            let (status, code) = match &message.receipt {
                None => (1, ""),
                Some(receipt) => receipt.code.as_deref().map_or((3, "DELIVERED"), |code| (2, code)),
            };
            json!({ "PhoneNum": message.phone, "SendStatus": status, "ErrCode": code, "TemplateCode": message.template })
        })
        .collect();
    let answer = json!({
        "Code": "OK", "Message": "OK", "RequestId": "simulated", "TotalCount": list.len(),
        "SmsSendDetailDTOs": { "SmsSendDetailDTO": list },
    });
    axum::Json(answer).into_response()
}
