//! Aliyun's short messages (短信服务, `SendSms` and `QuerySendDetails` of 2017-05-25).

use miaohui_kernel::{Clock, Rng, Secret};
use serde::Deserialize;
use serde_json::{Map, Value};

use crate::send_error::SendError;
use crate::sms::aliyun_codes::{classify, receipt_reason};
use crate::sms::aliyun_signature::Acs3Call;
use crate::sms::http_client::{HttpClient, SmsSettingsError};
use crate::sms::message::{Accepted, Delivery, SentSms, Sms, SmsSender};
use crate::sms::signing::{china_day, utc};
use crate::sms::templates::{self, SmsTemplate};

const NAME: &str = "aliyun";
const VERSION: &str = "2017-05-25";

/// The account at Aliyun.
#[derive(Clone, Debug)]
pub struct AliyunSettings {
    /// The URL, `https://dysmsapi.aliyuncs.com`.
    pub endpoint: String,
    /// The proxy; empty for none.
    pub proxy: String,
    /// The AccessKey's id.
    pub access_key_id: String,
    /// The AccessKey's secret.
    pub access_key_secret: Secret,
    /// The approved templates.
    pub templates: Vec<SmsTemplate>,
}

/// Sends through Aliyun.
#[derive(Debug)]
pub struct AliyunSms {
    settings: AliyunSettings,
    http: HttpClient,
    clock: Clock,
    rng: Rng,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Answer {
    #[serde(default)]
    code: String,
    #[serde(default)]
    message: String,
    #[serde(default)]
    biz_id: Option<String>,
    #[serde(default, rename = "SmsSendDetailDTOs")]
    details: Details,
}

#[derive(Default, Deserialize)]
struct Details {
    #[serde(default, rename = "SmsSendDetailDTO")]
    list: Vec<Detail>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Detail {
    /// 1 waits, 2 failed, 3 arrived.
    #[serde(default)]
    send_status: i64,
    #[serde(default)]
    err_code: String,
}

impl AliyunSms {
    /// Creates a sender. It does not connect yet.
    pub fn new(settings: AliyunSettings, clock: Clock, rng: Rng) -> Result<Self, SmsSettingsError> {
        let http = HttpClient::new(&settings.endpoint, &settings.proxy)?;
        Ok(Self { settings, http, clock, rng })
    }

    fn call(&self, action: &str, params: &[(&str, String)]) -> Result<Answer, SendError> {
        let date = utc(self.clock.now_ms());
        let nonce = self.rng.hex32();
        let call =
            Acs3Call { host: self.http.host(), action, version: VERSION, date: &date, nonce: &nonce, params };
        let headers = call.headers(&self.settings.access_key_id, self.settings.access_key_secret.expose());
        let (status, body) = self.http.post(&format!("/?{}", call.query()), &headers, b"")?;
        let answer: Answer = serde_json::from_slice(&body)
            .map_err(|_| SendError::Transient(format!("{NAME}: an answer {status} that is no JSON")))?;
        if answer.code == "OK" {
            return Ok(answer);
        }
        let (remedy, reason) = classify(&answer.code, status);
        Err(SendError::Refused { provider: NAME, code: answer.code, message: answer.message, remedy, reason })
    }
}

impl SmsSender for AliyunSms {
    fn send(&self, sms: &Sms) -> Result<Accepted, SendError> {
        let template = templates::find(&self.settings.templates, sms, NAME)?;
        let values: Map<String, Value> =
            template.values(sms).into_iter().map(|(name, value)| (name, value.into())).collect();
        // Numbers of the mainland go without a country code, others with one and without `+`.
        let phone =
            if sms.country == "86" { sms.phone.clone() } else { format!("{}{}", sms.country, sms.phone) };
        let params = [
            ("PhoneNumbers", phone),
            ("SignName", template.sign.clone()),
            ("TemplateCode", template.template.clone()),
            ("TemplateParam", Value::Object(values).to_string()),
        ];
        let answer = self.call("SendSms", &params)?;
        Ok(Accepted { provider: NAME, has_receipt: answer.biz_id.is_some(), serial: answer.biz_id })
    }

    fn delivery(&self, sent: &SentSms) -> Result<Option<Delivery>, SendError> {
        let digits = sent.phone.trim_start_matches('+');
        let params = [
            ("PhoneNumber", digits.strip_prefix("86").unwrap_or(digits).to_owned()),
            ("BizId", sent.serial.clone()),
            ("SendDate", china_day(sent.at)),
            ("PageSize", "10".to_owned()),
            ("CurrentPage", "1".to_owned()),
        ];
        let answer = self.call("QuerySendDetails", &params)?;
        Ok(answer.details.list.first().and_then(|detail| match detail.send_status {
            3 => Some(Delivery::Delivered),
            2 => Some(Delivery::Failed {
                reason: receipt_reason(&detail.err_code),
                text: format!("{NAME}: {}", detail.err_code),
            }),
            _ => None,
        }))
    }
}
