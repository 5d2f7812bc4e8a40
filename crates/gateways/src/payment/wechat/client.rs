//! Signed calls, and answers with verified signatures.

use miaohui_kernel::{Clock, Rng};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use ureq::http::{Method, Uri};

use crate::payment::http::{Http, Response};
use crate::payment::keys::{SigningKey, VerifyingKey};
use crate::payment::provider::{ProviderError, ProviderSettingsError, forged, refused};
use crate::payment::wechat::certificates::Certificates;
use crate::payment::wechat::resource::ResourceKey;
use crate::payment::wechat::settings::WechatSettings;
use crate::payment::wechat::signature::{SignatureHeaders, request};

#[derive(Debug)]
pub(super) struct Client {
    pub mchid: String,
    pub key: SigningKey,
    pub resource_key: ResourceKey,
    http: Http,
    host: String,
    clock: Clock,
    rng: Rng,
    certificate_serial: String,
    certificates: Certificates,
}

/// The body of a refusal.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Refusal {
    code: String,
    message: String,
}

impl Client {
    pub fn new(settings: &WechatSettings, clock: Clock, rng: Rng) -> Result<Self, ProviderSettingsError> {
        let public_key = match &settings.public_key {
            Some(key) => Some((key.id.clone(), VerifyingKey::read("WeChat Pay's public key", &key.pem)?)),
            None => None,
        };
        Ok(Self {
            mchid: settings.mchid.clone(),
            key: SigningKey::read("the merchant's private key", &settings.private_key)?,
            resource_key: ResourceKey::read(&settings.api_v3_key)?,
            http: Http::new(&settings.endpoint)?,
            host: settings.endpoint.url.trim_end_matches('/').to_owned(),
            clock,
            rng,
            certificate_serial: settings.certificate_serial.clone(),
            certificates: Certificates::new(public_key),
        })
    }

    /// The time in Unix seconds, for signatures.
    pub fn timestamp(&self) -> String {
        (self.clock.now_ms() / 1000).to_string()
    }

    /// Calls `path` (with its query) and verifies the answer's signature. An empty answer is read
    /// as `null`.
    pub async fn call<T: DeserializeOwned>(
        &self,
        method: Method,
        path: &str,
        body: Option<&Value>,
    ) -> Result<T, ProviderError> {
        let answer = self.send(method, path, body).await?;
        let is_success = matches!(answer.status, 200..=299);
        // A refusal is unsigned if WeChat Pay did not recognize the merchant. A success is always
        // signed.
        if is_success || SignatureHeaders::are_in(&answer.headers) {
            self.verify(&answer.headers, &answer.body).await?;
        }
        if is_success {
            let body = if answer.body.is_empty() { b"null" } else { answer.body.as_slice() };
            return serde_json::from_slice(body)
                .map_err(|_| forged("the answer's members are of other types"));
        }
        Err(refusal(&answer))
    }

    /// Verifies that WeChat Pay has signed an answer or a notice recently.
    pub async fn verify(&self, headers: &[(String, String)], body: &[u8]) -> Result<(), ProviderError> {
        let now_ms = self.clock.now_ms();
        let signed = SignatureHeaders::read(headers, now_ms)?;
        let key = self.certificates.key(signed.serial, now_ms, &self.resource_key, self.fetch()).await?;
        if key.verifies(&signed.text(body), signed.signature) {
            Ok(())
        } else {
            Err(forged("the signature does not fit"))
        }
    }

    async fn fetch(&self) -> Result<Response, ProviderError> {
        let answer = self.send(Method::GET, "/v3/certificates", None).await?;
        if answer.status == 200 { Ok(answer) } else { Err(refusal(&answer)) }
    }

    async fn send(
        &self,
        method: Method,
        path: &str,
        body: Option<&Value>,
    ) -> Result<Response, ProviderError> {
        let url = format!("{}{path}", self.host);
        let body = body.map(ToString::to_string).unwrap_or_default();
        let (timestamp, nonce) = (self.timestamp(), self.rng.hex32());
        // The path is signed in the form that the server receives.
        let uri: Uri = url.parse().map_err(|_| refused("CHARGE", "this makes no URL"))?;
        let seen = uri.path_and_query().map_or(path, |path| path.as_str());
        let signature = self.key.sign(&request(method.as_str(), seen, &timestamp, &nonce, &body));
        let authorization = format!(
            "WECHATPAY2-SHA256-RSA2048 mchid=\"{}\",nonce_str=\"{nonce}\",signature=\"{signature}\",\
             timestamp=\"{timestamp}\",serial_no=\"{}\"",
            self.mchid, self.certificate_serial
        );
        let mut headers = vec![("authorization", authorization), ("content-type", "application/json".into())];
        if let Some(id) = self.certificates.public_key_id() {
            // Requests answers signed with this key during a migration from certificates.
            headers.push(("wechatpay-serial", id.to_owned()));
        }
        self.http.send(method, url, headers, body.into_bytes()).await
    }
}

fn refusal(answer: &Response) -> ProviderError {
    let Refusal { code, message } = serde_json::from_slice(&answer.body).unwrap_or_default();
    let code = if code.is_empty() { answer.status.to_string() } else { code };
    // By the documents, 429 FREQUENCY_LIMITED, 500 SYSTEM_ERROR, 502 and 503 are retried with the
    // same numbers.
    match answer.status {
        400..=499 if answer.status != 429 => refused(&code, message),
        _ => ProviderError::Unreachable(format!("{code}: {message}")),
    }
}
