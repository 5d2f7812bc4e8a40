//! A signed HTTP hook, for providers that this program does not know.
//!
//! The hook gets each message as JSON in a POST with the headers `miaohui-time` (Unix seconds) and
//! `miaohui-signature`, the HMAC-SHA256 of the time, a line feed and the body, in hexadecimal.

use miaohui_kernel::{Clock, Secret};
use serde::Deserialize;
use serde_json::json;

use crate::send_error::Reason::{Credentials, Limited as ByLimit, Other, Recipient};
use crate::send_error::{Reason, Remedy, SendError};
use crate::sms::http_client::{HttpClient, SmsSettingsError};
use crate::sms::message::{Accepted, Delivery, Sms, SmsSender};
use crate::sms::signing::hmac_sha256_hex;

/// The provider's name.
pub const NAME: &str = "http";
/// The header of the time.
pub const TIME_HEADER: &str = "miaohui-time";
/// The header of the signature.
pub const SIGNATURE_HEADER: &str = "miaohui-signature";
/// How far the time of a receipt may be from the present, in seconds.
const SKEW_SECONDS: i64 = 300;

/// The hook.
#[derive(Clone, Debug)]
pub struct HookSettings {
    /// The URL.
    pub url: String,
    /// The proxy; empty for none.
    pub proxy: String,
    /// The key of the signatures.
    pub secret: Secret,
}

/// Sends to a hook.
#[derive(Debug)]
pub struct HookSms {
    settings: HookSettings,
    http: HttpClient,
    clock: Clock,
}

#[derive(Default, Deserialize)]
struct Answer {
    #[serde(default)]
    id: Option<String>,
    #[serde(default)]
    message: String,
}

impl HookSms {
    /// Creates a sender. It does not connect yet.
    pub fn new(settings: HookSettings, clock: Clock) -> Result<Self, SmsSettingsError> {
        if settings.secret.expose().len() < 16 {
            return Err(SmsSettingsError("the secret has fewer than 16 characters".into()));
        }
        let http = HttpClient::new(&settings.url, &settings.proxy)?;
        Ok(Self { settings, http, clock })
    }
}

/// The signature of a body at a time.
pub fn signature(secret: &Secret, time: &str, body: &[u8]) -> String {
    let signed = [time.as_bytes(), b"\n", body].concat();
    hmac_sha256_hex(secret.expose().as_bytes(), &signed)
}

impl SmsSender for HookSms {
    fn send(&self, sms: &Sms) -> Result<Accepted, SendError> {
        let body = json!({
            "phone": sms.e164(), "country": sms.country, "purpose": sms.purpose, "code": sms.code,
            "minutes": sms.minutes, "text": sms.text, "at": sms.at,
        })
        .to_string();
        let time = (self.clock.now_ms() / 1000).to_string();
        let signature = signature(&self.settings.secret, &time, body.as_bytes());
        let headers = [
            ("content-type", "application/json".to_owned()),
            (TIME_HEADER, time),
            (SIGNATURE_HEADER, signature),
        ];
        let (status, answer) = self.http.post("", &headers, body.as_bytes())?;
        // A body is optional.
        let answer: Answer = serde_json::from_slice(&answer).unwrap_or_default();
        let (remedy, reason) = match status {
            200..=299 => return Ok(Accepted { provider: NAME, serial: answer.id, has_receipt: false }),
            400 | 404 | 410 | 422 => (Remedy::Final, Recipient),
            401 | 403 => (Remedy::Alarm, Credentials),
            402 => (Remedy::Alarm, Reason::Balance),
            408 | 500..=599 => (Remedy::Retry, Reason::Unreachable),
            429 => (Remedy::Limited, ByLimit),
            _ => (Remedy::Alarm, Other),
        };
        Err(SendError::Refused {
            provider: NAME,
            code: status.to_string(),
            message: answer.message,
            remedy,
            reason,
        })
    }
}

/// A receipt that a hook's provider reported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReportedReceipt {
    /// The provider's number of the message, as its hook answered it.
    pub serial: String,
    /// What became of the message.
    pub delivery: Delivery,
}

#[derive(Deserialize)]
struct Report {
    id: String,
    state: String,
    #[serde(default)]
    reason: String,
}

/// Reads a reported receipt, `{"id", "state": "delivered" or "failed", "reason"}`, which is signed as
/// the messages are; `None` if the signature, the time or the body is wrong.
pub fn read_receipt(
    secret: &Secret,
    time: &str,
    signature: &str,
    body: &[u8],
    now: i64,
) -> Option<ReportedReceipt> {
    let seconds: i64 = time.parse().ok()?;
    if (now / 1000).checked_sub(seconds)?.unsigned_abs() > SKEW_SECONDS.unsigned_abs() {
        return None;
    }
    let key = ring::hmac::Key::new(ring::hmac::HMAC_SHA256, secret.expose().as_bytes());
    let signed = [time.as_bytes(), b"\n", body].concat();
    ring::hmac::verify(&key, &signed, &hex::decode(signature).ok()?).ok()?;
    let report: Report = serde_json::from_slice(body).ok()?;
    let delivery = match &*report.state {
        "delivered" => Delivery::Delivered,
        "failed" => {
            let known = Reason::from_value(&report.reason).unwrap_or(Other);
            let text: String = report.reason.chars().take(200).collect();
            Delivery::Failed { reason: known, text: format!("{NAME}: {text}") }
        }
        _ => return None,
    };
    Some(ReportedReceipt { serial: report.id, delivery })
}
