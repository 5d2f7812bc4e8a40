//! Tencent Cloud's short messages (`SendSms` and `PullSmsSendStatusByPhoneNumber` of 2021-01-11).

use miaohui_kernel::{Clock, DAY_MS, Secret};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::send_error::SendError;
use crate::sms::http_client::{HttpClient, SmsSettingsError};
use crate::sms::message::{Accepted, Delivery, SentSms, Sms, SmsSender};
use crate::sms::templates::{self, SmsTemplate};
use crate::sms::tencent_codes::{classify, receipt_reason};
use crate::sms::tencent_signature::Tc3Call;

const NAME: &str = "tencent";
const VERSION: &str = "2021-01-11";

/// The account at Tencent Cloud.
#[derive(Clone, Debug)]
pub struct TencentSettings {
    /// The URL, `https://sms.tencentcloudapi.com`.
    pub endpoint: String,
    /// The proxy; empty for none.
    pub proxy: String,
    /// The region, such as `ap-guangzhou`.
    pub region: String,
    /// The id of the API key.
    pub secret_id: String,
    /// The API key.
    pub secret_key: Secret,
    /// The application's id (SmsSdkAppId).
    pub sdk_app_id: String,
    /// The approved templates.
    pub templates: Vec<SmsTemplate>,
}

/// Sends through Tencent Cloud.
#[derive(Debug)]
pub struct TencentSms {
    settings: TencentSettings,
    http: HttpClient,
    clock: Clock,
}

#[derive(Deserialize)]
struct Envelope {
    #[serde(rename = "Response")]
    response: Answer,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Answer {
    #[serde(default)]
    error: Option<Status>,
    #[serde(default)]
    send_status_set: Vec<Status>,
    #[serde(default)]
    pull_sms_send_status_set: Vec<Receipt>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Status {
    #[serde(default)]
    code: String,
    #[serde(default)]
    message: String,
    #[serde(default)]
    serial_no: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Receipt {
    #[serde(default)]
    serial_no: String,
    /// `SUCCESS` or `FAIL`.
    #[serde(default)]
    report_status: String,
    #[serde(default)]
    description: String,
}

impl TencentSms {
    /// Creates a sender. It does not connect yet.
    pub fn new(settings: TencentSettings, clock: Clock) -> Result<Self, SmsSettingsError> {
        let http = HttpClient::new(&settings.endpoint, &settings.proxy)?;
        Ok(Self { settings, http, clock })
    }

    fn call(&self, action: &str, body: &Value) -> Result<Answer, SendError> {
        let body = body.to_string();
        let call = Tc3Call {
            host: self.http.host(),
            service: "sms",
            action,
            version: VERSION,
            region: &self.settings.region,
            now: self.clock.now_ms(),
            body: &body,
        };
        let headers = call.headers(&self.settings.secret_id, self.settings.secret_key.expose());
        let (status, body) = self.http.post("/", &headers, body.as_bytes())?;
        let Envelope { response } = serde_json::from_slice(&body)
            .map_err(|_| SendError::Transient(format!("{NAME}: an answer {status} that is no JSON")))?;
        match response.error {
            Some(error) => Err(refused(error)),
            None => Ok(response),
        }
    }
}

fn refused(Status { code, message, .. }: Status) -> SendError {
    let (remedy, reason) = classify(&code);
    SendError::Refused { provider: NAME, code, message, remedy, reason }
}

impl SmsSender for TencentSms {
    fn send(&self, sms: &Sms) -> Result<Accepted, SendError> {
        let template = templates::find(&self.settings.templates, sms, NAME)?;
        let values: Vec<String> = template.values(sms).into_iter().map(|(_, value)| value).collect();
        let mut body = json!({
            "PhoneNumberSet": [sms.e164()],
            "SmsSdkAppId": self.settings.sdk_app_id,
            "TemplateId": template.template,
            "TemplateParamSet": values,
        });
        if !template.sign.is_empty() {
            body["SignName"] = template.sign.clone().into();
        }
        let answer = self.call("SendSms", &body)?;
        let missing = || SendError::Transient(format!("{NAME}: an answer without a status"));
        let status = answer.send_status_set.into_iter().next().ok_or_else(missing)?;
        if !status.code.eq_ignore_ascii_case("ok") {
            return Err(refused(status));
        }
        let serial = Some(status.serial_no).filter(|serial| !serial.is_empty());
        Ok(Accepted { provider: NAME, has_receipt: serial.is_some(), serial })
    }

    fn delivery(&self, sent: &SentSms) -> Result<Option<Delivery>, SendError> {
        let body = json!({
            "SmsSdkAppId": self.settings.sdk_app_id,
            "PhoneNumber": sent.phone,
            // Seconds.
            "BeginTime": sent.at / 1000,
            "EndTime": (sent.at + DAY_MS) / 1000,
            "Offset": 0,
            "Limit": 100,
        });
        let answer = self.call("PullSmsSendStatusByPhoneNumber", &body)?;
        let own =
            answer.pull_sms_send_status_set.into_iter().find(|receipt| receipt.serial_no == sent.serial);
        Ok(own.map(|receipt| match &*receipt.report_status {
            "SUCCESS" => Delivery::Delivered,
            _ => Delivery::Failed {
                reason: receipt_reason(&receipt.description),
                text: format!("{NAME}: {}", receipt.description),
            },
        }))
    }
}
